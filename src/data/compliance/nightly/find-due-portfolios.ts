import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import { ruleOf } from '../../../domain/compliance/rule-set.ts';
import { ClientPreference } from '../../../entities/clients/client-preference.entity.ts';
import { Client } from '../../../entities/clients/client.entity.ts';
import { KycVerification } from '../../../entities/clients/kyc-verification.entity.ts';
import { AuditTrail } from '../../../entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../../entities/compliance/compliance-check.entity.ts';
import { AssetAllocationTarget } from '../../../entities/planning/asset-allocation-target.entity.ts';
import { Holding } from '../../../entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../../entities/portfolios/portfolio.entity.ts';
import { Security } from '../../../entities/trading/security.entity.ts';
import { addDays, dayOf, weekday, type IsoDate } from '../../../shared/calendar.ts';
import { SqlRows } from '../../derived/sql-rows.ts';
import { inParts } from '../in-parts.ts';
import { movedCurrencies, movedSecurities } from './moved-markets.ts';

/** A smaller position moves no limit far between two sweeps. */
const MATERIAL_WEIGHT = 0.03;
const SUNDAY = 7;

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
 * Portfolios whose checks may come out differently than at the last run. Every one on the first run, under a new rule set, and once a week,
 * because slow drift adds up. Otherwise those of clients with a changed row (the audit trail says which), with a large position that moved
 * by a jump, or for whom a date came or passed: expiry, review, screening, a rule or a target that begins or ends.
 */
export async function findDuePortfolios(em: EntityManager, db: ScopedReader, { since, today }: DueQuery): Promise<Due> {
  const all = async () => (await db.find(Portfolio, { status: { $ne: 'closed' } }, { fields: ['id'], orderBy: { id: 'asc' } })).map(({ id }) => id);
  if (!since || (await isNewRuleSet(db)) || sweptLast(since, today)) return { portfolioIds: await all(), reach: 'whole' };
  const last = dayOf(since);
  const clients = new Set<string>();
  const portfolios = new Set<string>();
  const securities = new Set<string>();
  for (const change of await changedRows(db, since)) {
    if (change.clientId) clients.add(change.clientId);
    else if (change.tableName === 'Securities') securities.add(change.rowKey);
  }
  for (const id of await clientsByDate(db, last, today)) clients.add(id);
  for (const id of await securitiesByDate(db, last, today)) securities.add(id);
  for (const { portfolio } of await db.find(AssetAllocationTarget, { validFrom: { $gt: last, $lte: today } }, { fields: ['portfolio'] })) portfolios.add(portfolio.id);
  for (const id of await holders(db, [...securities], 0)) portfolios.add(id);
  for (const id of await holders(db, await movedSecurities(db, last, today), MATERIAL_WEIGHT)) portfolios.add(id);
  for (const id of await holdersAbroad(db, await movedCurrencies(db, last, today))) portfolios.add(id);
  for (const id of await newlyVolatile(em)) portfolios.add(id);
  const ofClients = await inParts([...clients], (part) => db.find(Portfolio, { client: { $in: part } }, { fields: ['id'] }));
  for (const { id } of ofClients) portfolios.add(id);
  const open = await inParts([...portfolios].toSorted(), (part) => db.find(Portfolio, { id: { $in: part }, status: { $ne: 'closed' } }, { fields: ['id'], orderBy: { id: 'asc' } }));
  return { portfolioIds: open.map(({ id }) => id), reach: 'changed' };
}

async function isNewRuleSet(db: ScopedReader): Promise<boolean> {
  const newest = await db.findOne(ComplianceCheck, { triggerKind: 'nightly' }, { fields: ['ruleSetVersion'], orderBy: { id: 'desc' } });
  return newest?.ruleSetVersion !== CURRENT_RULE_SET.version;
}

/** Whether a Sunday lies between the last run and today: then everything is looked at. */
function sweptLast(since: Date, today: IsoDate): boolean {
  const days = weekday(today) % SUNDAY; // days since the last Sunday, today included
  return dayOf(since) < addDays(today, -days);
}

async function changedRows(db: ScopedReader, since: Date): Promise<{ readonly tableName: string; readonly rowKey: string; readonly clientId?: string | null | undefined }[]> {
  const rows = await db.find(AuditTrail, { occurredAt: { $gt: since } }, { fields: ['tableName', 'rowKey', 'clientId', 'actorRole'] });
  // Flags that the run itself opened or closed are its results, not its inputs.
  return rows.filter(({ tableName, actorRole }) => !(tableName === 'RegulatoryFlags' && actorRole === 'service') && tableName !== 'ComplianceChecks' && tableName !== 'AIRecommendations');
}

/** Clients for whom a day that a rule looks at came or passed between two days. */
async function clientsByDate(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const age = (days: number) => ({ $gte: addDays(last, -days), $lt: addDays(today, -days) });
  const [kyc, aml, stale] = [ruleOf(CURRENT_RULE_SET, 'kyc')?.parameters, ruleOf(CURRENT_RULE_SET, 'aml')?.parameters, ruleOf(CURRENT_RULE_SET, 'stale_data')?.parameters];
  const warn = kyc?.warnBeforeExpiryDays ?? 0;
  const found = [
    ...await db.find(KycVerification, { $or: [
      { expiresOn: { $gte: last, $lt: today } }, { expiresOn: { $gt: addDays(last, warn), $lte: addDays(today, warn) } },
      { sanctionsCheckedOn: age(aml?.screeningWarnAfterDays ?? 0) }, { sanctionsCheckedOn: age(aml?.screeningFailAfterDays ?? 0) },
    ] }, { fields: ['client'] }),
    ...await db.find(ClientPreference, { $or: [{ validFrom: { $gt: last, $lte: today } }, { validTo: { $gte: last, $lt: today } }] }, { fields: ['client'] }),
  ].map(({ client }) => client.id);
  const reviewed = await db.find(Client, { $or: [{ profileReviewedOn: age(stale?.profileWarnAfterDays ?? 0) }, { profileReviewedOn: age(stale?.profileFailAfterDays ?? 0) }] }, { fields: ['id'] });
  return [...found, ...reviewed.map(({ id }) => id)];
}

async function securitiesByDate(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const rows = await db.find(Security, { $or: [{ restrictedFrom: { $gt: last, $lte: today } }, { restrictedTo: { $gte: last, $lt: today } }] }, { fields: ['id'] });
  return rows.map(({ id }) => id);
}

async function holders(db: ScopedReader, securityIds: readonly string[], leastWeight: number): Promise<string[]> {
  const rows = await inParts(securityIds, (part) => db.find(Holding, { security: { $in: part }, ...(leastWeight > 0 ? { weightFraction: { $gte: leastWeight } } : {}) }, { fields: ['portfolio'] }));
  return rows.map(({ portfolio }) => portfolio.id);
}

/** Portfolios with a large position in a currency that jumped against another: their own base currency may be the other side. */
async function holdersAbroad(db: ScopedReader, currencies: readonly string[]): Promise<string[]> {
  if (currencies.length === 0) return [];
  const rows = await db.find(Holding, { currency: { $in: [...currencies] }, weightFraction: { $gte: MATERIAL_WEIGHT } }, { fields: ['portfolio'] });
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
