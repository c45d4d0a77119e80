import { isoDate, type IsoDate } from '../../../src/shared/calendar.ts';
import { invalidInput } from '../../../src/shared/errors.ts';
import type { VectorCase } from '../vector-case.ts';
import type { DayCount } from '../../../src/domain/performance/day-count.ts';

/** Readers of the loosely typed inputs of cases: each refuses what it does not understand. */
export function numberAt(testCase: VectorCase, key: string): number {
  return asNumber(testCase.input[key], key);
}

export function asNumber(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  throw invalidInput(`${what} is not a number.`);
}

/** A convention written as text; empty when the case does not name it. */
export function conventionText(testCase: VectorCase, key: string): string {
  const value = testCase.conventions[key];
  return typeof value === 'string' ? value : '';
}

/** A name or kind. */
export function asText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw invalidInput(`${what} is not a text.`);
}

export function numbersAt(testCase: VectorCase, key: string): number[] {
  return listAt(testCase, key).map((item) => asNumber(item, key));
}

export function listAt(testCase: VectorCase, key: string): unknown[] {
  return asList(testCase.input[key] ?? [], key);
}

export function asList(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidInput(`${what} is not a list.`);
}

export function asDate(value: unknown): IsoDate {
  return isoDate(asText(value, 'date'));
}

export function dateAt(testCase: VectorCase, key: string): IsoDate {
  return asDate(testCase.input[key]);
}

/** `actual/365`, `act/365.25`, `30/360`, `act/act`… or, without one, the number of days in a year that the case names. */
export function dayCountOf(testCase: VectorCase): DayCount {
  const named = testCase.conventions['day_count'];
  const basis = testCase.conventions['annual_basis_days'];
  const text = typeof named === 'string' ? named : `actual/${typeof basis === 'number' ? basis : 365}`;
  const match = /^(act(?:ual)?|30e?)\s*\/\s*(act(?:ual)?|[\d.]+)/i.exec(text.trim());
  const found = match && `${/^act/i.test(match[1]!) ? 'actual' : match[1]!.toUpperCase()}/${/^act/i.test(match[2]!) ? 'actual' : match[2]}`;
  const known = DAY_COUNTS.find((dayCount) => dayCount === found);
  if (!known) throw new Error(`unknown day count "${text}"`);
  return known;
}

const DAY_COUNTS: readonly DayCount[] = ['actual/365', 'actual/365.25', 'actual/360', 'actual/364', '30/360', '30E/360', 'actual/actual'];
