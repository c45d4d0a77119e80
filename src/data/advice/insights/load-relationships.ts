import type { ScopedReader } from '../../../access/scoped-db.ts';
import type { ClientFacts } from '../../../domain/signals/insight.ts';
import { ClientSentiment } from '../../../entities/behavior/client-sentiment.entity.ts';
import { AdvisorInteraction } from '../../../entities/clients/advisor-interaction.entity.ts';
import { SupportTicket } from '../../../entities/communication/support-ticket.entity.ts';
import { addDays, dayOf, daysBetween, type IsoDate } from '../../../shared/calendar.ts';
import { inParts, listsBy } from '../../compliance/in-parts.ts';

const SENTIMENT_DAYS = 180;
const RECENT_DAYS = 90;

export interface RelatedClient {
  readonly id: string;
  readonly onboardedOn?: IsoDate | null | undefined;
}

/** Contact, mood, complaints and tenure of clients, by id. What is not on record is absent, not zero; a note is no contact. */
export async function loadRelationships(db: ScopedReader, clients: readonly RelatedClient[], asOf: IsoDate): Promise<Map<string, Pick<ClientFacts, 'churn' | 'sentiment'>>> {
  const ids = clients.map(({ id }) => id);
  const until = new Date(`${asOf}T23:59:59.999Z`);
  const contacts = await inParts(ids, (part) => db.aggregate({ entity: AdvisorInteraction, where: { client: { $in: part }, kind: { $ne: 'note' }, occurredAt: { $lte: until } }, groupBy: ['client'], aggregates: { last: { fn: 'max', of: 'occurredAt' } } }));
  const lastContact = new Map(contacts.flatMap((row) => (row['last'] instanceof Date ? [[String(row['client']), dayOf(row['last'])] as const] : [])));
  const tickets = await inParts(ids, (part) => db.find(SupportTicket, { client: { $in: part }, category: 'complaint', status: { $in: ['open', 'pending'] } }, { fields: ['client'] }));
  const complaints = listsBy(tickets.filter(({ client }) => client), ({ client }) => client!.id); // the filter left those with a client
  const scores = listsBy(await inParts(ids, (part) => db.find(ClientSentiment, { client: { $in: part }, measuredOn: { $gt: addDays(asOf, -SENTIMENT_DAYS), $lte: asOf } }, {
    fields: ['client', 'measuredOn', 'score'], orderBy: [{ measuredOn: 'asc' }, { id: 'asc' }],
  })), ({ client }) => client.id);
  return new Map(clients.map(({ id, onboardedOn }) => {
    const sentiment = (scores.get(id) ?? []).map(({ measuredOn, score }) => ({ date: measuredOn, score }));
    const recent = sentiment.filter(({ date }) => date > addDays(asOf, -RECENT_DAYS));
    const contact = lastContact.get(id);
    return [id, {
      sentiment,
      churn: {
        openComplaints: complaints.get(id)?.length ?? 0, ...(contact === undefined ? {} : { daysSinceLastContact: daysBetween(contact, asOf) }), ...(onboardedOn ? { yearsWithFirm: daysBetween(onboardedOn, asOf) / 365.25 } : {}),
        ...(recent.length === 0 ? {} : { sentimentScore: recent.reduce((sum, { score }) => sum + score, 0) / recent.length }),
      },
    }];
  }));
}
