import { startOfWeek, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { linkReturns } from './time-weighted-return.ts';

export interface DatedValue {
  readonly date: IsoDate;
  readonly value: number;
}

export type CalendarUnit = 'week' | 'month' | 'quarter' | 'year';

/** Geometrically linked returns of each calendar unit, in date order of first appearance. */
export interface UnitReturn {
  /** `2026`, `2026-Q3`, `2026-08`, or for weeks the Monday. */
  readonly unit: string;
  readonly returnFraction: number;
}

/** @param returns Dated simple returns, oldest first. A unit without observations does not appear. */
export function aggregateReturns(returns: readonly DatedValue[], unit: CalendarUnit): UnitReturn[] {
  const byUnit = new Map<string, number[]>();
  for (const { date, value } of returns) {
    const key = unitOf(date, unit);
    const members = byUnit.get(key);
    if (members) members.push(value);
    else byUnit.set(key, [value]);
  }
  return Array.from(byUnit, ([key, members]) => ({ unit: key, returnFraction: linkReturns(members) }));
}

function unitOf(date: IsoDate, unit: CalendarUnit): string {
  switch (unit) {
    case 'year': return date.slice(0, 4);
    case 'month': return date.slice(0, 7);
    case 'quarter': return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    case 'week': return startOfWeek(date);
  }
}

/** Running growth of `start` (0: cumulative fraction; 100: an index). A missing return leaves it where it was. */
export function cumulativeReturns(returns: readonly (number | null)[], start = 0): number[] {
  let growth = 1;
  return returns.map((value) => {
    growth *= 1 + (value ?? 0);
    return start === 0 ? growth - 1 : growth * start;
  });
}

/** Last over first, less one. */
export function totalReturn(values: readonly number[]): number | Undefined {
  const first = values[0];
  const last = values.at(-1);
  if (values.length < 2 || first === undefined || last === undefined) return undefinedBecause('A return needs two values.');
  return first > 0 ? last / first - 1 : undefinedBecause('The first value is not positive.');
}

/** The series scaled so that it starts at `base`. */
export function rebase(values: readonly number[], base = 100): number[] | Undefined {
  const first = values[0];
  if (first === undefined || first === 0) return undefinedBecause('There is no first value to scale by.');
  return values.map((value) => value / first * base);
}

/**
 * Return of a price since the last one on or before `openingDate`.
 * @param prices Oldest first, without flows (an index or a unit price).
 */
export function returnSince(prices: readonly DatedValue[], openingDate: IsoDate, asOf: IsoDate): number | Undefined {
  const base = lastOnOrBefore(prices, openingDate);
  const end = lastOnOrBefore(prices, asOf);
  if (!base || !end) return undefinedBecause(`There is no value on or before ${base ? asOf : openingDate}.`);
  return base.value > 0 ? end.value / base.value - 1 : undefinedBecause('The value at the start is not positive.');
}

/** Binary search; undefined when every date is later. */
export function lastOnOrBefore<T extends { readonly date: IsoDate }>(ascending: readonly T[], date: IsoDate): T | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]!.date <= date) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}
