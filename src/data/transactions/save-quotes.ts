import type { EntityManager } from '@mikro-orm/core';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput, type AppError } from '../../shared/errors.ts';
import { inTurns } from '../../shared/in-turns.ts';
import { applyChange, type PriceChange, type RateChange } from '../derived/index.ts';
import { retriedTransaction } from '../retry-conflicts.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import { PRICE_SCALE, RATE_SCALE, toFixedPoint } from '../derived/fixed-point.ts';
import { instantOf, stampOf } from '../derived/rebuild.ts';
import type { BookingContext } from './book-transactions.ts';

export interface NewPrice {
  readonly securityId: string;
  readonly priceDate: IsoDate;
  /** Plain decimal text, above zero, in the currency of the security. */
  readonly close: string;
  readonly source: string;
}

export interface NewRate {
  readonly baseCurrency: string;
  readonly quoteCurrency: string;
  readonly rateDate: IsoDate;
  /** Units of quote currency for one unit of base currency, plain decimal text above zero. */
  readonly rate: string;
  readonly source: string;
}

export interface SavedQuotes {
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
}

/** Told of a second quote of the same day, which then does not count. Without it the later one counts. */
export type OnRepeat<T> = (first: T, later: T) => void;

type When = Pick<BookingContext, 'now' | 'today'>;

/**
 * Saves closes and brings the derived tables up to date in one transaction. A close that differs from the stored one corrects it; what
 * stood before is kept beside it. The same close again changes nothing.
 * @throws AppError invalid-input for a close that is not above zero.
 */
export async function savePrices<T extends NewPrice>(em: EntityManager, prices: readonly T[], when: When & { readonly vendorId?: string }, onRepeat?: OnRepeat<T>): Promise<SavedQuotes> {
  return retriedTransaction(em, async (tx) => {
    const changes: PriceChange[] = [];
    const saved = await saveQuotes(tx, prices, {
      table: 'MarketPrices', seriesColumns: ['security_id'], dayColumn: 'price_date', column: 'close', scale: PRICE_SCALE, extra: { is_split_adjusted: 0, vendor_id: when.vendorId ?? null }, when, onRepeat,
      nameOf: ({ securityId }) => securityId, seriesOf: ({ securityId }) => [securityId], dayOf: ({ priceDate }) => priceDate, valueOf: ({ close }) => close,
      onChange: ({ securityId, priceDate }, before) => changes.push({ securityId, priceDate, before }),
    });
    await applyChange(tx, { prices: changes, ...when });
    return saved;
  });
}

/** Saves exchange rates, as `savePrices` does closes. */
export async function saveFxRates<T extends NewRate>(em: EntityManager, rates: readonly T[], when: When, onRepeat?: OnRepeat<T>): Promise<SavedQuotes> {
  return retriedTransaction(em, async (tx) => {
    const changes: RateChange[] = [];
    const saved = await saveQuotes(tx, rates, {
      table: 'CurrencyExchangeRates', seriesColumns: ['base_currency', 'quote_currency'], dayColumn: 'rate_date', column: 'rate', scale: RATE_SCALE, extra: {}, when, onRepeat,
      nameOf: ({ baseCurrency, quoteCurrency }) => baseCurrency + quoteCurrency, seriesOf: ({ baseCurrency, quoteCurrency }) => [baseCurrency, quoteCurrency],
      dayOf: ({ rateDate }) => rateDate, valueOf: ({ rate }) => rate,
      onChange: ({ baseCurrency, quoteCurrency, rateDate }) => changes.push({ baseCurrency, quoteCurrency, rateDate }),
    });
    await applyChange(tx, { rates: changes, ...when });
    return saved;
  });
}

