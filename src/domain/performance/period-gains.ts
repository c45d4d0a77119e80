import type { ValuedDay } from './time-weighted-return.ts';

/** Change in (value − net money put in) over a calendar month, in the currency of the days. */
export interface MonthGain {
  /** YYYY-MM */
  readonly month: string;
  readonly gain: number;
}

/** @param days Every day of the period, oldest first; a month without days does not appear. */
export function monthlyGain(openingValue: number, days: readonly ValuedDay[]): MonthGain[] {
  const months = new Map<string, number>();
  let previous = openingValue;
  for (const { date, value, inflow, outflow } of days) {
    const month = date.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + value - previous - inflow + outflow);
    previous = value;
  }
  return Array.from(months, ([month, gain]) => ({ month, gain }));
}
