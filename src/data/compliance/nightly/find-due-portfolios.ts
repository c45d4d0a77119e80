import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import { ClientPreference } from '../../../entities/clients/client-preference.entity.ts';
import { AuditTrail } from '../../../entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../../entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../../entities/compliance/regulatory-flag.entity.ts';
import { AssetAllocationTarget } from '../../../entities/planning/asset-allocation-target.entity.ts';
import { Holding } from '../../../entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../../entities/portfolios/portfolio.entity.ts';
import { EsgRating } from '../../../entities/trading/esg-rating.entity.ts';
import { Security } from '../../../entities/trading/security.entity.ts';
import { addDays, dayOf, weekday, type IsoDate } from '../../../shared/calendar.ts';
import { SqlRows } from '../../derived/sql-rows.ts';
import { inParts } from '../in-parts.ts';
import { SETTLED_MS } from './load-standing-flags.ts';
import { movedCurrencies, movedSecurities } from './moved-markets.ts';

/** A smaller position moves no limit far between two sweeps. */
const MATERIAL_WEIGHT = 0.03;
const SUNDAY = 7;
/** Portfolios of a client share what is known of the client: side by side it is loaded once. */
const BY_CLIENT = [{ client: 'asc' }, { id: 'asc' }] as const;

export interface DueQuery {
  /** When the last run that succeeded began; `undefined` = never. */
  readonly since: Date | undefined;
  readonly today: IsoDate;
}

export interface Due {
  readonly portfolioIds: readonly string[];
  /** Why: the whole firm, or only what changed. */
  readonly reach: 'whole' | 'changed';
}

/**
 * Portfolios whose checks may come out differently than at the last run. Every one on the first run, under a new rule set, when a rule comes into
 * force or ends, and once a week, because slow drift adds up. Otherwise those of clients with a changed row (the audit trail says which), with a
 * large position that moved by a jump or a price that got old, and those for whom a day came: the checks say on which day time alone may change them.
 */
export async function findDuePortfolios(em: EntityManager, db: ScopedReader, { since, today }: DueQuery): Promise<Due> {
  const all = async () => (await db.find(Portfolio, { status: { $ne: 'closed' } }, { fields: ['id'], orderBy: BY_CLIENT })).map(({ id }) => id);
  if (!since || sweptLast(since, today) || rulesTurned(dayOf(since), today) || (await isNewRuleSet(db))) return { portfolioIds: await all(), reach: 'whole' };
  const last = dayOf(since);
  const { clients, portfolios, securities } = await changedRows(db, since);
  for (const id of await clientsByDate(db, { since, last, today })) clients.add(id);
  for (const id of await securitiesByDate(db, last, today)) securities.add(id);
  for (const id of await portfoliosByDate(db, last, today)) portfolios.add(id);
  const { jumped, aged } = await movedSecurities(db, last, today);
  for (const id of await holders(db, [...securities, ...aged], 0)) portfolios.add(id);
  for (const id of await holders(db, jumped, MATERIAL_WEIGHT)) portfolios.add(id);
  const currencies = await movedCurrencies(db, last, today);
  for (const id of await holdersAbroad(db, currencies.jumped, MATERIAL_WEIGHT)) portfolios.add(id);
  for (const id of await holdersAbroad(db, currencies.aged, 0)) portfolios.add(id);
  for (const id of await newlyVolatile(em)) portfolios.add(id);
  const found = [
    ...await inParts([...portfolios].toSorted(), (part) => db.find(Portfolio, { id: { $in: part }, status: { $ne: 'closed' } }, { fields: ['id', 'client'] })),
    ...await inParts([...clients].toSorted(), (part) => db.find(Portfolio, { client: { $in: part }, status: { $ne: 'closed' } }, { fields: ['id', 'client'] })),
  ];
  const clientOf = new Map(found.map(({ id, client }) => [id, client.id]));
  return { portfolioIds: [...clientOf].toSorted(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x < y ? -1 : 1)).map(([id]) => id), reach: 'changed' };
}

/** Of one rule, by day: an index gives that at once, however many checks there are. Of two sets in one day any may come, and at worst everything is looked at once more. */
async function isNewRuleSet(db: ScopedReader): Promise<boolean> {
  const newest = await db.findOne(ComplianceCheck, { ruleId: CURRENT_RULE_SET.rules[0]?.id ?? '', triggerKind: 'nightly' }, { fields: ['ruleSetVersion'], orderBy: { checkedOn: 'desc' } });
  return newest?.ruleSetVersion !== CURRENT_RULE_SET.version;
}

/** Whether a rule of the set came into force or ended between two days. */
function rulesTurned(last: IsoDate, today: IsoDate): boolean {
  return CURRENT_RULE_SET.rules.some(({ effectiveFrom, effectiveTo }) => (effectiveFrom > last && effectiveFrom <= today) || (effectiveTo !== null && effectiveTo >= last && effectiveTo < today));
}

