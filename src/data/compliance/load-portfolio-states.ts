import type { ScopedReader } from '../../access/scoped-db.ts';
import type { PortfolioState, StateClient, StateFlag, StateKyc, StatePortfolio, StatePosition, StatePreference, StateSecurity, StateTarget, StateTrade } from '../../domain/portfolio-state/portfolio-state.ts';
import { PerformanceMetric } from '../../entities/analytics/performance-metric.entity.ts';
import { ClientPreference } from '../../entities/clients/client-preference.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { KycVerification } from '../../entities/clients/kyc-verification.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import { AssetAllocationTarget } from '../../entities/planning/asset-allocation-target.entity.ts';
import { Holding } from '../../entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { inParts, listsBy } from './in-parts.ts';
import { loadRecentTrades } from './load-recent-trades.ts';
import { loadStateSecurities } from './load-state-securities.ts';

/** For a run over many portfolios. */
export interface StateLoad {
  /** Securities already loaded for the same day; those of these portfolios are added to it. */
  readonly known?: Map<string, StateSecurity>;
  /** Lets others run between queries. */
  readonly breathe?: () => Promise<void>;
}

/**
 * Portfolios as advice and compliance see them: holdings as last derived, rules and facts in force on a day. A fixed number of queries for
 * each thousand portfolios, none for a single one. In the order given; ids out of reach or unknown are left out. What the principal may not
 * read (a client sees no flags) is absent, so records of the firm are made from a load with the service's rights.
 */
export async function loadPortfolioStates(db: ScopedReader, portfolioIds: readonly string[], asOf: IsoDate, { known = new Map(), breathe = async () => undefined }: StateLoad = {}): Promise<PortfolioState[]> {
  const ids = [...new Set(portfolioIds)];
  const found = await inParts(ids, (part) => db.find(Portfolio, { id: { $in: part } }));
  const portfolios = new Map(found.map((row) => [row.id, row]));
  const clientIds = [...new Set(found.map(({ client }) => client.id))].toSorted();
  await breathe();
  const clients = await loadClients(db, clientIds, asOf);
  await breathe();
  const holdings = await loadPositions(db, ids, asOf, known);
  await breathe();
  const targets = await loadStateTargets(db, ids, asOf);
  const volatilities = await loadVolatilities(db, ids, asOf);
  return ids.flatMap((id): PortfolioState[] => {
    const row = portfolios.get(id);
    const about = row && clients.get(row.client.id);
    if (!row || !about) return [];
    return [{ asOf, portfolio: portfolioOf(row), ...about, targets: targets.get(id) ?? [], positions: holdings.get(id) ?? [], volatilityFraction: volatilities.get(id) ?? null }];
  });
}

type PortfolioRow = Awaited<ReturnType<typeof findPortfolios>>[number];
const findPortfolios = (db: ScopedReader) => db.find(Portfolio);

function portfolioOf(row: PortfolioRow): StatePortfolio {
  return {
    id: row.id, name: row.name, kind: row.kind, mandate: row.mandate, status: row.status, baseCurrency: row.baseCurrency, lotMethod: row.lotMethod, strategy: row.strategy ?? null, openedOn: row.openedOn,
    cashFloorFraction: row.cashFloorFraction ?? null, maxPositionFraction: row.maxPositionFraction ?? null, maxVolatilityFraction: row.maxVolatilityFraction ?? null, driftToleranceFraction: row.driftToleranceFraction ?? null,
  };
}

type ClientFacts = Pick<PortfolioState, 'client' | 'preferences' | 'kyc' | 'openFlags' | 'recentTrades'>;

/** What all portfolios of a client share. */
async function loadClients(db: ScopedReader, ids: readonly string[], asOf: IsoDate): Promise<Map<string, ClientFacts>> {
  const rows = await inParts(ids, (part) => db.find(Client, { id: { $in: part } }, {
    fields: ['id', 'kind', 'status', 'taxResidence', 'residence', 'baseCurrency', 'riskProfile', 'riskScore', 'objective', 'horizonYears', 'experience', 'lossCapacityFraction', 'annualIncome', 'netWorth', 'liquidNetWorth', 'profileReviewedOn'],
  }));
  const preferences = await loadPreferences(db, ids, asOf);
  const kyc = listsBy(await inParts(ids, (part) => db.find(KycVerification, { client: { $in: part }, submittedOn: { $lte: asOf } }, {
    fields: ['client', 'status', 'level', 'amlRisk', 'isPoliticallyExposed', 'sanctionsCheckedOn', 'verifiedOn', 'expiresOn'], orderBy: [{ submittedOn: 'desc' }, { id: 'desc' }],
  })), ({ client }) => client.id);
  const flags = listsBy(await inParts(ids, (part) => db.find(RegulatoryFlag, { client: { $in: part }, status: { $ne: 'closed' } }, {
    fields: ['id', 'client', 'portfolio', 'kind', 'severity'], orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  })), ({ client }) => client.id);
  const own = listsBy(await inParts(ids, (part) => db.find(Portfolio, { client: { $in: part } }, { fields: ['id', 'client', 'baseCurrency', 'lotMethod'], orderBy: { id: 'asc' } })), ({ client }) => client.id);
  const trades = await loadRecentTrades(db, [...own.values()].flat(), asOf);
  return new Map(rows.map((row) => [row.id, {
    client: clientOf(row), preferences: preferences.get(row.id) ?? [], kyc: kycOf(kyc.get(row.id)?.[0]),
    openFlags: (flags.get(row.id) ?? []).map(({ id, kind, severity, portfolio }): StateFlag => ({ id, kind, severity, portfolioId: portfolio?.id ?? null })),
    recentTrades: (own.get(row.id) ?? []).flatMap(({ id }): StateTrade[] => trades.get(id) ?? []).toSorted(byDayAndId),
  }]));
}

