import { raw, type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import { ExactDecimalType } from '../entities/exact-decimal.type.ts';
import { invalidInput } from '../shared/errors.ts';
import { assertVisible, scopedWhere, type PlainRow, type Read } from './read-rows.ts';
import type { AggregateFunction, AggregateRow, Direction } from './row.ts';
import { readableProperty } from './scope-condition.ts';
import { originOf } from './write-guard.ts';

export interface AggregateRead {
  readonly where: unknown;
  readonly groupBy?: readonly string[];
  readonly aggregates: Readonly<Record<string, { readonly fn: AggregateFunction; readonly of?: string }>>;
  readonly orderBy?: Readonly<Record<string, Direction>>;
  readonly limit?: number;
}

interface Column {
  readonly name: string;
  readonly sql: string;
  /** How the engine's value becomes a JavaScript one; undefined for counts and for the day of an instant. */
  readonly property: EntityProperty | undefined;
  readonly grouped: boolean;
  readonly isDay?: boolean;
}

/** Groups an instant by its UTC day: `startedAt.day`. */
const DAY = '.day';

/**
 * Groups and aggregates the rows within reach, with the scope inside the query. Every piece of SQL here is put together from column
 * names of the metadata; callers' text only ever selects among them.
 */
export async function aggregateRows(read: Read, options: AggregateRead): Promise<AggregateRow[]> {
  const joins = new Map<string, string>();
  const groups = (options.groupBy ?? []).map((path): Column => (path.endsWith(DAY) ? dayOf(read, path, joins) : { ...columnOf(read, path, joins), name: path, grouped: true }));
  const measures = Object.entries(options.aggregates).map(([name, { fn, of }]) => measure(read, joins, name, fn, of));
  const columns = [...groups, ...measures];
  if (columns.length === 0) throw invalidInput('Name at least one group or aggregate.');
  const order = Object.entries(options.orderBy ?? {}).map(([name, direction]) => orderTerm(columns, name, direction));
  originOf(read.em).onRead?.(read.meta.tableName);
  const condition = scopedWhere(read, options.where);
  if (!condition) return groups.length > 0 ? [] : [emptyTotals(measures, options)];

  const query = read.em.createQueryBuilder(read.meta.class, 'e').where(condition);
  for (const [path, alias] of joins) query.leftJoin(joinSource(path, joins), alias);
  query.select(columns.map((column, index) => raw(`${column.sql} as c${index}`)));
  if (groups.length > 0) query.groupBy(groups.map((group) => raw(group.sql)));
  if (order.length > 0) query.orderBy(order);
  if (options.limit !== undefined) query.limit(options.limit);
  const found = await query.execute<PlainRow[]>('all', { mapResults: false });
  return found.map((row) => Object.freeze(Object.fromEntries(columns.map((column, index) => [column.name, readValue(read, column, row[`c${index}`])]))));
}

function columnOf(read: Read, path: string, joins: Map<string, string>): { sql: string; property: EntityProperty } {
  const parts = path.split('.');
  let meta: EntityMetadata = read.meta;
  let alias = 'e';
  for (const [index, part] of parts.slice(0, -1).entries()) {
    const target = readableProperty(meta, part, read.principal).targetMeta;
    if (!target) throw invalidInput(`"${part}" of ${meta.className} is no relation.`);
    const walked = parts.slice(0, index + 1);
    assertVisible(read, walked, target);
    const key = walked.join('.');
    alias = joins.get(key) ?? `j${joins.size}`;
    joins.set(key, alias);
    meta = target;
  }
  const property = readableProperty(meta, parts.at(-1) ?? '', read.principal);
  return { sql: `${alias}.${read.em.getPlatform().quoteIdentifier(property.fieldNames[0] ?? '')}`, property };
}

function dayOf(read: Read, path: string, joins: Map<string, string>): Column {
  const { sql, property } = columnOf(read, path.slice(0, -DAY.length), joins);
  if (property.runtimeType !== 'Date') throw invalidInput(`"${path.slice(0, -DAY.length)}" is no moment, so it has no day.`);
  // SQLite keeps instants as milliseconds, MariaDB as moments in UTC.
  return { name: path, sql: read.em.getPlatform() instanceof SqlitePlatform ? `date(${sql} / 1000, 'unixepoch')` : `date_format(${sql}, '%Y-%m-%d')`, property: undefined, grouped: true, isDay: true };
}

function joinSource(path: string, joins: ReadonlyMap<string, string>): string {
  const parts = path.split('.');
  const parent = joins.get(parts.slice(0, -1).join('.')) ?? 'e';
  return `${parent}.${parts.at(-1)}`;
}

function measure(read: Read, joins: Map<string, string>, name: string, fn: AggregateFunction, of: string | undefined): Column {
  if (of === undefined) {
    if (fn !== 'count') throw invalidInput(`"${fn}" needs a column.`);
    return { name, sql: 'count(*)', property: undefined, grouped: false };
  }
  const { sql, property } = columnOf(read, of, joins);
  const exact = property.customType instanceof ExactDecimalType;
  const plain = { name, grouped: false };
  switch (fn) {
    case 'count':
      return { ...plain, sql: `count(${sql})`, property: undefined };
    case 'countDistinct':
      return { ...plain, sql: `count(distinct ${sql})`, property: undefined };
    case 'min':
    case 'max':
      return { ...plain, sql: `${fn}(${sql})`, property };
    case 'sum':
      return { ...plain, sql: exact && read.em.getPlatform() instanceof SqlitePlatform ? `dec_sum(${sql})` : `sum(${sql})`, property: exact ? property : undefined };
    case 'avg':
      if (exact) throw invalidInput(`"${of}" is an exact decimal: ask for its sum and count.`);
      return { ...plain, sql: `avg(${sql})`, property: undefined };
    default:
      throw invalidInput(`There is no aggregate "${String(fn satisfies never)}".`);
  }
}

function orderTerm(columns: readonly Column[], name: string, direction: Direction): Record<string, Direction> {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw invalidInput(`"${name}" is neither a group nor an aggregate.`);
  if (direction !== 'asc' && direction !== 'desc') throw invalidInput('Sort "asc" or "desc".');
  return { [raw(column.sql)]: direction };
}

function readValue(read: Read, column: Column, value: unknown): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null;
  const property = column.property;
  if (column.isDay) return String(value as string); // both engines answer with text
  if (!property) return Number(value);
  if (property.customType) return property.customType.convertToJSValue(value, read.em.getPlatform()) as string; // exact decimals and days are text
  if (property.runtimeType === 'Date') return value instanceof Date ? value : (read.em.getPlatform().parseDate(value as string | number) as Date); // the driver's own form of an instant
  if (property.runtimeType === 'boolean') return Boolean(value);
  return typeof value === 'number' ? value : String(value as string); // ids, codes and names
}

function emptyTotals(measures: readonly Column[], options: AggregateRead): AggregateRow {
  return Object.fromEntries(measures.map(({ name }) => [name, options.aggregates[name]?.fn.startsWith('count') ? 0 : null]));
}
