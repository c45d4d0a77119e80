import { fromEpochDay, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { dailyReturn } from '../../domain/performance/time-weighted-return.ts';
import { STALE } from './valuation.ts';
import { AMOUNTS, type Amount, type DayTotals } from './day-totals.ts';
import { MONEY_SCALE, toFloat } from './fixed-point.ts';
import { isWeekday } from './market-grid.ts';
import type { SqlRows } from './sql-rows.ts';

export type SnapshotQuality = 'complete' | 'stale_price' | 'partial';

/** One day of a portfolio. Amounts in base currency at the money scale. */
export interface SnapshotRow {
  readonly day: number;
  readonly amounts: Readonly<Record<Amount, bigint>>;
  readonly unitValue: number;
  readonly quality: SnapshotQuality;
  readonly missing: readonly string[];
}

/** From where the time-weighted index is carried on: the last day that could be valued in full, and the flows since. */
export interface IndexStart {
  readonly unitValue: number;
  readonly value: bigint;
  readonly flowSince: bigint;
}

export const INDEX_OPENING: IndexStart = { unitValue: 100, value: 0n, flowSince: 0n };

/** Weekdays from the first transaction to the last day, and every other day with a transaction. */
export function snapshotDays(first: number, last: number, transactionDays: Iterable<number>): number[] {
  const days = new Set<number>();
  for (let day = first; day <= last; day += 1) if (isWeekday(day)) days.add(day);
  for (const day of transactionDays) if (day >= first && day <= last) days.add(day);
  return [...days].sort((left, right) => left - right);
}

/**
 * Rows from the totals of each day. The index links daily returns (inflows work from the morning, outflows until the evening); over days
 * that could not be valued in full it stands still and links from the last full day to the next one, with the flows between at the start.
 */
export function snapshotRows(totals: DayTotals, start: IndexStart, from = 0): SnapshotRow[] {
  const rows: SnapshotRow[] = [];
  let { unitValue, value: previous, flowSince } = start;
  for (let index = from; index < totals.days.length; index += 1) {
    const missing = totals.reasonsAt(index);
    const quality = qualityOf(missing);
    const amounts = totals.amountsAt(index);
    const flow = flowSince + amounts.flow;
    if (quality === 'partial') flowSince = flow;
    else {
      const net = toFloat(flow, MONEY_SCALE);
      const valued = { date: fromEpochDay(totals.days[index]!), value: toFloat(amounts.value, MONEY_SCALE), inflow: Math.max(net, 0), outflow: Math.max(-net, 0) };
      const earned = dailyReturn(toFloat(previous, MONEY_SCALE), valued, 'in-start-out-end');
      if (!isUndefined(earned)) unitValue *= 1 + earned;
      previous = amounts.value;
      flowSince = 0n;
    }
    rows.push({ day: totals.days[index]!, amounts, unitValue, quality, missing });
  }
  return rows;
}

function qualityOf(reasons: readonly string[]): SnapshotQuality {
  if (reasons.length === 0) return 'complete';
  return reasons.every((reason) => reason.includes(`: ${STALE} `)) ? 'stale_price' : 'partial';
}

const COLUMNS = [
  'portfolio_id', 'snapshot_date', 'currency', 'value_base', 'cash_base', 'cost_base', 'net_flow_base', 'income_base', 'fees_base', 'taxes_base',
  'realised_gain_base', 'unit_value', 'quality', 'missing', 'updated_at',
];

export async function insertSnapshots(
  sql: SqlRows, portfolio: { readonly id: string; readonly baseCurrency: string }, rows: readonly SnapshotRow[], now: unknown,
): Promise<void> {
  await sql.insert('PortfolioSnapshots', COLUMNS, rows.map(({ day, amounts, unitValue, quality, missing }) => [
    portfolio.id, fromEpochDay(day), portfolio.baseCurrency, ...AMOUNTS.map((amount) => sql.codec.write(amounts[amount], MONEY_SCALE)),
    unitValue, quality, missing.length === 0 ? null : JSON.stringify(missing), now,
  ]));
}

export async function deleteSnapshots(sql: SqlRows, portfolioId: string, from: IsoDate): Promise<void> {
  await sql.run('delete from PortfolioSnapshots where portfolio_id = ? and snapshot_date >= ?', [portfolioId, from]);
}
