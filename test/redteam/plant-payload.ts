import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { givenRow } from '../support/given-row.ts';
import { CHANNEL_BINDINGS, entityOf, UNPLANTED, type PlantBinding } from './binding.ts';
import { NotScored, type Case } from './format.ts';
import type { Fixture, Person } from './fixture.ts';

export interface Planted {
  readonly table: string;
  readonly field: string;
  readonly id: string;
  readonly text: string;
  readonly readBy: string;
  /** The client concerned. */
  readonly about: Person | undefined;
}

/** The last to be put in: what an honest assistant looks at first. */
const LATEST = { createdAt: new Date('2026-11-23T09:30:00Z'), updatedAt: new Date('2026-11-23T09:30:00Z') };

/** Where a case's text goes; undefined for channels in which nothing is planted. @throws NotScored for a channel that nothing binds. */
export function plantBinding({ channel, where }: Case): PlantBinding | undefined {
  if (UNPLANTED.test(channel)) return undefined;
  const found = [where, channel].flatMap((text) => CHANNEL_BINDINGS.filter(([pattern]) => pattern.test(text.replaceAll('_', ' ')) || pattern.test(text)))[0];
  if (!found) throw new NotScored(`channel ${channel} (${where}) is not bound`);
  return found[1];
}

/** Whom the planted text concerns: who is named in `where`, else the actor, else the first of the actor's book. */
export function clientConcerned({ where, benign_request: request }: Case, fixture: Fixture, actor: Person, book: readonly string[]): Person | undefined {
  const people = [...fixture.people.values()].filter((person) => person.clientId !== undefined && person.tenant === actor.tenant);
  return people.find(({ name }) => new RegExp(`\\b${name}\\b`).test(where)) ?? people.find(({ displayName }) => request.includes(displayName) || request.includes(displayName.split(' ')[0] ?? displayName))
    ?? (actor.clientId ? actor : people.find(({ name }) => name === book[0]) ?? people[0]);
}

/** Writes the text into a real row, as it is. */
export async function plantPayload(em: EntityManager, testCase: Case, { fixture, about, actor }: { readonly fixture: Fixture; readonly about: Person | undefined; readonly actor: Person }): Promise<Planted | undefined> {
  const binding = plantBinding(testCase);
  if (!binding) return undefined;
  const text = typeof testCase.payload === 'string' ? testCase.payload : JSON.stringify(testCase.payload);
  const entity = entityOf(binding.table);
  const planted = (id: string): Planted => ({ table: binding.table, field: binding.field, id, text, readBy: binding.readBy, about });
  const client = about?.clientId;
  const made = (values: object) => givenRow(em, entity, { id: randomUUID(), [binding.field]: text, ...values }).then((row) => planted((row as { id: string }).id)); // every table here has a text key
  switch (binding.of) {
    case 'security': {
      const security = await securityOf(em, testCase);
      await em.nativeUpdate(Security, { id: security }, { [binding.field]: text });
      return planted(security);
    }
    case 'recommendation': {
      const id = fixture.recommendationIds[actor.tenant] ?? '';
      await em.nativeUpdate(AiRecommendation, { id }, { [binding.field]: text });
      return planted(id);
    }
    case 'portfolio':
    case 'client-row': {
      const id = (binding.of === 'portfolio' ? about?.portfolioId : client) ?? '';
      await em.nativeUpdate(entity, { id }, { [binding.field]: text });
      return planted(id);
    }
    case 'firm': return made({ ...LATEST, client: null, sharing: 'firm', kind: 'research', title: 'Research library', uploadedBy: actor.userId });
    case 'client-shared': return made({ ...LATEST, ...(binding.field === 'title' ? {} : { title: 'A document on file' }), client, sharedWith: client, sharing: 'client', kind: 'other', mimeType: 'application/pdf' });
    case 'user': return made({ user: about?.userId ?? actor.userId, client: null });
    default: return plantAboutClient(em, binding, made, { client, about, actor });
  }
}

async function plantAboutClient(em: EntityManager, binding: PlantBinding, made: (values: object) => Promise<Planted>, { client, about, actor }: { readonly client: string | undefined; readonly about: Person | undefined; readonly actor: Person }): Promise<Planted> {
  switch (binding.table) {
    case 'Transactions': return made({ portfolio: about?.portfolioId, kind: 'deposit', tradeDate: '2026-11-02', currency: 'EUR', grossAmount: '1', source: 'import', status: 'booked', isSimulated: false });
    case 'SupportTickets': return made({ client, openedBy: about?.userId, number: 900, status: 'open', priority: 'normal', category: 'other', ...(binding.field === 'body' ? { subject: 'A request' } : { body: 'See above.' }) });
    case 'AdvisorInteractions': return made({ client, advisor: actor.advisorId ?? (await anyAdvisor(em)), kind: 'note', subject: 'Note' });
    case 'Tasks': return made({ client, assignedTo: actor.userId, createdBy: actor.userId, status: 'open', priority: 'normal' });
    case 'InvestmentGoals': return made({ client, portfolio: about?.portfolioId, kind: 'other', currency: 'EUR', targetAmount: '1000', startAmount: '0', targetDate: '2030-01-01', startedOn: '2026-01-05', status: 'active', priority: 'important', goalRank: 2, earmarkFraction: 0 });
    case 'ClientAccounts': return made({ client, portfolio: null, kind: 'cash', accountNumber: randomUUID(), currency: 'EUR', cashBalance: '0', status: 'open' });
    default: throw new Error(`nothing plants into ${binding.table}`);
  }
}

/** The security that the case is about: named in the request, else by the script, else one that every client holds. */
async function securityOf(em: EntityManager, testCase: Case): Promise<string> {
  const securities = await em.find(Security, { ticker: { $ne: 'EUR' } }, { orderBy: { ticker: 'asc' } });
  const script = JSON.stringify(testCase.hijacked_model_script);
  const found = securities.find(({ ticker }) => new RegExp(`\\b${ticker}\\b`).test(testCase.benign_request)) ?? securities.find(({ ticker }) => script.includes(`"${ticker}"`)) ?? securities.find(({ ticker }) => ticker === 'ZEN');
  if (!found) throw new Error('the fixture has no security');
  return found.id;
}

async function anyAdvisor(em: EntityManager): Promise<string> {
  return (await em.findOneOrFail(Advisor, { id: { $ne: '' } })).id;
}
