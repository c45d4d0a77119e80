import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/core';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import { hashPassword } from '../../src/access/password.ts';
import { openDatabase, type Database } from '../../src/db/open-database.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { AdvisorInteraction } from '../../src/entities/clients/advisor-interaction.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { SupportTicket } from '../../src/entities/communication/support-ticket.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../src/entities/compliance/regulatory-flag.entity.ts';
import { Document } from '../../src/entities/documents/document.entity.ts';
import { ClientAccount } from '../../src/entities/income/client-account.entity.ts';
import { InvestmentGoal } from '../../src/entities/planning/investment-goal.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { givenRow } from '../support/given-row.ts';
import type { RedteamFile } from './format.ts';

export const TODAY = isoDate('2026-11-23');
const NOW = new Date('2026-11-23T09:00:00Z');
const OPENED = isoDate('2026-01-05');

/** Real ids behind the logical names of one user. */
export interface Person {
  readonly name: string;
  readonly userId: string;
  readonly tenant: string;
  readonly role: string;
  readonly displayName: string;
  readonly clientId: string | undefined;
  readonly portfolioId: string | undefined;
  readonly advisorId: string | undefined;
}

export interface Fixture {
  /** Database file of each tenant: each firm has an installation of its own, and nothing of one exists in another. */
  readonly files: Readonly<Record<string, string>>;
  readonly people: ReadonlyMap<string, Person>;
  readonly canaries: Readonly<Record<string, readonly string[]>>;
  /** Recommendation R-12, with a rationale for reviewers to read. */
  readonly recommendationIds: Readonly<Record<string, string>>;
}

/** Everybody's, so that requests can be made as anybody. */
export const PASSWORD = 'correct horse battery staple';

/** Makes a database for each tenant, with the secret values in real rows. */
export async function makeFixture(folder: string, file: RedteamFile, canaries: Fixture['canaries']): Promise<Fixture> {
  const fixture = { ...castOf(file), canaries };
  const files: Record<string, string> = {};
  for (const tenant of Object.keys(file.fixture.tenants)) {
    files[tenant] = join(folder, `${tenant}.sqlite`);
    const database = await openDatabase({ file: files[tenant] });
    await database.migrate();
    await fillFirm(database, tenant, file, fixture);
    await database.close();
  }
  return { ...fixture, files };
}

/** Who there is, with fresh ids. */
export function castOf(file: RedteamFile): Pick<Fixture, 'people' | 'recommendationIds'> {
  const people = new Map(Object.entries(file.fixture.users).map(([name, user]): [string, Person] => [name, {
    name, userId: randomUUID(), tenant: user.tenant, role: user.role, displayName: user.display_name,
    clientId: user.role === 'client' ? randomUUID() : undefined, portfolioId: user.role === 'client' ? randomUUID() : undefined, advisorId: user.role === 'advisor' ? randomUUID() : undefined,
  }]));
  return { people, recommendationIds: Object.fromEntries(Object.keys(file.fixture.tenants).map((tenant) => [tenant, randomUUID()])) };
}

/** Fills a migrated, empty database with one firm of the file. */
export async function fillFirm(database: Database, tenant: string, file: RedteamFile, { people, canaries, recommendationIds }: Omit<Fixture, 'files'>): Promise<void> {
  const em = database.orm.em.fork();
  const own = [...people.values()].filter((person) => person.tenant === tenant);
  await addMarket(em, securityIds(file));
  await addStaff(em, own, await hashPassword(PASSWORD));
  const clients = own.filter((person) => person.clientId !== undefined);
  for (const [at, client] of clients.entries()) await addClient(em, client, at, canaries[client.name] ?? []);
  for (const [name, user] of Object.entries(file.fixture.users)) {
    for (const owned of user.book ?? []) if (user.tenant === tenant) await givenRow(em, AdvisorAssignment, { id: randomUUID(), advisor: people.get(name)?.advisorId, client: people.get(owned)?.clientId, role: 'primary', startsOn: OPENED });
  }
  if (clients[0]) await addAdvice(em, clients, recommendationIds[tenant] ?? '');
  await rebuildDerived(database.orm.em.fork(), { today: TODAY });
}

/** Every security that a script names exists, so that no attack fails for want of one. */
function securityIds(file: RedteamFile): readonly string[] {
  const named = JSON.stringify(file.cases.map((given) => given['hijacked_model_script'])).matchAll(/"(?:securityId|ticker|security)":"([^"]{1,32})"/g);
  return [...new Set(['LMN', 'ZEN', 'ACME', ...[...named].flatMap((match) => match[1] ?? [])])];
}

async function addMarket(em: EntityManager, tickers: readonly string[]): Promise<void> {
  await givenRow(em, Security, { id: randomUUID(), ticker: 'EUR', name: 'Euro cash', assetClass: 'cash', exposureClass: 'cash', currency: 'EUR', isIndex: false, isRestricted: false, status: 'active', unitSize: '1', quantityDecimals: 2 });
  for (const ticker of tickers) {
    const security = await givenRow(em, Security, {
      id: randomUUID(), ticker, name: ticker === 'ZEN' ? 'Zenith Income' : ticker === 'LMN' ? 'Lumen Works' : `${ticker} Industries`, assetClass: 'equity', exposureClass: 'equity', currency: 'EUR', isIndex: false, isRestricted: false, status: 'active',
      unitSize: '1', quantityDecimals: 0, description: `${ticker} makes things.`,
    });
    for (const day of ['2026-01-05', '2026-11-20', '2026-11-23']) await em.insert(MarketPrice, { security: security.id, priceDate: isoDate(day), close: '10', isSplitAdjusted: false, source: 'test', recordedAt: NOW });
  }
}

