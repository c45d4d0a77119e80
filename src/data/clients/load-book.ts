import type { ScopedDb } from '../../access/scoped-db.ts';
import { churnRisk, type ChurnFacts } from '../../domain/signals/churn-risk.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { AdvisorInteraction } from '../../entities/clients/advisor-interaction.entity.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { SupportTicket } from '../../entities/communication/support-ticket.entity.ts';
import { BillingInvoice } from '../../entities/income/billing-invoice.entity.ts';
import { daysBetween, isoDate, type IsoDate } from '../../shared/calendar.ts';
import { resolveAdvisor } from '../names/resolve.ts';
import { loadLatestSentiments } from './load-sentiment.ts';

/** A client as the book lists them. */
export interface BookClient {
  readonly id: string;
  readonly name: string;
  readonly riskProfile: string;
  readonly status: string;
  readonly segment: string;
  readonly onboardedOn: IsoDate | null;
}

/** Clients within reach who are not gone, by name. */
export async function loadBookClients(db: ScopedDb): Promise<BookClient[]> {
  const rows = await db.find(Client, { status: { $ne: 'closed' } }, { fields: ['id', 'fullName', 'riskProfile', 'status', 'segment', 'onboardedOn'], orderBy: [{ fullName: 'asc' }, { id: 'asc' }] });
  return rows.map(({ id, fullName, riskProfile, status, segment, onboardedOn }) => ({ id, name: fullName, riskProfile, status, segment, onboardedOn: onboardedOn ?? null }));
}

/** The clients whom an advisor looks after today, as far as the principal may see them. @throws AppError as `resolveAdvisor`. */
export async function loadBookOf(db: ScopedDb, reference: string, today: IsoDate): Promise<{ readonly advisor: string; readonly clientIds: ReadonlySet<string> }> {
  const id = await resolveAdvisor(db, reference);
  const advisor = await db.findOneOrNotFound(Advisor, { id }, 'advisor', { fields: ['fullName'] });
  const rows = await db.find(AdvisorAssignment, { advisor: id, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { fields: ['client'] });
  return { advisor: advisor.fullName, clientIds: new Set(rows.map(({ client }) => client.id)) };
}

/** Day of the last contact of each client; a note is no contact. Clients without any are absent. */
export async function loadLastContacts(db: ScopedDb): Promise<ReadonlyMap<string, IsoDate>> {
  const rows = await db.aggregate({ entity: AdvisorInteraction, where: { kind: { $ne: 'note' } }, groupBy: ['client'], aggregates: { last: { fn: 'max', of: 'occurredAt' } } });
  return new Map(rows.flatMap((row) => (row['last'] instanceof Date ? [[String(row['client']), isoDate(row['last'].toISOString().slice(0, 10))] as const] : [])));
}

/** Invoices that were sent and not paid, oldest due day first. */
export async function loadUnpaidInvoices(db: ScopedDb) {
  const rows = await db.find(BillingInvoice, { status: { $in: ['issued', 'overdue'] } }, { populate: ['client'], orderBy: [{ dueOn: 'asc' }, { number: 'asc' }] });
  return rows.map((row) => ({ clientId: row.client.id, client: row.client.fullName, number: row.number, amount: row.amount, currency: row.currency, dueOn: row.dueOn, status: row.status }));
}

/** Chance that each client leaves within a year by the documented model, from what is on record, highest first. */
export async function loadChurnRisks(db: ScopedDb, today: IsoDate) {
  const clients = await loadBookClients(db);
  const contacts = await loadLastContacts(db);
  const moods = await loadLatestSentiments(db, '3M', today);
  const complaints = await db.aggregate({ entity: SupportTicket, where: { category: 'complaint', status: { $in: ['open', 'pending'] } }, groupBy: ['client'], aggregates: { count: { fn: 'count' } } });
  const open = new Map(complaints.map((row) => [String(row['client']), Number(row['count'])]));
  return clients.map((client) => {
    const [contact, mood] = [contacts.get(client.id), moods.get(client.id)];
    const facts: ChurnFacts = {
      openComplaints: open.get(client.id) ?? 0, ...(contact ? { daysSinceLastContact: daysBetween(contact, today) } : {}), ...(mood ? { sentimentScore: mood.score } : {}),
      ...(client.onboardedOn ? { yearsWithFirm: daysBetween(client.onboardedOn, today) / 365.25 } : {}),
    };
    const { probability, level, model } = churnRisk(facts);
    return { client, probability, level, model, facts };
  }).toSorted((left, right) => right.probability - left.probability);
}
