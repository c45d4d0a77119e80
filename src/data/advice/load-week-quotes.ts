import { serviceManager } from '../../access/act-as-service.ts';
import { ScopedWriter, type ScopedReader } from '../../access/scoped-db.ts';
import { CurrencyExchangeRate } from '../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { inParts } from '../compliance/in-parts.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import { knownQuote } from './known-quote.ts';

/** Closes of one security by Friday. */
export type WeekCloses = ReadonlyMap<IsoDate, string>;

/** Last close of each week by security and Friday. A week whose Friday was no trading day has the last close before it, from Monday on. */
export async function loadWeekCloses(db: ScopedReader, ids: readonly string[], fridays: readonly IsoDate[], knownAt: Date | undefined): Promise<ReadonlyMap<string, WeekCloses>> {
  const closes = new Map(ids.map((id) => [id, new Map<IsoDate, string>()]));
  for (const { id, date, close } of await closesOn(db, ids, fridays, knownAt)) closes.get(id)?.set(date, close);
  const lackingIds = ids.filter((id) => closes.get(id)!.size < fridays.length);
  const lackingFridays = fridays.filter((friday) => lackingIds.some((id) => !closes.get(id)!.has(friday)));
  const fridayOf = new Map(lackingFridays.flatMap((friday) => [1, 2, 3, 4].map((back) => [addDays(friday, -back), friday] as const)));
  for (const { id, date, close } of await closesOn(db, lackingIds, [...fridayOf.keys()], knownAt)) {
    const friday = fridayOf.get(date)!;
    const own = closes.get(id)!;
    if (!own.has(friday)) own.set(friday, close); // newest day first
  }
  return closes;
}

interface DatedClose {
  readonly id: string;
  readonly date: IsoDate;
  readonly close: string;
}

async function closesOn(db: ScopedReader, ids: readonly string[], days: readonly IsoDate[], knownAt: Date | undefined): Promise<DatedClose[]> {
  if (days.length === 0 || ids.length === 0) return [];
  // Ten thousand closes a decision: in the service's transaction they are read past the mapper, which would take longer than all the rest.
  if (knownAt === undefined && db instanceof ScopedWriter && db.principal.role === 'service') return plainCloses(new SqlRows(serviceManager(db)), ids, days);
  const rows = await inParts(ids, (part) => db.find(MarketPrice, { security: { $in: part }, priceDate: { $in: [...days] } }, {
    fields: knownAt ? ['security', 'priceDate', 'close', 'recordedAt', 'corrections'] : ['security', 'priceDate', 'close'], orderBy: [{ security: 'asc' }, { priceDate: 'desc' }],
  }));
  return rows.flatMap((row) => {
    const close = knownAt ? knownQuote(row.close, row, knownAt) : row.close;
    return close === undefined ? [] : [{ id: row.security.id, date: row.priceDate, close }];
  });
}

async function plainCloses(sql: SqlRows, ids: readonly string[], days: readonly IsoDate[]): Promise<DatedClose[]> {
  const rows = await inParts(ids, (part) => sql.select(
    `select security_id, price_date, close from MarketPrices where security_id in (${sql.marks(part)}) and price_date in (${sql.marks(days)}) order by security_id, price_date desc`, [...part, ...days],
  ));
  return rows.map((row) => ({ id: String(row['security_id']), date: row['price_date'] as IsoDate, close: sql.codec.readText(String(row['close'])) })); // a DATE column read as text
}

/** Currencies that lead from one to another where a pair has no rates of its own. */
const PIVOTS = ['EUR', 'USD'];

/** Units of `to` for one `from` at the end of a week, from the last rates of Wednesday to Friday; undefined without. */
export type WeekRates = (from: string, to: string, friday: IsoDate) => number | undefined;

/** Exchange rates at week ends: the pair itself, its inverse, or through euro or dollar. */
export async function loadWeekRates(db: ScopedReader, fridays: readonly IsoDate[], knownAt: Date | undefined): Promise<WeekRates> {
  const byFriday = new Map(fridays.map((friday) => [friday, new Map<string, number>()]));
  const read = async (back: number, lacking: readonly IsoDate[]): Promise<void> => {
    const fridayOf = new Map(lacking.map((friday) => [addDays(friday, -back), friday]));
    const rows = fridayOf.size === 0 ? [] : await db.find(CurrencyExchangeRate, { rateDate: { $in: [...fridayOf.keys()] } }, { fields: knownAt ? ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate', 'recordedAt', 'corrections'] : ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate'] });
    for (const row of rows) {
      const rate = knownAt ? knownQuote(row.rate, row, knownAt) : row.rate;
      const pairs = byFriday.get(fridayOf.get(row.rateDate)!)!;
      const pair = row.baseCurrency + row.quoteCurrency;
      if (rate !== undefined && !pairs.has(pair)) pairs.set(pair, Number(rate));
    }
  };
  await read(0, fridays);
  const all = new Set([...byFriday.values()].flatMap((pairs) => [...pairs.keys()]));
  for (const back of [1, 2]) await read(back, fridays.filter((friday) => byFriday.get(friday)!.size < all.size));
  return (from, to, friday) => crossed(byFriday.get(friday) ?? new Map<string, number>(), from, to);
}

function crossed(pairs: ReadonlyMap<string, number>, from: string, to: string): number | undefined {
  const direct = (left: string, right: string): number | undefined => {
    if (left === right) return 1;
    const inverse = pairs.get(right + left);
    return pairs.get(left + right) ?? (inverse ? 1 / inverse : undefined);
  };
  const own = direct(from, to);
  if (own !== undefined) return own;
  for (const pivot of PIVOTS) {
    const [first, second] = [direct(from, pivot), direct(pivot, to)];
    if (first !== undefined && second !== undefined) return first * second;
  }
  return undefined;
}