/** Whether a Sunday lies between the last run and today: then everything is looked at. */
function sweptLast(since: Date, today: IsoDate): boolean {
  const days = weekday(today) % SUNDAY; // days since the last Sunday, today included
  return dayOf(since) < addDays(today, -days);
}

interface Changed {
  readonly clients: Set<string>;
  readonly portfolios: Set<string>;
  readonly securities: Set<string>;
}

async function changedRows(db: ScopedReader, since: Date): Promise<Changed> {
  const changed: Changed = { clients: new Set(), portfolios: new Set(), securities: new Set() };
  for (const { tableName, rowKey, clientId, actorRole } of await db.find(AuditTrail, { occurredAt: { $gt: since } }, { fields: ['tableName', 'rowKey', 'clientId', 'actorRole'] })) {
    // Flags that the run itself opened or closed are its results, not its inputs.
    if ((tableName === 'RegulatoryFlags' && actorRole === 'service') || tableName === 'ComplianceChecks' || tableName === 'AIRecommendations') continue;
    if (clientId) changed.clients.add(clientId);
    else if (tableName === 'Securities') changed.securities.add(rowKey);
  }
  return changed;
}

/** Clients with a rule of their own that begins or ends or looks at new scores, and those of whose flags a person's word has run out. */
async function clientsByDate(db: ScopedReader, { since, last, today }: { readonly since: Date; readonly last: IsoDate; readonly today: IsoDate }): Promise<string[]> {
  const rules = await db.find(ClientPreference, { $or: [{ validFrom: { $gt: last, $lte: today } }, { validTo: { $gte: last, $lt: today } }] }, { fields: ['client'] });
  const isRated = (await db.findOne(EsgRating, { ratedOn: { $gt: last, $lte: today } }, { fields: ['security'] })) !== undefined;
  const rated = isRated ? await db.find(ClientPreference, { kind: 'min_esg_score' }, { fields: ['client'] }) : [];
  const settledFrom = since.getTime() - SETTLED_MS;
  const settled = await db.find(RegulatoryFlag, { status: 'closed', closedBy: { $ne: null }, closedAt: { $gt: new Date(settledFrom), $lte: new Date(Date.parse(`${addDays(today, 1)}T00:00:00Z`) - SETTLED_MS) } }, { fields: ['client'] });
  return [...rules, ...rated, ...settled].map(({ client }) => client.id);
}

/** Portfolios with a check that time alone may have changed by now, and those of which a target begins. */
async function portfoliosByDate(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const due = await db.find(ComplianceCheck, { dueAgainOn: { $gt: last, $lte: today } }, { fields: ['portfolio'] });
  const targets = await db.find(AssetAllocationTarget, { validFrom: { $gt: last, $lte: today } }, { fields: ['portfolio'] });
  return [...due, ...targets].flatMap(({ portfolio }) => portfolio?.id ?? []);
}

/** Securities on the restricted list, or off it, from a day on. */
async function securitiesByDate(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const rows = await db.find(Security, { $or: [{ restrictedFrom: { $gt: last, $lte: today } }, { restrictedTo: { $gte: last, $lt: today } }] }, { fields: ['id'] });
  return rows.map(({ id }) => id);
}

async function holders(db: ScopedReader, securityIds: readonly string[], leastWeight: number): Promise<string[]> {
  const rows = await inParts(securityIds, (part) => db.find(Holding, { security: { $in: part }, ...(leastWeight > 0 ? { weightFraction: { $gte: leastWeight } } : {}) }, { fields: ['portfolio'] }));
  return rows.map(({ portfolio }) => portfolio.id);
}

/** Portfolios with a position in some currencies: their own base currency may be the other side of what moved. */
async function holdersAbroad(db: ScopedReader, currencies: readonly string[], leastWeight: number): Promise<string[]> {
  if (currencies.length === 0) return [];
  const rows = await db.find(Holding, { currency: { $in: [...currencies] }, ...(leastWeight > 0 ? { weightFraction: { $gte: leastWeight } } : {}) }, { fields: ['portfolio'] });
  return rows.map(({ portfolio }) => portfolio.id);
}

/** Portfolios whose volatility is above the mandate's limit without a flag that says so. */
async function newlyVolatile(em: EntityManager): Promise<string[]> {
  const rows = await new SqlRows(em).select(
    `select m.portfolio_id as id from PerformanceMetrics m join Portfolios p on p.id = m.portfolio_id
     where m.metric = 'volatility' and m.period_code = '1Y' and p.max_volatility_fraction is not null and m.value > p.max_volatility_fraction
     and not exists (select 1 from RegulatoryFlags f where f.portfolio_id = p.id and f.kind = 'mandate_limits' and f.status <> 'closed')`,
  );
  return rows.map(({ id }) => String(id));
}
