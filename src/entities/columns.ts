import { p } from '@mikro-orm/core';
import type { IsoDate } from '../shared/calendar.ts';
import { ExactDecimalType } from './exact-decimal.type.ts';

/** The vocabulary of columns that all entities share, so that a thing of one kind has one type in all 71 tables. */

/** Application-made UUIDv7. */
export const id = () => p.string().length(36).primary();

export const text = (length: number) => p.string().length(length);

/** Long prose: notes, messages, document text. Up to 16 MB on MySQL. */
export const longText = () => p.text().length(16_777_215);

/** One of a closed list; pair it with `oneOf()` in the table's `checks`. */
export const controlled = <const K extends string>(_values: readonly K[]) => p.string().length(32).$type<K>();

/**
 * A table-level CHECK for a controlled column (property-level checks drift on SQLite). No space after the commas: the schema
 * comparator splits SQLite's constraints at ", ".
 */
export const oneOf = (table: string, column: string, values: readonly string[]) => ({
  name: `${table}_${column}_check`.toLowerCase(),
  expression: `${column} in (${values.map((value) => `'${value}'`).join(',')})`,
});

export const exactDecimal = (digits: number, scale: number) => p.type(new ExactDecimalType(digits, scale)).$type<string>();

/** Money in the currency that the row names. */
export const money = () => exactDecimal(20, 4);
/** Price of one unit in the currency that the row names. */
export const price = () => exactDecimal(20, 8);
/** Units, shares, coins. */
export const quantity = () => exactDecimal(24, 10);
/** Exchange rate: units of quote currency for one unit of base currency. */
export const fxRate = () => exactDecimal(20, 10);
/** Ratio such as a split factor. */
export const ratio = () => exactDecimal(20, 10);

/** A statistic as float64: a fraction (0.05 = 5 %), a score, a ratio. */
export const float = () => p.double().$type<number>();

/** ISO 4217. */
export const currency = () => p.string().length(3);
/** ISO 3166-1 alpha-2. */
export const country = () => p.string().length(2);

/** Calendar day without a time zone. */
export const day = () => p.date().$type<IsoDate>();
/** An instant, UTC, milliseconds. */
export const instant = () => p.datetime(3);

export const flag = () => p.boolean();
export const count = () => p.integer();
export const bigCount = () => p.bigint('number');

/** SHA-256 in lower-case hexadecimal. */
export const hash = () => p.string().length(64);

/** Structured data that is read and written whole, never queried by field. */
export const json = <T>() => p.json().$type<T>();

/** Optimistic lock: the row's version, raised by each update. */
export const version = () => p.integer().version();

/**
 * Relation to a row of the same table, empty when there is none. Write it with its return type, or the type of the entity would
 * depend on itself: `supersedes: (): SelfReference => selfReference(Transaction, '…')`. Index it at table level.
 */
export const selfReference = (target: new () => { id: string }, comment: string) =>
  p.manyToOne(target).nullable().index(false).deleteRule('set null').comment(comment);

export type SelfReference = ReturnType<typeof selfReference>;
