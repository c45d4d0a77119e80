import type { ScopedReader } from '../../access/scoped-db.ts';
import type { AdviceCandidate } from '../../domain/advice/advice-snapshot.ts';
import { isPooled } from '../../domain/advice/security-kind.ts';
import type { PortfolioState } from '../../domain/portfolio-state/portfolio-state.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { inParts } from '../compliance/in-parts.ts';
import { loadStateSecurities } from '../compliance/load-state-securities.ts';
import type { FxRates } from '../market/load-fx.ts';
import { knownQuote } from './known-quote.ts';

/** What has had no price for longer is not offered. */
const PRICED_WITHIN_DAYS = 10;
/** More than an engine can weigh in time: those of the portfolio's own currency come first, then the cheapest. */
const MOST_CANDIDATES = 150;

export interface CandidatesQuery {
  readonly state: PortfolioState;
  /** Into the base currency of the portfolio. */
  readonly fx: FxRates;
  readonly knownAt?: Date | undefined;
}

/** Securities that may be bought though not held: active, priced within ten days, not restricted, with a rate to the base currency. By id. */
export async function loadCandidates(db: ScopedReader, { state, fx, knownAt }: CandidatesQuery): Promise<AdviceCandidate[]> {
  const { asOf, portfolio: { baseCurrency } } = state;
  const held = new Set(state.positions.map(({ security }) => security.id));
  const rows = await db.find(Security, { status: 'active', isIndex: false, assetClass: { $ne: 'cash' } }, { fields: ['id', 'currency', 'assetClass', 'expenseRatioFraction'], orderBy: { id: 'asc' } });
  const offered = rows.filter(({ id }) => !held.has(id)).toSorted((left, right) => Number(right.currency === baseCurrency) - Number(left.currency === baseCurrency) || costOf(left) - costOf(right)).slice(0, MOST_CANDIDATES);
  const ids = offered.map(({ id }) => id).toSorted();
  const securities = await loadStateSecurities(db, ids, asOf);
  const closes = await lastCloses(db, ids, asOf, knownAt);
  return ids.flatMap((id): AdviceCandidate[] => {
    const security = securities.get(id);
    const last = closes.get(id);
    if (!security || !last || security.isRestricted) return [];
    const rate = security.currency === baseCurrency ? undefined : fx.rate(security.currency, baseCurrency, asOf);
    if (rate && isUndefined(rate)) return [];
    return [{ security, price: last.close, priceDate: last.date, fxToBase: rate ? rate.rate.toDecimalPlaces(10).toFixed() : '1' }];
  });
}

/** For the order alone: a single security has no running cost, a fund of unknown cost comes after all whose cost is known. */
export function costOf({ assetClass, expenseRatioFraction }: Pick<Security, 'assetClass' | 'expenseRatioFraction'>): number {
  return expenseRatioFraction ?? (isPooled({ assetClass }) ? Number.MAX_VALUE : 0);
}

/** The last close of each security within the last days, as known at an instant. */
export async function lastCloses(db: ScopedReader, ids: readonly string[], asOf: IsoDate, knownAt?: Date): Promise<Map<string, { readonly close: string; readonly date: IsoDate }>> {
  const rows = await inParts(ids, (part) => db.find(MarketPrice, { security: { $in: part }, priceDate: { $gt: addDays(asOf, -PRICED_WITHIN_DAYS), $lte: asOf } }, {
    fields: ['security', 'priceDate', 'close', 'recordedAt', 'corrections'], orderBy: [{ security: 'asc' }, { priceDate: 'asc' }],
  }));
  const last = new Map<string, { close: string; date: IsoDate }>();
  for (const row of rows) {
    const close = knownQuote(row.close, row, knownAt);
    if (close !== undefined) last.set(row.security.id, { close, date: row.priceDate });
  }
  return last;
}
