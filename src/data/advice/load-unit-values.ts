import type { ScopedReader } from '../../access/scoped-db.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxRates } from '../market/load-fx.ts';
import { loadCloses } from '../market/load-prices.ts';
import { loadSplits, splitFactor } from './load-weekly-returns.ts';

/** An older close than this says nothing about the day. */
const OLDEST_DAYS = 10;

/**
 * Base value of one unit of each security, as units stood on the first point, at some days: the last close on or before the day, splits since
 * the first point counted in; `null` without a close or rate of the last ten days.
 * @param points Oldest first.
 */
export async function loadUnitValues(
  db: ScopedReader, securities: readonly { readonly id: string; readonly currency: string }[], baseCurrency: string, points: readonly IsoDate[],
): Promise<Map<string, (number | null)[]>> {
  const [first, last] = [points[0]!, points.at(-1)!];
  const ids = securities.map(({ id }) => id);
  const closes = await loadCloses(db, ids, first, last);
  const splits = await loadSplits(db, ids, first, last);
  const fx = await loadFxRates(db, first, last, securities.map(({ currency }) => [currency, baseCurrency] as const));
  return new Map(securities.map(({ id, currency }) => [id, points.map((day) => {
    const close = closes.get(id)?.findLast(({ date }) => date <= day);
    if (!close || daysBetween(close.date, day) > OLDEST_DAYS) return null;
    const rate = currency === baseCurrency ? undefined : fx.rate(currency, baseCurrency, day);
    if (rate && (isUndefined(rate) || rate.ageDays > OLDEST_DAYS)) return null;
    return close.close.toNumber() * (rate && !isUndefined(rate) ? rate.rate.toNumber() : 1) * splitFactor(splits.get(id), close.date);
  })]));
}
