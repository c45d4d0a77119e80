import type { Where } from '../../access/row.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { resolvePeriod } from '../../shared/period.ts';

export type FlatValue = string | number | boolean | null | undefined;
export type FlatRow = Readonly<Record<string, FlatValue>>;

/** Rows ready for a table, and how many matched in all. */
export interface Listed<R extends FlatRow = FlatRow> {
  readonly rows: readonly R[];
  readonly total: number;
}

/** Shapes the rows that were read; counts the rest only when the list was cut. */
export async function listed<T, R extends FlatRow>(rows: readonly T[], limit: number, count: () => Promise<number>, shape: (row: T) => R): Promise<Listed<R>> {
  return { rows: rows.map(shape), total: rows.length < limit ? rows.length : await count() };
}

/** A condition of those parts that were asked for: undefined ones are left out. */
export function wanted<T>(conditions: Readonly<Record<string, unknown>>): Where<T> {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined)) as Where<T>; // the door checks each column's name when it runs
}

/** Instants inside a period of days, UTC; undefined when no period was asked for. */
export function instantsIn(period: string | undefined, today: IsoDate): { $gte: Date; $lt: Date } | undefined {
  if (period === undefined) return undefined;
  const { from, to } = resolvePeriod(period, today);
  return { $gte: startOf(from), $lt: startOf(addDays(to, 1)) };
}

/** Days inside a period; undefined when no period was asked for. */
export function daysIn(period: string | undefined, today: IsoDate): { $gte: IsoDate; $lte: IsoDate } | undefined {
  if (period === undefined) return undefined;
  const { from, to } = resolvePeriod(period, today);
  return { $gte: from, $lte: to };
}

export function startOf(day: IsoDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** An instant as text, to the minute, UTC. */
export function minute(instant: Date | null | undefined): string | null {
  return instant ? `${instant.toISOString().slice(0, 16)}Z` : null;
}

/** The UTC day of an instant as text. */
export function dayText(instant: Date | null | undefined): string | null {
  return instant ? instant.toISOString().slice(0, 10) : null;
}
