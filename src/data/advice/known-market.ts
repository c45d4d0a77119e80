import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../access/scoped-db.ts';
import { CurrencyTable } from '../../domain/fx/currency-table.ts';
import { RateSeries } from '../../domain/fx/rate-series.ts';
import type { StatePosition, StateSecurity } from '../../domain/portfolio-state/portfolio-state.ts';
import { CurrencyExchangeRate } from '../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { epochDay, fromEpochDay, type IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { loadStateSecurities } from '../compliance/load-state-securities.ts';
import type { Derivation } from '../derived/context.ts';
import { derivePortfolio } from '../derived/derive-portfolio.ts';
import { formatFixed, MONEY_SCALE, parseFixed, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE } from '../derived/fixed-point.ts';
import type { HoldingRow } from '../derived/holdings.ts';
import { loadPortfolios, loadSecurities } from '../derived/load-context.ts';
import { MarketGrid, type DatedValues } from '../derived/market-grid.ts';
import { stampOf } from '../derived/rebuild.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import { FxRates } from '../market/load-fx.ts';
import { selectTransactionsKnownAt } from '../transactions/transaction-row.ts';
import { knownQuote } from './known-quote.ts';

export interface KnownQuery {
  readonly portfolioId: string;
  readonly asOf: IsoDate;
  /** Whatever was recorded, corrected or cancelled after this instant does not count. */
  readonly knownAt: Date;
}

/** Every exchange rate up to a day as it was known at an instant: the series by pair, at the column's scale. */
async function knownPairs(db: ScopedReader, asOf: IsoDate, knownAt: Date): Promise<Map<string, { days: number[]; values: bigint[] }>> {
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $lte: asOf } }, { orderBy: [{ baseCurrency: 'asc' }, { quoteCurrency: 'asc' }, { rateDate: 'asc' }] });
  const pairs = new Map<string, { days: number[]; values: bigint[] }>();
  for (const row of rows) {
    const rate = knownQuote(row.rate, row, knownAt);
    if (rate !== undefined) push(pairs, row.baseCurrency + row.quoteCurrency, row.rateDate, parseFixed(rate, RATE_SCALE));
  }
  return pairs;
}

function push(series: Map<string, { days: number[]; values: bigint[] }>, key: string, day: IsoDate, value: bigint): void {
  let own = series.get(key);
  if (!own) series.set(key, own = { days: [], values: [] });
  own.days.push(epochDay(day));
  own.values.push(value);
}

/** Rates as they were known, for conversion on a day. */
export async function loadFxKnownAt(db: ScopedReader, asOf: IsoDate, knownAt: Date): Promise<FxRates> {
  const table = new CurrencyTable();
  for (const [key, { days, values }] of await knownPairs(db, asOf, knownAt)) {
    table.add(key.slice(0, 3), key.slice(3), new RateSeries(days.map((day, index) => ({ date: fromEpochDay(day), rate: decimal(formatFixed(values[index]!, RATE_SCALE)) }))));
  }
  return new FxRates(table);
}

/**
 * The positions of a portfolio on a day as they were known at an instant: derived anew from the transactions, closes and rates that counted
 * then, by the code that derives the holdings, so that nothing but later knowledge can make a difference. Runs with the service's rights.
 */
export async function loadPositionsKnownAt(em: EntityManager, db: ScopedReader, { portfolioId, asOf, knownAt }: KnownQuery): Promise<StatePosition[]> {
  const sql = new SqlRows(em);
  const [portfolio] = await loadPortfolios(sql, [portfolioId]);
  if (!portfolio) return [];
  const rows = await selectTransactionsKnownAt(sql, stampOf(em, { now: knownAt, today: asOf }), 'portfolio_id = ? and trade_date <= ?', [portfolioId, asOf]);
  const traded = [...new Set(rows.flatMap(({ securityId, counterSecurityId }) => [securityId, counterSecurityId]).filter((id) => id !== null))];
  const { byId, cashByCurrency } = await loadSecurities(sql, traded);
  const closes = await knownCloses(db, traded.filter((id) => byId.get(id)?.isCash === false), asOf, knownAt);
  const derivation: Derivation = { portfolio, securities: byId, cashSecurities: cashByCurrency, market: new MarketGrid(closes, await knownPairs(db, asOf, knownAt)), today: asOf };
  const { holdings } = derivePortfolio(rows, derivation, undefined);
  const securities = await loadStateSecurities(db, holdings.map(({ securityId }) => securityId), asOf);
  return holdings.toSorted((left, right) => (left.securityId < right.securityId ? -1 : 1)).flatMap((holding) => {
    const security = securities.get(holding.securityId);
    return security ? [positionOf(security, holding)] : [];
  });
}

async function knownCloses(db: ScopedReader, ids: readonly string[], asOf: IsoDate, knownAt: Date): Promise<Map<string, DatedValues>> {
  const series = new Map<string, { days: number[]; values: bigint[] }>(ids.map((id) => [id, { days: [], values: [] }]));
  const rows = ids.length === 0 ? [] : await db.find(MarketPrice, { security: { $in: [...ids] }, priceDate: { $lte: asOf } }, { fields: ['security', 'priceDate', 'close', 'recordedAt', 'corrections'], orderBy: [{ security: 'asc' }, { priceDate: 'asc' }] });
  for (const row of rows) {
    const close = knownQuote(row.close, row, knownAt);
    if (close !== undefined) push(series, row.security.id, row.priceDate, parseFixed(close, PRICE_SCALE));
  }
  return series;
}

function positionOf(security: StateSecurity, { quantity, price, rate, marketValueBase, costBasisBase, lots }: HoldingRow): StatePosition {
  return {
    security, quantity: formatFixed(quantity, QUANTITY_SCALE), price: price ? formatFixed(price.value, PRICE_SCALE) : null, priceDate: price ? fromEpochDay(price.day) : null,
    fxToBase: rate ? formatFixed(rate.value, RATE_SCALE) : null, fxDate: rate ? fromEpochDay(rate.day) : null, valueBase: money(marketValueBase), costBase: money(costBasisBase),
    lots: lots.map(({ lotId, quantity: units, costBase, acquiredOn, isShort }) => ({ lotId, quantity: units, costBase: costBase ?? null, acquiredOn: acquiredOn as IsoDate, isShort: isShort ?? false })), // days of lots are ISO days
  };
}

function money(value: bigint | undefined): string | null {
  return value === undefined ? null : formatFixed(value, MONEY_SCALE);
}
