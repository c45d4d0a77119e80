import type { ScopedDb, ScopedReader } from '../../access/scoped-db.ts';
import type { MarketData, PriceSeries } from '../../domain/performance/market-data.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { decimal, type Decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxRates } from './load-fx.ts';

export interface Close {
  readonly date: IsoDate;
  readonly close: Decimal;
}

const LOOK_BACK_DAYS = 14;

/** Closes from the last one at or before `from` to `to`, oldest first, by security. */
export async function loadCloses(db: ScopedReader, securityIds: readonly string[], from: IsoDate, to: IsoDate): Promise<ReadonlyMap<string, readonly Close[]>> {
  const closes = new Map<string, Close[]>(securityIds.map((id) => [id, []]));
  if (securityIds.length === 0) return closes;
  const rows = await db.find(MarketPrice, { security: { $in: [...securityIds] }, priceDate: { $gte: addDays(from, -LOOK_BACK_DAYS), $lte: to } }, {
    fields: ['security', 'priceDate', 'close'], orderBy: [{ security: 'asc' }, { priceDate: 'asc' }],
  });
  for (const { security, priceDate, close } of rows) closes.get(security.id)?.push({ date: priceDate, close: decimal(close) });
  const lacking = securityIds.filter((id) => !(closes.get(id)?.[0] && closes.get(id)![0]!.date <= from));
  for (const row of await loadLastBefore(db, lacking, addDays(from, -LOOK_BACK_DAYS))) closes.get(row.security.id)?.unshift({ date: row.priceDate, close: decimal(row.close) });
  return closes;
}

/** Stale prices count until a newer one comes: the last close before the days that were read. */
async function loadLastBefore(db: ScopedReader, ids: readonly string[], before: IsoDate) {
  if (ids.length === 0) return [];
  const last = await db.aggregate({
    entity: MarketPrice, where: { security: { $in: [...ids] }, priceDate: { $lt: before } }, groupBy: ['security'], aggregates: { day: { fn: 'max', of: 'priceDate' } },
  });
  if (last.length === 0) return [];
  const keys = last.map((row) => ({ security: String(row['security']), priceDate: row['day'] as IsoDate })); // a day column comes back as a day
  return db.find(MarketPrice, { $or: keys }, { fields: ['security', 'priceDate', 'close'] });
}

/** Prices and rates over some days for domain computations in one currency. Cash is worth 1. */
export async function loadMarketData(db: ScopedDb, securityIds: readonly string[], baseCurrency: string, { from, to, currencies }: { readonly from: IsoDate; readonly to: IsoDate; readonly currencies: Iterable<string> }): Promise<MarketData> {
  const securities = securityIds.length === 0 ? [] : await db.find(Security, { id: { $in: [...securityIds] } }, { fields: ['id', 'currency'] });
  const closes = await loadCloses(db, securityIds, from, to);
  const prices = new Map<string, PriceSeries>();
  for (const { id, currency } of securities) prices.set(id, { currency, quotes: (closes.get(id) ?? []).map(({ date, close }) => ({ date, price: close })) });
  const needed = new Set([...currencies, ...securities.map(({ currency }) => currency)]);
  needed.delete(baseCurrency);
  const fx = await loadFxRates(db, from, to, [...needed].map((currency) => [currency, baseCurrency] as const));
  const series = [...needed].map((currency) => {
    const quotes: { date: IsoDate; rate: Decimal }[] = [];
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const found = fx.rate(currency, baseCurrency, day);
      if (!isUndefined(found)) quotes.push({ date: day, rate: found.rate });
    }
    return [currency, quotes] as const;
  });
  return { baseCurrency, prices, fx: new Map(series) };
}
