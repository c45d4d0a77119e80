import type { AllocationRow } from './allocations.ts';
import type { Derivation } from './context.ts';
import { MONEY_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE } from './fixed-point.ts';
import { HOLDING_COLUMNS, holdingValues, weightOf, type HoldingRow } from './holdings.ts';
import { DERIVED_METRICS, DERIVED_PERIODS, type MetricRow } from './metrics.ts';
import type { PayoutRow } from './payouts.ts';
import type { SqlRows } from './sql-rows.ts';
import { TAX_AMOUNTS, taxMethod, type TaxYears } from './tax-years.ts';

/** The instant that derived rows carry, in the form in which the engine keeps instants. */
export type Stamp = number | string;

interface WholePortfolio {
  readonly derivation: Derivation;
  readonly now: Stamp;
  /** Value of all its positions, of which those at hand may be a part; undefined when it is not known. */
  readonly total: bigint | undefined;
}

export async function insertHoldings(sql: SqlRows, holdings: readonly HoldingRow[], { derivation, now, total }: WholePortfolio): Promise<void> {
  const write = { write: (value: bigint, scale: number) => sql.codec.write(value, scale), now };
  await sql.insert('Holdings', HOLDING_COLUMNS, holdings.map((row) => holdingValues(row, derivation, total, write)));
}

/** What a change elsewhere in the portfolio does to positions that it leaves alone. */
export async function updateWeights(sql: SqlRows, holdings: readonly HoldingRow[], { derivation, now, total }: WholePortfolio): Promise<void> {
  if (holdings.length === 0) return;
  const cases = holdings.map(() => 'when ? then ?').join(' ');
  await sql.run(
    `update Holdings set weight_fraction = case security_id ${cases} end, updated_at = ? where portfolio_id = ? and security_id in (${sql.marks(holdings)})`,
    [...holdings.flatMap((row) => [row.securityId, weightOf(row, total)]), now, derivation.portfolio.id, ...holdings.map(({ securityId }) => securityId)],
  );
}

const ALLOCATION_COLUMNS = ['portfolio_id', 'dimension', 'bucket', 'as_of', 'weight_fraction', 'value_base', 'currency', 'updated_at'];

export async function insertAllocations(sql: SqlRows, rows: readonly AllocationRow[], { portfolio, today }: Derivation, now: Stamp): Promise<void> {
  await sql.insert('ActualAllocations', ALLOCATION_COLUMNS, rows.map((row) => [
    portfolio.id, row.dimension, row.bucket, today, row.weightFraction, sql.codec.write(row.valueBase, MONEY_SCALE), portfolio.baseCurrency, now,
  ]));
}

const PAYOUT_COLUMNS = [
  'id', 'portfolio_id', 'security_id', 'transaction_id', 'kind', 'ex_date', 'pay_date', 'units', 'amount_per_unit', 'gross_amount', 'withheld_amount',
  'net_amount', 'currency', 'fx_rate_to_base', 'status', 'created_at',
];

export async function insertPayouts(sql: SqlRows, rows: readonly PayoutRow[], { portfolio }: Derivation, now: Stamp): Promise<void> {
  const put = (text: string, scale: number) => sql.codec.writeText(text, scale);
  await sql.insert('DividendPayouts', PAYOUT_COLUMNS, rows.map((row) => [
    row.id, portfolio.id, row.securityId, row.id, row.kind, row.exDate, row.payDate, put(row.units, QUANTITY_SCALE), put(row.amountPerUnit, PRICE_SCALE),
    put(row.gross, MONEY_SCALE), put(row.withheld, MONEY_SCALE), put(row.net, MONEY_SCALE), row.currency,
    row.fxRateToBase === null ? null : put(row.fxRateToBase, RATE_SCALE), 'paid', now,
  ]));
}

/** A payment that was announced is the paid one now. */
export async function deleteAnnounced(sql: SqlRows, portfolioId: string, paid: readonly PayoutRow[]): Promise<void> {
  const announced = await sql.select("select id, security_id, ex_date, kind from DividendPayouts where portfolio_id = ? and status = 'announced'", [portfolioId]);
  const keys = new Set(paid.map((row) => `${row.securityId} ${row.exDate} ${row.kind}`));
  const met = announced.filter((row) => keys.has(`${String(row['security_id'])} ${String(row['ex_date'])} ${String(row['kind'])}`)).map((row) => row['id']);
  if (met.length > 0) await sql.run(`delete from DividendPayouts where id in (${sql.marks(met)})`, met);
}

const TAX_COLUMNS = [
  'portfolio_id', 'tax_year', 'jurisdiction', 'currency', 'short_term_gain', 'long_term_gain', 'wash_sale_disallowed', 'dividends', 'qualified_dividends',
  'interest', 'withheld', 'fees', 'status', 'method', 'computed_at',
];

/** Years in which an exchange rate is missing have no row: a sum without it would be wrong. */
export async function insertTaxYears(sql: SqlRows, years: TaxYears, { portfolio, today }: Derivation, now: Stamp): Promise<void> {
  const known = [...years].filter(([, amounts]) => amounts.unknown === 0n);
  await sql.insert('TaxRecords', TAX_COLUMNS, known.map(([year, amounts]) => [
    portfolio.id, year, portfolio.taxResidence, portfolio.baseCurrency, ...TAX_AMOUNTS.map((amount) => sql.codec.write(amounts[amount], MONEY_SCALE)),
    year < Number(today.slice(0, 4)) ? 'final' : 'provisional', taxMethod(portfolio), now,
  ]));
}

const METRIC_COLUMNS = [
  'portfolio_id', 'metric', 'period_code', 'as_of', 'value', 'benchmark_id', 'period_start', 'method', 'quality', 'reason', 'computed_at',
];

export async function insertMetrics(sql: SqlRows, rows: readonly MetricRow[], { portfolio, today }: Derivation, now: Stamp): Promise<void> {
  await sql.insert('PerformanceMetrics', METRIC_COLUMNS, rows.map((row) => [
    portfolio.id, row.metric, row.periodCode, today, row.value, row.benchmarkId, row.periodStart, row.method, row.quality, row.reason, now,
  ]));
}

/** Only the statistics that are derived here; others in the table are somebody else's. */
export async function deleteMetrics(sql: SqlRows, portfolioIds: readonly string[]): Promise<void> {
  await sql.run(
    `delete from PerformanceMetrics where portfolio_id in (${sql.marks(portfolioIds)}) and metric in (${sql.marks(DERIVED_METRICS)}) and period_code in (${sql.marks(DERIVED_PERIODS)})`,
    [...portfolioIds, ...DERIVED_METRICS, ...DERIVED_PERIODS],
  );
}
