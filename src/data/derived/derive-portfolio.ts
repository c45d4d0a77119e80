import { epochDay } from '../../shared/calendar.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { addStream } from './add-stream.ts';
import { allocationRows, type AllocationRow } from './allocations.ts';
import type { BenchmarkFacts } from './benchmark-levels.ts';
import { addCash, addCashAmounts, cashChanges, cashTransactions, type CashChange } from './cash.ts';
import type { Derivation } from './context.ts';
import { DayTotals } from './day-totals.ts';
import { groupTransactions } from './groups.ts';
import { cashHolding, streamHoldings, type HoldingRow } from './holdings.ts';
import { metricRows, type IndexPoint, type MetricRow } from './metrics.ts';
import { payoutRows, type PayoutRow } from './payouts.ts';
import { INDEX_OPENING, snapshotDays, snapshotRows, type SnapshotRow } from './snapshots.ts';
import { replayStream } from './stream.ts';
import { taxYears, type TaxYears } from './tax-years.ts';

/** Everything that follows from the transactions of one portfolio, not yet stored. */
export interface DerivedPortfolio {
  readonly snapshots: readonly SnapshotRow[];
  readonly holdings: readonly HoldingRow[];
  readonly allocations: readonly AllocationRow[];
  readonly payouts: readonly PayoutRow[];
  readonly taxes: TaxYears;
  readonly metrics: readonly MetricRow[];
}

/**
 * Derives one portfolio from nothing.
 * @param rows All its booked transactions up to the last day derived, in book order.
 * @throws AppError invalid-input, naming the transaction that sells more than is held or lacks a column.
 */
export function derivePortfolio(rows: readonly TransactionRow[], derivation: Derivation, benchmark: BenchmarkFacts | undefined): DerivedPortfolio {
  const first = rows[0];
  if (!first) return { snapshots: [], holdings: [], allocations: [], payouts: [], taxes: new Map(), metrics: [] };
  const days = snapshotDays(epochDay(first.tradeDate), epochDay(derivation.today), rows.map(({ tradeDate }) => epochDay(tradeDate)));
  const totals = new DayTotals(days);
  const groups = groupTransactions(rows, derivation);
  const streams = groups.streams.map((stream) => replayStream(derivation, stream));
  for (const stream of streams) addStream(totals, stream, derivation, 1);
  const cash = cashTransactions(groups.cash, derivation);
  addCashAmounts(totals, cash, derivation, 1);
  const changes = changesByCurrency(rows, derivation);
  for (const [currency, own] of changes) addCash(totals, { currency, opening: 0n, changes: own }, derivation, 1);
  const holdings = [...streams.flatMap((stream) => streamHoldings(stream, derivation)), ...cashHoldings(changes, derivation)];
  const snapshots = snapshotRows(totals, INDEX_OPENING);
  return {
    snapshots, holdings, allocations: allocationRows(holdings, derivation),
    payouts: streams.flatMap((stream) => payoutRows(stream, derivation)),
    taxes: taxYears(streams, cash.map(({ transaction }) => transaction), derivation, Number(first.tradeDate.slice(0, 4))),
    metrics: metricRows(snapshots.map(indexPoint), benchmark, derivation),
  };
}

export function indexPoint({ day, unitValue, quality }: SnapshotRow): IndexPoint {
  return { day, unitValue, isPartial: quality === 'partial' };
}

/** Cash changes by currency, in the order of the rows. */
export function changesByCurrency(rows: readonly TransactionRow[], derivation: Derivation): Map<string, CashChange[]> {
  const found = new Map<string, CashChange[]>();
  for (const row of rows) {
    for (const change of cashChanges(row, derivation)) {
      const own = found.get(change.currency);
      if (own) own.push(change);
      else found.set(change.currency, [change]);
    }
  }
  return found;
}

function cashHoldings(changes: ReadonlyMap<string, readonly CashChange[]>, derivation: Derivation): HoldingRow[] {
  return [...changes].flatMap(([currency, own]) => {
    const balance = own.reduce((total, { amount }) => total + amount, 0n);
    return balance === 0n ? [] : [cashHolding(currency, balance, derivation)];
  });
}
