import type { EntityManager } from '@mikro-orm/core';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import { applyChange, type PriceChange, type RateChange } from '../derived/index.ts';
import { retriedTransaction } from '../retry-conflicts.ts';
import { SqlRows, type SqlRow } from '../derived/sql-rows.ts';
import { PRICE_SCALE, RATE_SCALE } from '../derived/fixed-point.ts';
import { instantOf, stampOf } from '../derived/rebuild.ts';
import { fromDecimal } from '../derived/fixed-point.ts';
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

type When = Pick<BookingContext, 'now' | 'today'>;

/**
 * Saves closes and brings the derived tables up to date in one transaction. A close that differs from the stored one corrects it; what
 * stood before is kept beside it. The same close again changes nothing.
 * @throws AppError invalid-input for a close that is not above zero.
 */
export async function savePrices(em: EntityManager, prices: readonly NewPrice[], when: When): Promise<SavedQuotes> {
  return retriedTransaction(em, async (tx) => {
    const changes: PriceChange[] = [];
    const saved = await saveQuotes(tx, prices.map(({ securityId, priceDate, close, source }) => ({ key: [securityId, priceDate], value: close, source })), {
      table: 'MarketPrices', keys: ['security_id', 'price_date'], column: 'close', scale: PRICE_SCALE, extra: { is_split_adjusted: 0 }, when,
      onChange: ([securityId = '', date = ''], before) => changes.push({ securityId, priceDate: date as IsoDate, before }), // the key given above
    });
    await applyChange(tx, { prices: changes, ...when });
    return saved;
  });
}

/** Saves exchange rates, as `savePrices` does closes. */
export async function saveFxRates(em: EntityManager, rates: readonly NewRate[], when: When): Promise<SavedQuotes> {
  return retriedTransaction(em, async (tx) => {
    const changes: RateChange[] = [];
    const quotes = rates.map(({ baseCurrency, quoteCurrency, rateDate, rate, source }) => ({ key: [baseCurrency, quoteCurrency, rateDate], value: rate, source }));
    const saved = await saveQuotes(tx, quotes, {
      table: 'CurrencyExchangeRates', keys: ['base_currency', 'quote_currency', 'rate_date'], column: 'rate', scale: RATE_SCALE, extra: {}, when,
      onChange: ([baseCurrency = '', quoteCurrency = '', date = '']) => changes.push({ baseCurrency, quoteCurrency, rateDate: date as IsoDate }), // the key given above
    });
    await applyChange(tx, { rates: changes, ...when });
    return saved;
  });
}

interface Quote {
  readonly key: readonly string[];
  readonly value: string;
  readonly source: string;
}

interface QuoteTable {
  readonly table: string;
  readonly keys: readonly string[];
  readonly column: string;
  readonly scale: number;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly when: When;
  /** @param before What stood, null when nothing did. */
  readonly onChange: (key: readonly string[], before: string | null) => void;
}

const READ_AT_ONCE = 500;

async function saveQuotes(tx: EntityManager, quotes: readonly Quote[], to: QuoteTable): Promise<SavedQuotes> {
  const sql = new SqlRows(tx);
  const stamp = stampOf(tx, to.when);
  const unique = new Map(quotes.map((quote) => [quote.key.join(' '), quote]));
  for (const quote of unique.values()) requirePositive(quote, to.column);
  const stored = await storedQuotes(sql, [...unique.values()], to);
  const added: unknown[][] = [];
  let corrected = 0;
  for (const [key, quote] of unique) {
    const row = stored.get(key);
    const value = sql.codec.write(fromDecimal(decimal(quote.value), to.scale), to.scale);
    if (!row) {
      added.push([...quote.key, value, quote.source, stamp, ...Object.values(to.extra)]);
      to.onChange(quote.key, null);
      continue;
    }
    const before = sql.codec.readText(String(row[to.column]));
    if (decimal(before).eq(quote.value)) continue;
    await correctQuote(sql, { row, quote, value, before, stamp }, to);
    to.onChange(quote.key, before);
    corrected += 1;
  }
  await sql.insert(to.table, [...to.keys, to.column, 'source', 'recorded_at', ...Object.keys(to.extra)], added);
  return { added: added.length, corrected, unchanged: unique.size - added.length - corrected };
}

async function storedQuotes(sql: SqlRows, quotes: readonly Quote[], { table, keys, column }: QuoteTable): Promise<Map<string, SqlRow>> {
  const found = new Map<string, SqlRow>();
  for (let start = 0; start < quotes.length; start += READ_AT_ONCE) {
    const part = quotes.slice(start, start + READ_AT_ONCE);
    const one = `(${keys.map((key) => `${key} = ?`).join(' and ')})`;
    const rows = await sql.select(
      `select ${keys.join(', ')}, ${column}, source, recorded_at, corrections from ${table} where ${part.map(() => one).join(' or ')}`, part.flatMap(({ key }) => key),
    );
    for (const row of rows) found.set(keys.map((key) => String(row[key])).join(' '), row);
  }
  return found;
}

interface Correction {
  readonly row: SqlRow;
  readonly quote: Quote;
  readonly value: string;
  readonly before: string;
  readonly stamp: number | string;
}

async function correctQuote(sql: SqlRows, { row, quote, value, before, stamp }: Correction, { table, keys, column }: QuoteTable): Promise<void> {
  const earlier: unknown = typeof row['corrections'] === 'string' ? JSON.parse(row['corrections']) : row['corrections'] ?? [];
  const corrections = [...(Array.isArray(earlier) ? earlier : []), { [column]: before, recordedAt: instantOf(row['recorded_at']), source: row['source'] }];
  await sql.run(
    `update ${table} set ${column} = ?, source = ?, recorded_at = ?, corrections = ? where ${keys.map((key) => `${key} = ?`).join(' and ')}`,
    [value, quote.source, stamp, JSON.stringify(corrections), ...quote.key],
  );
}

function requirePositive({ key, value }: Quote, what: string): void {
  if (decimal(value).gt(0)) return;
  throw invalidInput(`The ${what} of ${key.join(' ')} is ${value}.`, { hint: 'It must be above zero.' });
}
