import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { yearFraction, type DayCount } from './day-count.ts';
import { findRoots } from './root-search.ts';

/** One payment in one currency from the investor's view: an outlay is negative, a receipt positive. The closing value is a receipt. */
export interface DatedFlow {
  readonly date: IsoDate;
  readonly amount: number;
}

export interface XirrOptions {
  readonly dayCount?: DayCount;
  /**
   * A closing value of exactly zero after outlays only has no finite rate; its limit is −100 %. `limit` reports that, `undefined` (the default)
   * reports that there is no rate.
   */
  readonly totalLoss?: 'limit' | 'undefined';
}

export interface MoneyWeightedReturn {
  /** Per year, effective (0.05 = 5 %). */
  readonly rateFraction: number;
  /** Further rates that also make the present value zero; when there are any, say so beside the figure. */
  readonly otherRatesFraction: readonly number[];
}

/** Present value at the first date of the flows. `rateFraction` is effective per year and above −1. Empty flows are worth 0. */
export function netPresentValue(rateFraction: number, flows: readonly DatedFlow[], dayCount: DayCount = 'actual/365'): number {
  return sumOf(termsOf(flows, dayCount).map(({ years, amount }) => amount * (1 + rateFraction) ** -years));
}

/** Value of the flows at their last date. */
export function netFutureValue(rateFraction: number, flows: readonly DatedFlow[], dayCount: DayCount = 'actual/365'): number {
  const terms = termsOf(flows, dayCount);
  const last = terms.at(-1)?.years ?? 0;
  return sumOf(terms.map(({ years, amount }) => amount * (1 + rateFraction) ** (last - years)));
}

/**
 * XIRR: the effective yearly rate at which dated flows have no net present value. The order of the flows does not matter.
 *
 * Where several rates do, the one reported is plausible (above −99.99 % if any is), on the side of zero that the total gain points to
 * if there is one, and nearest to zero in log terms; the others are returned beside it.
 * @returns Undefined for fewer than two dates, for flows of one sign, and for mixed flows that no rate balances.
 * Source: money-weighted return, CFA Institute, GIPS 2020, provision 2.A.27 ff.
 */
export function xirr(flows: readonly DatedFlow[], options: XirrOptions = {}): MoneyWeightedReturn | Undefined {
  const terms = termsOf(flows, options.dayCount ?? 'actual/365');
  const effective = terms.filter(({ amount }) => amount !== 0);
  if (effective.length === 0) return undefinedBecause('There are no cash flows.');
  if (!effective.some(({ amount }) => amount > 0) || !effective.some(({ amount }) => amount < 0)) {
    const lost = options.totalLoss === 'limit' && effective[0]!.amount < 0 && terms.at(-1)!.amount === 0 && terms.length > 1;
    if (lost) return { rateFraction: -1, otherRatesFraction: [] };
    return undefinedBecause('All cash flows have the same sign: no rate of return exists.');
  }
  if (effective.at(-1)!.years === effective[0]!.years) return undefinedBecause('All cash flows fall on one day: no rate of return exists.');
  return rateOf(effective);
}

/** The same for equal periods, the first amount at time 0: the rate is per period. */
export function periodicRate(amounts: readonly number[]): MoneyWeightedReturn | Undefined {
  const terms = amounts.map((amount, years) => ({ years, amount })).filter(({ amount }) => amount !== 0);
  if (!terms.some(({ amount }) => amount > 0) || !terms.some(({ amount }) => amount < 0)) {
    return undefinedBecause('The amounts do not include both outlays and receipts: no rate of return exists.');
  }
  return rateOf(terms);
}

/** Present value of amounts one period apart, the first one now. */
export function periodicPresentValue(rateFraction: number, amounts: readonly number[]): number {
  return sumOf(amounts.map((amount, period) => amount / (1 + rateFraction) ** period));
}

interface Term {
  readonly years: number;
  readonly amount: number;
}

/** One term a day, ascending; `years` counts from the first day. Adding in a fixed order makes the answer blind to the given one. */
function termsOf(flows: readonly DatedFlow[], dayCount: DayCount): Term[] {
  const ordered = flows.toSorted((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : left.amount - right.amount));
  const first = ordered[0];
  if (!first) return [];
  const terms: { years: number; amount: number }[] = [];
  let day = Number.NaN;
  for (const { date, amount } of ordered) {
    const flowDay = epochDay(date);
    if (flowDay === day) terms.at(-1)!.amount += amount;
    else terms.push({ years: yearFraction(first.date, date, dayCount), amount });
    day = flowDay;
  }
  return terms;
}

/** x = ln(1 + rate): as far as float64 reaches (a gain over a few days is astronomical per year), dense around zero where rates of portfolios lie. */
const LOG_RATE_GRID: readonly number[] = [
  ...range(-692, -36, 16), ...range(-36, -4, 0.5), ...range(-4, -1, 0.1), ...range(-1, 1, 0.04), ...range(1, 4, 0.1), ...range(4, 36, 0.5), ...range(36, 692, 16), 692,
];

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) }, (_item, index) => from + index * step);
}

const LOWEST_PLAUSIBLE_LOG_RATE = Math.log(1e-4);

function rateOf(terms: readonly Term[]): MoneyWeightedReturn | Undefined {
  const scale = terms.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  const last = terms.at(-1)!.years;
  // Discounting to the first day for positive rates and to the last for negative ones keeps every power at or below 1.
  const value = (x: number): number => {
    const anchor = x < 0 ? last : 0;
    let sum = 0;
    for (const { years, amount } of terms) sum += amount * Math.exp(x * (anchor - years));
    return sum / scale;
  };
  const roots = findRoots(value, LOG_RATE_GRID);
  if (roots.length === 0) return undefinedBecause('No rate of return balances these cash flows.');
  const chosen = choose(roots, value(0));
  return { rateFraction: Math.expm1(chosen), otherRatesFraction: roots.filter((root) => root !== chosen).map((root) => Math.expm1(root)) };
}

function choose(roots: readonly number[], totalGain: number): number {
  const plausible = roots.filter((root) => root > LOWEST_PLAUSIBLE_LOG_RATE);
  const candidates = plausible.length > 0 ? plausible : roots;
  const agreeing = candidates.filter((root) => Math.sign(root) === Math.sign(totalGain));
  return (agreeing.length > 0 ? agreeing : candidates).reduce((best, root) => (Math.abs(root) < Math.abs(best) ? root : best));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
