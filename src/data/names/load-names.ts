import type { ScopedDb } from '../../access/scoped-db.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import { Benchmark } from '../../entities/portfolios/benchmark.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { Tag } from '../../entities/tagging/tag.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { NameIndex } from './name-index.ts';
import type { NamedThing, NameKind } from './named-thing.ts';

type Loader = (db: ScopedDb) => Promise<NamedThing[]>;

const LOADERS: Readonly<Record<NameKind, Loader>> = {
  client: loadClients, portfolio: loadPortfolios, security: loadSecurities, goal: loadGoals, tag: loadTags, benchmark: loadBenchmarks, advisor: loadAdvisors,
};

/** One request asks for the same names several times; the door to the database lives as long as the request. */
const loaded = new WeakMap<ScopedDb, Map<NameKind, Promise<NameIndex>>>();

/** The names of one kind that the principal may know, ready for searching. */
export async function loadNameIndex(db: ScopedDb, kind: NameKind): Promise<NameIndex> {
  let kinds = loaded.get(db);
  if (!kinds) loaded.set(db, kinds = new Map());
  let index = kinds.get(kind);
  if (!index) kinds.set(kind, index = LOADERS[kind](db).then((things) => new NameIndex(things)));
  return index;
}

async function loadClients(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Client, {}, { fields: ['id', 'fullName', 'kind', 'riskProfile', 'residence', 'baseCurrency'] });
  return rows.map((row) => ({
    kind: 'client', id: row.id, name: row.fullName, detail: `${row.kind}, ${row.riskProfile}, ${row.residence}, ${row.baseCurrency}`, clientId: row.id, clientName: row.fullName,
  }));
}

async function loadPortfolios(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Portfolio, {}, { fields: ['id', 'name', 'kind', 'baseCurrency', 'client', 'strategy'] });
  const owners = await ownerNames(db);
  return rows.map((row) => ({
    kind: 'portfolio', id: row.id, name: row.name, detail: `${row.kind}, ${row.baseCurrency}`, clientId: row.client.id, clientName: owners.get(row.client.id) ?? null,
  }));
}

async function loadGoals(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(InvestmentGoal, {}, { fields: ['id', 'name', 'kind', 'targetDate', 'client'] });
  const owners = await ownerNames(db);
  return rows.map((row) => ({
    kind: 'goal', id: row.id, name: row.name, detail: `${row.kind.replaceAll('_', ' ')}, by ${row.targetDate}`,
    aliases: row.kind === 'other' || row.kind === 'income' || row.kind === 'wealth' ? [] : [row.kind.replaceAll('_', ' '), `${row.kind.replaceAll('_', ' ')} goal`],
    clientId: row.client.id, clientName: owners.get(row.client.id) ?? null,
  }));
}

async function ownerNames(db: ScopedDb): Promise<ReadonlyMap<string, string>> {
  const clients = await loadNameIndex(db, 'client');
  return new Map(clients.things.map(({ id, name }) => [id, name]));
}

async function loadSecurities(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Security, { assetClass: { $ne: 'cash' } }, { fields: ['id', 'ticker', 'name', 'assetClass', 'sector', 'currency', 'isIndex'] });
  return rows.map((row) => ({
    kind: 'security', id: row.id, name: row.name, code: row.ticker,
    detail: [row.ticker, row.isIndex ? 'index' : row.assetClass, row.sector, row.currency].filter(Boolean).join(', '), clientId: null, clientName: null,
  }));
}

async function loadTags(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Tag, {}, { fields: ['id', 'name', 'description'] });
  return rows.map((row) => ({ kind: 'tag', id: row.id, name: row.name, detail: row.description ?? '', clientId: null, clientName: null }));
}

async function loadBenchmarks(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Benchmark, {}, { fields: ['id', 'code', 'name', 'currency'] });
  return rows.map((row) => ({ kind: 'benchmark', id: row.id, name: row.name, code: row.code, detail: `${row.code}, ${row.currency}`, clientId: null, clientName: null }));
}

async function loadAdvisors(db: ScopedDb): Promise<NamedThing[]> {
  const rows = await db.find(Advisor, {}, { fields: ['id', 'fullName', 'title', 'office'] });
  return rows.map((row) => ({ kind: 'advisor', id: row.id, name: row.fullName, detail: `${row.title}, ${row.office}`, clientId: null, clientName: null }));
}