/** A row as the database gives it: an empty column may be absent. */
type Loose<T> = { readonly [K in keyof T]: null extends T[K] ? T[K] | undefined : T[K] };

function clientOf(row: Loose<StateClient>): StateClient {
  return {
    id: row.id, kind: row.kind, status: row.status, taxResidence: row.taxResidence, residence: row.residence, baseCurrency: row.baseCurrency, riskProfile: row.riskProfile, riskScore: row.riskScore ?? null,
    objective: row.objective, horizonYears: row.horizonYears ?? null, experience: row.experience, lossCapacityFraction: row.lossCapacityFraction ?? null, annualIncome: row.annualIncome ?? null,
    netWorth: row.netWorth ?? null, liquidNetWorth: row.liquidNetWorth ?? null, profileReviewedOn: row.profileReviewedOn ?? null,
  };
}

function kycOf(row: Loose<StateKyc> | undefined): StateKyc | null {
  if (!row) return null;
  const { status, level, amlRisk, isPoliticallyExposed } = row;
  return { status, level, amlRisk, isPoliticallyExposed, sanctionsCheckedOn: row.sanctionsCheckedOn ?? null, verifiedOn: row.verifiedOn ?? null, expiresOn: row.expiresOn ?? null };
}

function byDayAndId(left: StateTrade, right: StateTrade): number {
  return left.tradeDate.localeCompare(right.tradeDate) || (left.transactionId < right.transactionId ? -1 : 1);
}

async function loadPreferences(db: ScopedReader, ids: readonly string[], asOf: IsoDate): Promise<Map<string, StatePreference[]>> {
  const rows = await inParts(ids, (part) => db.find(ClientPreference, { client: { $in: part }, validFrom: { $lte: asOf }, $or: [{ validTo: null }, { validTo: { $gte: asOf } }] }, {
    fields: ['client', 'kind', 'security', 'value', 'limitValue'], orderBy: [{ kind: 'asc' }, { id: 'asc' }],
  }));
  const lists = listsBy(rows, ({ client }) => client.id);
  return new Map([...lists].map(([id, own]) => [id, own.map(({ kind, security, value, limitValue }): StatePreference => ({ kind, securityId: security?.id ?? null, value: value ?? null, limitValue: limitValue ?? null }))]));
}

async function loadPositions(db: ScopedReader, ids: readonly string[], asOf: IsoDate, known: Map<string, StateSecurity>): Promise<Map<string, StatePosition[]>> {
  const rows = await inParts(ids, (part) => db.find(Holding, { portfolio: { $in: part } }, {
    fields: ['portfolio', 'security', 'quantity', 'marketPrice', 'priceDate', 'fxRateToBase', 'fxRateDate', 'marketValueBase', 'costBasisBase', 'lots'], orderBy: [{ portfolio: 'asc' }, { security: 'asc' }],
  }));
  const lacking = rows.map(({ security }) => security.id).filter((id) => !known.has(id));
  for (const [id, security] of await loadStateSecurities(db, lacking, asOf)) known.set(id, security);
  const lists = listsBy(rows, ({ portfolio }) => portfolio.id);
  return new Map([...lists].map(([portfolioId, own]) => [portfolioId, own.map((row): StatePosition => {
    const security = known.get(row.security.id);
    if (!security) throw new Error(`security ${row.security.id} of a holding was removed meanwhile`);
    return {
      security, quantity: row.quantity, price: row.marketPrice ?? null, priceDate: row.priceDate ?? null, fxToBase: row.fxRateToBase ?? null, fxDate: row.fxRateDate ?? null,
      valueBase: row.marketValueBase ?? null, costBase: row.costBasisBase ?? null,
      lots: row.lots.map(({ lotId, quantity, costBase, acquiredOn, isShort }) => ({ lotId, quantity, costBase: costBase ?? null, acquiredOn: acquiredOn as IsoDate, isShort: isShort ?? false })), // days in the stored lots are ISO days
    };
  })]));
}

/** The newest set of targets in force of each portfolio, by asset class. */
async function loadStateTargets(db: ScopedReader, ids: readonly string[], asOf: IsoDate): Promise<Map<string, StateTarget[]>> {
  const rows = await inParts(ids, (part) => db.find(AssetAllocationTarget, { portfolio: { $in: part }, validFrom: { $lte: asOf } }, {
    fields: ['portfolio', 'assetClass', 'targetFraction', 'minFraction', 'maxFraction', 'validFrom'], orderBy: [{ validFrom: 'desc' }, { assetClass: 'asc' }],
  }));
  const lists = listsBy(rows, ({ portfolio }) => portfolio.id);
  return new Map([...lists].map(([id, own]) => [id, own.filter(({ validFrom }) => validFrom === own[0]?.validFrom).map(({ assetClass, targetFraction, minFraction, maxFraction }) => ({ assetClass, targetFraction, minFraction, maxFraction }))]));
}

async function loadVolatilities(db: ScopedReader, ids: readonly string[], asOf: IsoDate): Promise<Map<string, number>> {
  const rows = await inParts(ids, (part) => db.find(PerformanceMetric, { portfolio: { $in: part }, metric: 'volatility', periodCode: '1Y', asOf: { $lte: asOf } }, { fields: ['portfolio', 'value'], orderBy: [{ asOf: 'desc' }] }));
  const lists = listsBy(rows, ({ portfolio }) => portfolio.id);
  return new Map([...lists].flatMap(([id, own]): [string, number][] => (own[0]?.value === null || own[0]?.value === undefined ? [] : [[id, own[0].value]])));
}
