import type { ScopedReader } from '../../access/scoped-db.ts';
import { CurrencyTable } from '../../domain/fx/currency-table.ts';
import { RateSeries, type DatedRate } from '../../domain/fx/rate-series.ts';
import { CurrencyExchangeRate } from '../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { inParts } from '../compliance/in-parts.ts';
import { knownQuote } from './known-quote.ts';

/** Last close of each week by "security friday". A week whose Friday was no trading day has the last close before it, from Monday on. */
export async function loadWeekCloses(db: ScopedReader, ids: readonly string[], fridays: readonly IsoDate[], knownAt: Date | undefined): Promise<Map<string, string>> {
  const closes = new Map<string, string>();
  for (const row of await closesOn(db, ids, fridays, knownAt)) closes.set(`${row.id} ${row.date}`, row.close);
  const lackingIds = ids.filter((id) => fridays.some((friday) => !closes.has(`${id} ${friday}`)));
  const lackingFridays = fridays.filter((friday) => lackingIds.some((id) => !closes.has(`${id} ${friday}`)));
  const fridayOf = new Map(lackingFridays.flatMap((friday) => [1, 2, 3, 4].map((back) => [addDays(friday, -back), friday] as const)));
  for (const row of await closesOn(db, lackingIds, [...fridayOf.keys()], knownAt)) {
    const key = `${row.id} ${fridayOf.get(row.date)!}`;
    if (!closes.has(key)) closes.set(key, row.close); // newest day first
  }
  return closes;
}

async function closesOn(db: ScopedReader, ids: readonly string[], days: readonly IsoDate[], knownAt: Date | undefined) {
  if (days.length === 0) return [];
  const rows = await inParts(ids, (part) => db.find(MarketPrice, { security: { $in: part }, priceDate: { $in: [...days] } }, {
    fields: knownAt ? ['security', 'priceDate', 'close', 'recordedAt', 'corrections'] : ['security', 'priceDate', 'close'], orderBy: [{ security: 'asc' }, { priceDate: 'desc' }],
  }));
  return rows.flatMap((row) => {
    const close = knownAt ? knownQuote(row.close, row, knownAt) : row.close;
    return close === undefined ? [] : [{ id: row.security.id, date: row.priceDate, close }];
  });
}

/** Rates around week ends: units of `to` for one `from`, of that week or undefined. */
export async function loadRatesAsKnown(db: ScopedReader, fridays: readonly IsoDate[], knownAt: Date | undefined): Promise<(from: string, to: string, friday: IsoDate) => number | undefined> {
  const days = fridays.flatMap((friday) => [friday, addDays(friday, -1), addDays(friday, -2)]);
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $in: days } }, {
    fields: knownAt ? ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate', 'recordedAt', 'corrections'] : ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate'],
    orderBy: [{ baseCurrency: 'asc' }, { quoteCurrency: 'asc' }, { rateDate: 'asc' }],
  });
  const pairs = new Map<string, DatedRate[]>();
  for (const row of rows) {
    const rate = knownAt ? knownQuote(row.rate, row, knownAt) : row.rate;
    if (rate === undefined) continue;
    const key = row.baseCurrency + row.quoteCurrency;
    const series = pairs.get(key);
    const dated = { date: row.rateDate, rate: decimal(rate) };
    if (series) series.push(dated);
    else pairs.set(key, [dated]);
  }
  const table = new CurrencyTable();
  for (const [key, series] of pairs) table.add(key.slice(0, 3), key.slice(3), new RateSeries(series));
  const found = new Map<string, number | undefined>();
  return (from, to, friday) => {
    const key = from + to + friday;
    if (!found.has(key)) {
      const cross = table.rate(from, to, friday);
      found.set(key, isUndefined(cross) || cross.ageDays > 4 ? undefined : cross.rate.toNumber());
    }
    return found.get(key);
  };
}