/** How one kind of quote is read and where it is kept: a series (a security, a pair of currencies) has one value a day. */
interface QuoteTable<T> {
  readonly table: string;
  readonly seriesColumns: readonly string[];
  readonly dayColumn: string;
  readonly column: string;
  readonly scale: number;
  readonly extra: Readonly<Record<string, string | number | null>>;
  readonly when: When;
  readonly onRepeat: OnRepeat<T> | undefined;
  readonly nameOf: (quote: T) => string;
  readonly seriesOf: (quote: T) => readonly string[];
  readonly dayOf: (quote: T) => IsoDate;
  readonly valueOf: (quote: T) => string;
  /** @param before What stood, null when nothing did. */
  readonly onChange: (quote: T, before: string | null) => void;
}

type Source = { readonly source: string };

async function saveQuotes<T extends Source>(tx: EntityManager, quotes: readonly T[], to: QuoteTable<T>): Promise<SavedQuotes> {
  const sql = new SqlRows(tx);
  const stamp = stampOf(tx, to.when);
  const added = new Map<string, T[]>();
  const corrections: Correction<T>[] = [];
  let unchanged = 0;
  const all = await bySeries(quotes, to);
  const stored = await storedValues(sql, all, to);
  await inTurns(withStored(all, stored), ({ day, quote, before }) => {
    const text = to.valueOf(quote);
    if (!decimalIsPositive(text)) throw notPositive([...to.seriesOf(quote), day], to.column, text);
    if (before === undefined) {
      const alike = added.get(quote.source);
      if (alike) alike.push(quote);
      else added.set(quote.source, [quote]);
      to.onChange(quote, null);
    } else if (sql.codec.read(before, to.scale) !== toFixedPoint(text, to.scale)) {
      corrections.push({ quote, value: sql.codec.writeText(text, to.scale), before: sql.codec.readText(before), stamp });
      to.onChange(quote, sql.codec.readText(before));
    } else unchanged += 1;
  });
  for (const correction of corrections) await correctQuote(sql, correction, to);
  for (const [source, own] of added) {
    await sql.insertEach(to.table, own, {
      columns: [...to.seriesColumns, to.dayColumn, to.column], valuesOf: (quote) => [...to.seriesOf(quote), to.dayOf(quote), sql.codec.writeText(to.valueOf(quote), to.scale)],
      alike: { source, recorded_at: stamp, ...to.extra },
    });
  }
  return { added: [...added.values()].reduce((sum, own) => sum + own.length, 0), corrected: corrections.length, unchanged };
}

/** By series, then by day. */
async function bySeries<T>(quotes: readonly T[], { nameOf, dayOf, onRepeat }: QuoteTable<T>): Promise<Map<string, Map<IsoDate, T>>> {
  const found = new Map<string, Map<IsoDate, T>>();
  await inTurns(quotes, (quote) => {
    const name = nameOf(quote);
    let series = found.get(name);
    if (!series) found.set(name, series = new Map());
    const there = onRepeat && series.get(dayOf(quote));
    if (there) onRepeat(there, quote);
    else series.set(dayOf(quote), quote);
  });
  return found;
}

const READ_AT_ONCE = 1_000;
/** A span of days is read whole when it holds at most so many times the days in hand. */
const SPARSE = 4;

type Stored = Map<string, Map<string, string>>;

/** The stored values of the days in hand. One statement for many days of a series, or for many series of a day: whichever makes fewer. */
async function storedValues<T>(sql: SqlRows, all: ReadonlyMap<string, ReadonlyMap<IsoDate, T>>, to: QuoteTable<T>): Promise<Stored> {
  const found: Stored = new Map();
  const [first = ''] = to.seriesColumns;
  const days = fewDays(all, to);
  if (days) {
    for (const [day, names] of days) await readListed(sql, to, { condition: `${to.dayColumn} = ? and ${first}`, given: [day], listed: [...names], found });
    return found;
  }
  const ofSeries = to.seriesColumns.map((key) => `${key} = ?`).join(' and ');
  for (const series of all.values()) {
    const [quote] = series.values();
    const own = [...series.keys()].sort();
    const [from, until] = [own[0], own.at(-1)];
    if (!quote || from === undefined || until === undefined) continue;
    const given = to.seriesOf(quote);
    if (daysBetween(from, until) < own.length * SPARSE) await readInto(sql, to, { condition: `${ofSeries} and ${to.dayColumn} between ? and ?`, given: [...given, from, until], found });
    else await readListed(sql, to, { condition: `${ofSeries} and ${to.dayColumn}`, given, listed: own, found });
  }
  return found;
}