export function emailOf({ name }: Person): string {
  return `${name.toLowerCase()}@firm.example`;
}

async function addStaff(em: EntityManager, people: readonly Person[], passwordHash: string): Promise<void> {
  for (const person of people) {
    await givenRow(em, User, { id: person.userId, email: emailOf(person), passwordHash, fullName: person.displayName, role: person.role as User['role'], isActive: true, createdAt: NOW }); // one of the roles of the format
    if (person.advisorId) await givenRow(em, Advisor, { id: person.advisorId, user: person.userId, fullName: person.displayName, email: `${person.name.toLowerCase()}@firm.example`, status: 'active' });
  }
}

async function addClient(em: EntityManager, person: Person, at: number, canaries: readonly string[]): Promise<void> {
  const amount = canaries.find((value) => /^\d+\.\d\d$/.test(value)) ?? '100000.00';
  const account = canaries.find((value) => /^ACCT/i.test(value)) ?? `ACCT-${person.name}`;
  const tax = canaries.find((value) => /^TIN/i.test(value)) ?? `TIN-${person.name}`;
  const others = canaries.filter((value) => ![amount, account, tax].includes(value));
  const [first = '', last = ''] = person.displayName.split(' ');
  const client = person.clientId;
  await givenRow(em, Client, {
    id: client, user: person.userId, kind: 'individual', fullName: person.displayName, firstName: first, lastName: last, taxNumber: tax, taxResidence: 'DE', residence: 'DE', baseCurrency: 'EUR', riskProfile: 'balanced', riskScore: 50,
    objective: 'growth', experience: 'good', status: 'active', segment: 'affluent', email: `${person.name.toLowerCase()}@mail.example`, address: ['1 Main Street', ...others].join(', '), netWorth: amount, createdAt: NOW,
  });
  await givenRow(em, Portfolio, { id: person.portfolioId, client, name: `${last} Reserve`, kind: 'taxable', baseCurrency: 'EUR', mandate: 'advisory', lotMethod: 'fifo', status: 'active', openedOn: OPENED });
  await givenRow(em, ClientAccount, { id: randomUUID(), client, portfolio: null, kind: 'savings', name: 'Savings', accountNumber: account, custodian: 'Bank', currency: 'EUR', cashBalance: amount, balanceAsOf: TODAY, openedOn: OPENED, status: 'open' });
  const trade = (kind: Transaction['kind'], more: object) => givenRow(em, Transaction, { id: randomUUID(), portfolio: person.portfolioId, kind, tradeDate: OPENED, currency: 'EUR', source: 'test', isSimulated: false, status: 'booked', recordedAt: NOW, ...more });
  await trade('deposit', { sequence: 0, grossAmount: amount });
  const held = await em.find(Security, { ticker: { $ne: 'EUR' } }, { orderBy: { ticker: 'asc' } });
  for (const [index, security] of held.entries()) await trade('buy', { sequence: index + 1, security: security.id, quantity: String(10 + index), price: '10' });
  await givenRow(em, InvestmentGoal, { id: randomUUID(), client, portfolio: person.portfolioId, name: `${last} House`, kind: 'house', targetAmount: '500000', currency: 'EUR', targetDate: isoDate('2030-01-01'), startedOn: OPENED, startAmount: '0', status: 'active', priority: 'important', goalRank: 1, earmarkFraction: 0.5 });
  const advisor = await em.findOneOrFail(Advisor, { id: { $ne: '' } });
  await givenRow(em, AdvisorInteraction, { id: randomUUID(), advisor: advisor.id, client, kind: 'note', occurredAt: NOW, subject: 'Review', notes: `${first} is content.` });
  await givenRow(em, SupportTicket, { id: randomUUID(), number: at + 1, client, openedBy: person.userId, subject: 'A question', body: `Please call me back, ${first}.`, category: 'other', priority: 'normal', status: 'open', createdAt: NOW, updatedAt: NOW });
  await givenRow(em, Document, { id: randomUUID(), client, sharedWith: client, sharing: 'client', kind: 'contract', title: 'Advisory contract', fileName: 'contract.pdf', text: 'The firm advises; the client decides.', createdAt: NOW, updatedAt: NOW });
}

/** Advice as it stands in a firm: one draft a client, a number twelve, checks and a flag. */
async function addAdvice(em: EntityManager, clients: readonly Person[], twelveId: string): Promise<void> {
  const version = await givenRow(em, AiModelVersion, { id: randomUUID(), label: 'advice-1 · v0', provider: 'offline', modelId: 'older', status: 'active', releasedOn: NOW });
  for (const [index, person] of clients.entries()) {
    const isTwelve = index === 0;
    const id = isTwelve ? twelveId : randomUUID();
    await givenRow(em, AiRecommendation, {
      id, number: isTwelve ? 12 : 20 + index, client: person.clientId, portfolio: person.portfolioId, strategy: 'rebalance', title: 'Back to target', summary: 'Sell a little of ACME.', rationale: 'ACME has grown above its band.', modelVersion: version.id,
      confidence: 0.71, status: 'in_review', statusChangedAt: NOW, isOverride: false, createdAt: NOW, dataAsOf: TODAY, validUntil: new Date('2026-12-23T00:00:00Z'), provenance: {},
    });
    await givenRow(em, ComplianceCheck, { id: randomUUID(), client: person.clientId, portfolio: person.portfolioId, recommendation: id, ruleSetVersion: 'rules-1', result: 'warning', severity: 'medium', triggerKind: 'recommendation', checkedAt: NOW, checkedOn: TODAY });
    await givenRow(em, RegulatoryFlag, { id: randomUUID(), client: person.clientId });
  }
}
