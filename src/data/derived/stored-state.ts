import { epochDay, fromEpochDay, type IsoDate } from '../../shared/calendar.ts';
import { AMOUNTS, DayTotals } from './day-totals.ts';
import { MONEY_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE } from './fixed-point.ts';
import type { HoldingRow } from './holdings.ts';
import type { IndexPoint } from './metrics.ts';
import { INDEX_OPENING, type IndexStart } from './snapshots.ts';
import type { SqlRow, SqlRows } from './sql-rows.ts';
import { TAX_AMOUNTS, type TaxYears } from './tax-years.ts';

const AMOUNT_COLUMNS = ['value_base', 'cash_base', 'cost_base', 'net_flow_base', 'income_base', 'fees_base', 'taxes_base', 'realised_gain_base'];

/** The stored totals of each day from a day on, ready to be changed. */
export async function storedTotals(sql: SqlRows, portfolioId: string, from: IsoDate): Promise<DayTotals> {
  const rows = await sql.select(
    `select snapshot_date, ${AMOUNT_COLUMNS.join(', ')}, missing from PortfolioSnapshots where portfolio_id = ? and snapshot_date >= ? order by snapshot_date`, [portfolioId, from],
  );
  const totals = new DayTotals(rows.map((row) => dayOfRow(row, 'snapshot_date')));
  for (const [index, row] of rows.entries()) {
    for (const [at, amount] of AMOUNTS.entries()) totals.addAt(index, amount, sql.codec.read(String(row[AMOUNT_COLUMNS[at]!]), MONEY_SCALE));
    for (const reason of parsed<readonly string[]>(row['missing']) ?? []) totals.noteAt(index, reason, 1);
  }
  return totals;
}

/** Where the time-weighted index stands before a day. */
export async function storedIndexStart(sql: SqlRows, portfolioId: string, before: IsoDate): Promise<IndexStart> {
  const [full] = await sql.select(
    "select snapshot_date, unit_value, value_base from PortfolioSnapshots where portfolio_id = ? and snapshot_date < ? and quality <> 'partial' order by snapshot_date desc limit 1",
    [portfolioId, before],
  );
  const since = await sql.select(
    'select net_flow_base from PortfolioSnapshots where portfolio_id = ? and snapshot_date < ? and snapshot_date > ?',
    [portfolioId, before, full ? full['snapshot_date'] : fromEpochDay(0)],
  );
  const flowSince = since.reduce((total, row) => total + sql.codec.read(String(row['net_flow_base']), MONEY_SCALE), 0n);
  return full ? { unitValue: Number(full['unit_value']), value: sql.codec.read(String(full['value_base']), MONEY_SCALE), flowSince } : { ...INDEX_OPENING, flowSince };
}

/** The whole time-weighted index. */
export async function storedIndex(sql: SqlRows, portfolioId: string): Promise<IndexPoint[]> {
  const rows = await sql.select('select snapshot_date, unit_value, quality from PortfolioSnapshots where portfolio_id = ? order by snapshot_date', [portfolioId]);
  return rows.map((row) => ({ day: dayOfRow(row, 'snapshot_date'), unitValue: Number(row['unit_value']), isPartial: row['quality'] === 'partial' }));
}

/** The positions without their lots, which may be thousands: nothing that stays is written again. */
export async function storedHoldings(sql: SqlRows, portfolioId: string): Promise<HoldingRow[]> {
  const rows = await sql.select(
    `select security_id, quantity, currency, cost_basis, cost_basis_base, average_cost, market_price, price_date, fx_rate_to_base, fx_rate_date, market_value, market_value_base,
     first_acquired_on from Holdings where portfolio_id = ?`, [portfolioId],
  );
  const read = (row: SqlRow, column: string, scale: number): bigint => sql.codec.read(String(row[column]), scale);
  const maybe = (row: SqlRow, column: string, scale: number) => (row[column] === null ? undefined : read(row, column, scale));
  const dated = (row: SqlRow, column: string, date: string, scale: number) => (row[column] === null ? undefined : { value: read(row, column, scale), day: dayOfRow(row, date) });
  return rows.map((row) => ({
    securityId: String(row['security_id']), quantity: read(row, 'quantity', QUANTITY_SCALE), currency: String(row['currency']),
    costBasis: read(row, 'cost_basis', MONEY_SCALE), costBasisBase: maybe(row, 'cost_basis_base', MONEY_SCALE), averageCost: read(row, 'average_cost', PRICE_SCALE),
    price: dated(row, 'market_price', 'price_date', PRICE_SCALE), rate: dated(row, 'fx_rate_to_base', 'fx_rate_date', RATE_SCALE),
    marketValue: maybe(row, 'market_value', MONEY_SCALE), marketValueBase: maybe(row, 'market_value_base', MONEY_SCALE),
    firstAcquiredOn: typeof row['first_acquired_on'] === 'string' ? row['first_acquired_on'] : undefined,
    lots: [],
  }));
}

export async function storedTaxYears(sql: SqlRows, portfolioId: string): Promise<TaxYears> {
  const rows = await sql.select('select * from TaxRecords where portfolio_id = ?', [portfolioId]);
  const columns = { shortTermGain: 'short_term_gain', longTermGain: 'long_term_gain', washSaleDisallowed: 'wash_sale_disallowed', qualifiedDividends: 'qualified_dividends' } as const;
  return new Map(rows.map((row) => {
    const amounts = Object.fromEntries(TAX_AMOUNTS.map((amount) => {
      const column = amount in columns ? columns[amount as keyof typeof columns] : amount; // the others are named alike
      return [amount, sql.codec.read(String(row[column]), MONEY_SCALE)];
    }));
    return [Number(row['tax_year']), { ...amounts, unknown: 0n } as Parameters<TaxYears['set']>[1]] as const; // one entry for each amount
  }));
}

function dayOfRow(row: SqlRow, column: string): number {
  return epochDay(row[column] as IsoDate); // a DATE column read as text
}

function parsed<T>(stored: unknown): T | undefined {
  // MariaDB and SQLite give JSON columns as text, MySQL as values; only derivation writes them.
  return (typeof stored === 'string' ? JSON.parse(stored) : stored ?? undefined) as T | undefined;
}