function* withStored<T>(all: ReadonlyMap<string, ReadonlyMap<IsoDate, T>>, stored: Stored): Generator<{ readonly day: IsoDate; readonly quote: T; readonly before: string | undefined }> {
  for (const [name, series] of all) {
    const own = stored.get(name);
    for (const [day, quote] of series) yield { day, quote, before: own?.get(day) };
  }
}

/** The names of the series of each day, or undefined when there are as many days as series. */
function fewDays<T>(all: ReadonlyMap<string, ReadonlyMap<IsoDate, T>>, { seriesOf }: QuoteTable<T>): ReadonlyMap<IsoDate, ReadonlySet<string>> | undefined {
  const days = new Map<IsoDate, Set<string>>();
  for (const series of all.values()) {
    for (const [day, quote] of series) {
      const name = seriesOf(quote)[0] ?? '';
      const there = days.get(day);
      if (there) there.add(name);
      else days.set(day, new Set([name]));
      if (days.size >= all.size) return undefined;
    }
  }
  return days;
}

interface Reading {
  readonly condition: string;
  readonly given: readonly string[];
  readonly found: Stored;
}

/** @param reading Its condition ends with the column that the listed values are of. */
async function readListed<T>(sql: SqlRows, to: QuoteTable<T>, { condition, given, listed, found }: Reading & { readonly listed: readonly string[] }): Promise<void> {
  for (let start = 0; start < listed.length; start += READ_AT_ONCE) {
    const part = listed.slice(start, start + READ_AT_ONCE);
    await readInto(sql, to, { condition: `${condition} in (${sql.marks(part)})`, given: [...given, ...part], found });
  }
}

async function readInto<T>(sql: SqlRows, { table, seriesColumns, dayColumn, column }: QuoteTable<T>, { condition, given, found }: Reading): Promise<void> {
  for (const row of await sql.select(`select ${[...seriesColumns, dayColumn, column].join(', ')} from ${table} where ${condition}`, given)) {
    const name = seriesColumns.map((key) => String(row[key])).join('');
    const own = found.get(name);
    if (own) own.set(String(row[dayColumn]), String(row[column]));
    else found.set(name, new Map([[String(row[dayColumn]), String(row[column])]]));
  }
}

interface Correction<T> {
  readonly quote: T;
  readonly value: string;
  readonly before: string;
  readonly stamp: number | string;
}

async function correctQuote<T extends Source>(sql: SqlRows, { quote, value, before, stamp }: Correction<T>, { table, seriesColumns, dayColumn, column, seriesOf, dayOf }: QuoteTable<T>): Promise<void> {
  const condition = [...seriesColumns, dayColumn].map((key) => `${key} = ?`).join(' and ');
  const key = [...seriesOf(quote), dayOf(quote)];
  const [row] = await sql.select(`select source, recorded_at, corrections from ${table} where ${condition}`, key);
  const earlier: unknown = typeof row?.['corrections'] === 'string' ? JSON.parse(row['corrections']) : row?.['corrections'] ?? [];
  const corrections = [...(Array.isArray(earlier) ? earlier : []), { [column]: before, recordedAt: instantOf(row?.['recorded_at']), source: row?.['source'] }];
  await sql.run(`update ${table} set ${column} = ?, source = ?, recorded_at = ?, corrections = ? where ${condition}`, [value, quote.source, stamp, JSON.stringify(corrections), ...key]);
}

/** Of plain decimal text a sign and the digits tell. */
function decimalIsPositive(text: string): boolean {
  return !text.startsWith('-') && /[1-9]/.test(text);
}

function notPositive(key: readonly string[], what: string, value: string): AppError {
  return invalidInput(`The ${what} of ${key.join(' ')} is ${value}.`, { hint: 'It must be above zero.' });
}
