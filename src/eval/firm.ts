import { openNativeSqlite } from '../db/sqlite-dialect.ts';
import { decodeSortable } from '../entities/exact-decimal.type.ts';
import { dayOf, isoDate, type IsoDate } from '../shared/calendar.ts';

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * Plain SQL on the embedded database, for the expected values: it shares nothing with the tools. `num(column)` gives an exact decimal
 * as a float, `day(column)` an instant as its UTC day.
 */
export class Firm {
  readonly today: IsoDate;
  readonly nowMs: number;
  readonly #db: ReturnType<typeof openNativeSqlite>;
  readonly #rates = new Map<string, { readonly days: readonly string[]; readonly rates: readonly number[] }>();

  constructor(file: string, now: Date) {
    this.today = dayOf(now);
    this.nowMs = now.getTime();
    this.#db = openNativeSqlite(file);
    this.#db.function('num', { deterministic: true }, (text) => (typeof text === 'string' ? Number(decodeSortable(text)) : text));
    this.#db.function('day', { deterministic: true }, (ms) => (typeof ms === 'number' ? new Date(ms).toISOString().slice(0, 10) : null));
  }

  all(sql: string, ...parameters: readonly SqlValue[]): Row[] {
    // Columns hold text, numbers and nulls only: the schema has no blobs.
    return this.#db.prepare(sql).all(...parameters) as Row[];
  }

  first(sql: string, ...parameters: readonly SqlValue[]): Row | undefined {
    return this.all(sql, ...parameters)[0];
  }

  count(sql: string, ...parameters: readonly SqlValue[]): number {
    return Number(Object.values(this.first(sql, ...parameters) ?? {})[0] ?? 0);
  }

  texts(sql: string, ...parameters: readonly SqlValue[]): string[] {
    return this.all(sql, ...parameters).map((row) => String(Object.values(row)[0]));
  }

  /** Units of `to` for one unit of `from`, at the last rates on or before the day; undefined when one is not on record. */
  fx(from: string, to: string, date: string = this.today): number | undefined {
    if (from === to) return 1;
    const [fromEuro, toEuro] = [this.#euroRate(from, date), this.#euroRate(to, date)];
    return fromEuro === undefined || toEuro === undefined ? undefined : toEuro / fromEuro;
  }

  #euroRate(currency: string, date: string): number | undefined {
    if (currency === 'EUR') return 1;
    let series = this.#rates.get(currency);
    if (!series) {
      const rows = this.all('select rate_date d, num(rate) r from CurrencyExchangeRates where base_currency = ? and quote_currency = ? order by rate_date', 'EUR', currency);
      series = { days: rows.map(({ d }) => String(d)), rates: rows.map(({ r }) => Number(r)) };
      this.#rates.set(currency, series);
    }
    const at = series.days.findLastIndex((day) => day <= date);
    return series.rates[at];
  }

  close(): void {
    this.#db.close();
  }
}

export function dayColumn(value: SqlValue | undefined): IsoDate | undefined {
  return typeof value === 'string' ? isoDate(value.slice(0, 10)) : undefined;
}

export function text(value: SqlValue | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
