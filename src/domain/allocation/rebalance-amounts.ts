import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { driftFromTargets, type AllocationTarget, type DriftRow } from './drift.ts';

/** `full`: every group to its target. `to-band`: groups outside their band to its nearer edge. `cash-only`: no sales, spare cash goes to what is short. */
export type RebalanceMode = 'full' | 'to-band' | 'cash-only';

export interface RebalancePolicy {
  readonly mode: RebalanceMode;
  /** The group that is cash; it has no trades and takes up the differences. */
  readonly cashGroup: string;
  /** Smaller changes of a group are not worth a trade. */
  readonly minTradeBase?: Decimal;
  /** At most this share of the portfolio traded, buys and sells both counted; all changes shrink in proportion. */
  readonly maxTurnoverFraction?: number;
}

export interface RebalanceAmounts {
  /** Money to buy (positive) or sell (negative) by group; never one for cash. Groups without a change are absent. */
  readonly changes: ReadonlyMap<string, Decimal>;
  readonly cashAfterBase: Decimal;
  readonly turnoverFraction: number;
  readonly drift: readonly DriftRow[];
}

/**
 * Money to move between groups. Conserves value: cash after = cash before + sales - purchases, and purchases never overdraw cash.
 * Undefined when the portfolio has no value above zero.
 */
export function rebalanceAmounts(current: ReadonlyMap<string, Decimal>, targets: readonly AllocationTarget[], policy: RebalancePolicy): RebalanceAmounts | Undefined {
  const drift = driftFromTargets(current, targets);
  if (isUndefined(drift)) return drift;
  const total = sumDecimals(current.values());
  const cash = current.get(policy.cashGroup) ?? ZERO;
  const cashRow = drift.find(({ group }) => group === policy.cashGroup);
  const rows = drift.filter(({ group }) => group !== policy.cashGroup);
  const spare = cash.minus(cashRow?.targetBase ?? ZERO);
  const wanted = {
    full: () => new Map(rows.map((row) => [row.group, gap(row)])),
    'to-band': () => toBands(rows, spare, total),
    'cash-only': () => shareOut(rows, spare),
  }[policy.mode]();
  const changes = affordable(limited(wanted, total, policy), cash);
  const moved = sumDecimals([...changes.values()].map((change) => change.abs()));
  return { changes, cashAfterBase: cash.minus(sumDecimals(changes.values())), turnoverFraction: moved.div(total).toNumber(), drift };
}

function gap(row: DriftRow): Decimal {
  return row.targetBase.minus(row.currentBase);
}

/** Strays go to the nearer edge of their band; what that leaves over or lacks is shared by the groups that still stray from target. */
function toBands(rows: readonly DriftRow[], spare: Decimal, total: Decimal): Map<string, Decimal> {
  const changes = new Map(rows.filter((row) => row.outsideBand).map((row) => {
    const edge = row.driftFraction > 0 ? row.lowFraction : row.highFraction;
    return [row.group, total.times(edge).minus(row.currentBase)];
  }));
  if (changes.size === 0) return changes;
  const left = spare.minus(sumDecimals(changes.values()));
  const remaining = rows.map((row) => ({ ...row, currentBase: row.currentBase.plus(changes.get(row.group) ?? ZERO) }));
  for (const [group, change] of left.gt(0) ? shareOut(remaining, left) : raise(remaining, left.neg())) {
    changes.set(group, (changes.get(group) ?? ZERO).plus(change));
  }
  return changes;
}

/** Shares money among the groups below target in proportion to what each lacks, none beyond its target. */
function shareOut(rows: readonly DriftRow[], money: Decimal): Map<string, Decimal> {
  const short = rows.filter((row) => gap(row).gt(0));
  const lacking = sumDecimals(short.map(gap));
  if (money.lte(0) || lacking.isZero()) return new Map();
  const share = money.gte(lacking) ? decimal(1) : money.div(lacking);
  return new Map(short.map((row) => [row.group, gap(row).times(share)]));
}

/** Raises money from the groups above target in proportion to their excess, none below its target. */
function raise(rows: readonly DriftRow[], money: Decimal): Map<string, Decimal> {
  const mirrored = rows.map((row) => ({ ...row, currentBase: row.targetBase, targetBase: row.currentBase }));
  return new Map([...shareOut(mirrored, money)].map(([group, amount]) => [group, amount.neg()]));
}

/** What is worth a trade, within the turnover that is allowed. Amounts are cut here, so that all that follows adds up to the last digit. */
function limited(changes: ReadonlyMap<string, Decimal>, total: Decimal, { minTradeBase, maxTurnoverFraction }: RebalancePolicy): Map<string, Decimal> {
  const worthwhile = (change: Decimal): boolean => !change.isZero() && (minTradeBase === undefined || change.abs().gte(minTradeBase));
  const kept = [...changes].map(([group, change]): [string, Decimal] => [group, floored(change)]).filter(([, change]) => worthwhile(change));
  const moved = sumDecimals(kept.map(([, change]) => change.abs()));
  const allowed = maxTurnoverFraction === undefined ? moved : total.times(maxTurnoverFraction);
  if (moved.lte(allowed)) return new Map(kept);
  const share = allowed.div(moved);
  return new Map(kept.map(([group, change]): [string, Decimal] => [group, floored(change.times(share))]).filter(([, change]) => worthwhile(change)));
}

/** Dropped sales can leave the purchases short of cash: they then shrink together until cash pays for them. */
function affordable(changes: ReadonlyMap<string, Decimal>, cash: Decimal): Map<string, Decimal> {
  const purchases = sumDecimals([...changes.values()].filter((change) => change.gt(0)));
  const sales = sumDecimals([...changes.values()].filter((change) => change.lt(0))).neg();
  const funds = cash.plus(sales);
  if (purchases.lte(funds) || purchases.isZero()) return new Map(changes);
  const share = funds.gt(0) ? funds.div(purchases) : ZERO;
  const shrunk = [...changes].map(([group, change]): [string, Decimal] => [group, change.gt(0) ? floored(change.times(share)) : change]);
  return new Map(shrunk.filter(([, change]) => !change.isZero()));
}

/** Cut at 1e-12, so that the sum of many shares never exceeds the money by a rounding. */
function floored(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(12, 1); // 1 = towards zero
}
