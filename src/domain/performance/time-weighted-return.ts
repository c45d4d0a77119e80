import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** The end of one day of a portfolio in one currency; `inflow` and `outflow` (both ≥ 0) are that day's external flows. */
export interface ValuedDay {
  readonly date: IsoDate;
  readonly value: number;
  readonly inflow: number;
  readonly outflow: number;
}

/**
 * When the flows of a day are taken to happen. `in-start-out-end` is the cautious convention of Portfolio Performance: deposits work from the
 * morning, withdrawals until the evening.
 */
export type FlowTiming = 'start-of-day' | 'end-of-day' | 'in-start-out-end';

/** Value just before and just after the external flow of a date (equal when there was none). */
export interface ValuationPoint {
  readonly date: IsoDate;
  readonly before: number;
  readonly after: number;
}

/** Chain of period returns: (1 + r1)(1 + r2)… − 1. Empty: 0 (nothing happened). */
export function linkReturns(returns: Iterable<number>): number {
  let growth = 1;
  for (const value of returns) growth *= 1 + value;
  return growth - 1;
}

/**
 * Return of one day from the close before it.
 * @returns 0 for a day without money at work (nothing held, or everything came in at its end); Undefined when the base is negative, or zero with a result.
 */
export function dailyReturn(previousValue: number, day: ValuedDay, timing: FlowTiming): number | Undefined {
  const { startFlow, endFlow } = splitFlow(day, timing);
  const base = previousValue + startFlow;
  const end = day.value - endFlow;
  if (!Number.isFinite(base) || !Number.isFinite(end)) return undefinedBecause(`The value on or before ${day.date} is unknown: a price or an exchange rate is missing.`);
  if (base > 0) return end / base - 1;
  // A cent of float noise is not a result.
  if (Math.abs(end - base) <= 1e-9 * Math.max(1, Math.abs(day.value), day.inflow, day.outflow)) return 0;
  return undefinedBecause(`There is no positive value on ${day.date} to measure a return against.`);
}

function splitFlow(day: ValuedDay, timing: FlowTiming): { startFlow: number; endFlow: number } {
  switch (timing) {
    case 'start-of-day': return { startFlow: day.inflow - day.outflow, endFlow: 0 };
    case 'end-of-day': return { startFlow: 0, endFlow: day.inflow - day.outflow };
    case 'in-start-out-end': return { startFlow: day.inflow, endFlow: -day.outflow };
  }
}

/**
 * One return for each day, given the close before the first of them.
 * @param openingValue Close before `days[0]`; 0 when the portfolio opens on that day.
 */
export function dailyReturns(openingValue: number, days: readonly ValuedDay[], timing: FlowTiming): number[] | Undefined {
  const returns: number[] = [];
  let previous = openingValue;
  for (const day of days) {
    const value = dailyReturn(previous, day, timing);
    if (isUndefined(value)) return value;
    returns.push(value);
    previous = day.value;
  }
  return returns;
}

/**
 * Time-weighted return, daily-linked.
 * @param days Every day of the period (or at least every day with a flow), oldest first, in one currency. Fees, taxes, income inside the portfolio are part of the value, not flows.
 * @returns Cumulative fraction (0.05 = 5 %), not annualised; Undefined when a day starts without positive value yet shows a result.
 * Source: CFA Institute, GIPS 2020, provision 2.A.23; Bacon, Practical Portfolio Performance Measurement and Attribution, ch. 3.
 */
export function timeWeightedReturn(openingValue: number, days: readonly ValuedDay[], timing: FlowTiming): number | Undefined {
  const returns = dailyReturns(openingValue, days, timing);
  return isUndefined(returns) ? returns : linkReturns(returns);
}

/**
 * Time-weighted return where the portfolio was valued before and after each flow: sub-periods run from `after` to the next `before`.
 * @param points Oldest first; the first one's `after` opens, the last one's `before` closes.
 */
export function linkedSubPeriodReturn(points: readonly ValuationPoint[]): number | Undefined {
  if (points.length < 2) return undefinedBecause('A return needs an opening and a closing valuation.');
  let growth = 1;
  for (let index = 1; index < points.length; index += 1) {
    const opening = points[index - 1]!.after;
    const closing = points[index]!.before;
    if (opening > 0) growth *= closing / opening;
    else if (closing !== opening) return undefinedBecause(`There is no positive value after ${points[index - 1]!.date} to measure a return against.`);
  }
  return growth - 1;
}
