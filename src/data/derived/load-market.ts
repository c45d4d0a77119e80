import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import { PRICE_SCALE, RATE_SCALE } from './fixed-point.ts';
import { MarketGrid, type DatedValues } from './market-grid.ts';
import type { SqlRows } from './sql-rows.ts';

/** Closes kept between batches; the oldest go first. About 1,600 days of 500 securities. */
const KEPT_SERIES = 500;

/** Loads closes and rates once and keeps them, and what the grid made of them, across batches of portfolios within bounds. */
export class MarketLoader {
  readonly #today: IsoDate;
  readonly #closes = new Map<string, DatedValues>();
  #pairs: Map<string, DatedValues> | undefined;
  #grid: MarketGrid | undefined;

  constructor(today: IsoDate) {
    this.#today = today;
  }

  async grid(sql: SqlRows, securityIds: readonly string[]): Promise<MarketGrid> {
    this.#pairs ??= await loadPairs(sql, this.#today);
    const missing = securityIds.filter((id) => !this.#closes.has(id));
    if (missing.length === 0 && this.#grid) return this.#grid;
    if (missing.length > 0) await this.#loadCloses(sql, missing);
    const wanted = new Set(securityIds);
    for (const id of this.#closes.keys()) {
      if (this.#closes.size <= KEPT_SERIES) break;
      if (!wanted.has(id)) this.#closes.delete(id);
    }
    return this.#grid = new MarketGrid(new Map(this.#closes), this.#pairs);
  }

  async #loadCloses(sql: SqlRows, ids: readonly string[]): Promise<void> {
    const rows = await sql.select(
      `select security_id, price_date, close from MarketPrices where security_id in (${sql.marks(ids)}) and price_date <= ? order by security_id, price_date`,
      [...ids, this.#today],
    );
    const found = grouped(rows.map((row) => [String(row['security_id']), row['price_date'], sql.codec.read(String(row['close']), PRICE_SCALE)] as const));
    for (const id of ids) this.#closes.set(id, found.get(id) ?? { days: [], values: [] });
  }
}

async function loadPairs(sql: SqlRows, today: IsoDate): Promise<Map<string, DatedValues>> {
  const rows = await sql.select(
    'select base_currency, quote_currency, rate_date, rate from CurrencyExchangeRates where rate_date <= ? order by base_currency, quote_currency, rate_date', [today],
  );
  return grouped(rows.map((row) => [
    String(row['base_currency']) + String(row['quote_currency']), row['rate_date'], sql.codec.read(String(row['rate']), RATE_SCALE),
  ] as const));
}

function grouped(rows: Iterable<readonly [key: string, date: unknown, value: bigint]>): Map<string, DatedValues> {
  const found = new Map<string, { days: number[]; values: bigint[] }>();
  for (const [key, date, value] of rows) {
    let series = found.get(key);
    if (!series) found.set(key, series = { days: [], values: [] });
    series.days.push(epochDay(date as IsoDate)); // a DATE column read as text
    series.values.push(value);
  }
  return found;
}
