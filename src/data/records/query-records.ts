import type { EntityClass } from '@mikro-orm/core';
import type { AggregateFunction, Direction, OrderBy, OrderKeys } from '../../access/row.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import type { Cell } from '../../shared/answer.ts';
import { isIsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { wanted } from './listed.ts';
import { catalogueTable, columnsFor, type CatalogueColumn, type CatalogueTable } from './table-catalogue.ts';

export type FilterOperator = 'eq' | 'ne' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'is_null';
export type FilterValue = string | number | boolean | null | readonly (string | number | boolean)[];

export interface RecordQuery {
  readonly table: string;
  readonly fields?: readonly string[] | undefined;
  readonly filters?: readonly { readonly field: string; readonly op: FilterOperator; readonly value?: FilterValue | undefined }[] | undefined;
  readonly groupBy?: readonly string[] | undefined;
  readonly aggregates?: readonly { readonly fn: AggregateFunction; readonly field?: string | undefined }[] | undefined;
  readonly orderBy?: readonly { readonly field: string; readonly direction?: Direction | undefined }[] | undefined;
  readonly limit: number;
}

export interface RecordColumn {
  readonly name: string;
  readonly column: CatalogueColumn | undefined;
  readonly masked: boolean;
}

export interface RecordsFound {
  readonly columns: readonly RecordColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Matching rows, shown or not; undefined for groups beyond the limit, which are not counted. */
  readonly total: number;
  readonly isTotalExact: boolean;
}

const MASK = '(masked)';
/** Long prose is cut: a record list is an overview. */
const LONGEST_TEXT = 400;

/**
 * Rows or groups of one table within the principal's reach. Secret columns do not exist here. An auditor sees personal columns only when
 * they are named in `fields`; otherwise they are masked. Columns that the role does not see are masked, named or not.
 * @throws AppError invalid-input for unknown tables, columns, operators and values.
 */
export async function queryRecords(db: ScopedDb, query: RecordQuery, { cutText = true } = {}): Promise<RecordsFound> {
  const table = tableOf(query);
  return query.aggregates?.length || query.groupBy?.length ? groups(db, table, query) : rowsOf(db, table, query, cutText);
}

/** How many rows match. */
export async function countRecords(db: ScopedDb, query: RecordQuery): Promise<number> {
  const table = tableOf(query);
  return db.count(entityOf(table), conditionOf(table, query));
}

function tableOf(query: RecordQuery): CatalogueTable {
  const table = catalogueTable(query.table);
  if (!table) throw invalidInput(`There is no table "${query.table.slice(0, 60)}".`, { hint: 'Ask describe_catalogue which tables there are.' });
  return table;
}

function entityOf(table: CatalogueTable): EntityClass<object> {
  return table.description.schema.meta.class as EntityClass<object>; // the schema belongs to this class
}

async function rowsOf(db: ScopedDb, table: CatalogueTable, query: RecordQuery, cutText: boolean): Promise<RecordsFound> {
  const named = new Set(query.fields);
  const chosen = query.fields?.length ? query.fields : columnsFor(table, db.principal).filter(({ type }) => type !== 'json').map(({ name }) => name);
  const columns = chosen.map((name): RecordColumn => {
    const column = columnAt(table, name);
    const { role } = db.principal;
    return { name, column, masked: (role === 'auditor' && column.sensitivity === 'personal' && !named.has(name)) || column.isHiddenFrom(role) };
  });
  const where = conditionOf(table, query);
  const populate = [...new Set(chosen.filter((name) => name.includes('.')).map((name) => name.split('.').slice(0, -1).join('.')))];
  const orderBy: OrderBy = (query.orderBy ?? []).map(({ field, direction }) => nested(field, direction ?? 'asc', table));
  const found = await db.find(entityOf(table), where, { populate, orderBy, limit: query.limit });
  const total = found.length < query.limit ? found.length : await db.count(entityOf(table), where);
  return { columns, total, isTotalExact: true, rows: found.map((row) => columns.map(({ name, masked }) => (masked ? MASK : flat(valueAt(row, name), cutText)))) };
}

async function groups(db: ScopedDb, table: CatalogueTable, query: RecordQuery): Promise<RecordsFound> {
  const groupBy = query.groupBy ?? [];
  const measures = (query.aggregates?.length ? query.aggregates : [{ fn: 'count' as const, field: undefined }]).map(({ fn, field }) => ({ name: field === undefined ? fn : `${fn}_${field}`, fn, field }));
  for (const name of [...groupBy, ...measures.flatMap(({ field }) => field ?? [])]) columnAt(table, name);
  const found = await db.aggregate({
    entity: entityOf(table), where: conditionOf(table, query), groupBy,
    aggregates: Object.fromEntries(measures.map(({ name, fn, field }) => [name, { fn, ...(field === undefined ? {} : { of: field }) }])),
    orderBy: Object.fromEntries((query.orderBy ?? []).map(({ field, direction }) => [field, direction ?? 'asc'])), limit: query.limit + 1,
  });
  const names = [...groupBy, ...measures.map(({ name }) => name)];
  const shown = found.slice(0, query.limit);
  return {
    columns: names.map((name) => ({ name, column: groupBy.includes(name) ? columnAt(table, name) : undefined, masked: false })),
    rows: shown.map((row) => names.map((name) => flat(row[name]))), total: found.length, isTotalExact: found.length <= query.limit,
  };
}

/** The column that a path such as `portfolio.client.fullName` ends on. */
function columnAt(table: CatalogueTable, path: string): CatalogueColumn {
  const parts = path.split('.');
  let current: CatalogueTable | undefined = table;
  for (const [index, part] of parts.entries()) {
    const column: CatalogueColumn | undefined = current?.columns.find(({ name }) => name === part);
    if (!column) break;
    if (index === parts.length - 1) return column;
    current = column.target === undefined ? undefined : catalogueTable(column.target);
  }
  throw invalidInput(`${table.name} has no column "${path.slice(0, 80)}".`, { hint: `It has: ${table.columns.map(({ name }) => name).join(', ')}.` });
}

function nested(path: string, direction: Direction, table: CatalogueTable): OrderKeys {
  columnAt(table, path);
  return path.split('.').reduceRight<OrderKeys | Direction>((inner, part) => ({ [part]: inner }), direction) as OrderKeys; // at least one part, so an object
}

function conditionOf(table: CatalogueTable, query: RecordQuery) {
  const parts = (query.filters ?? []).map(({ field, op, value }) => {
    const comparison = compare(columnAt(table, field), op, value);
    return field.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), comparison);
  });
  return wanted<object>(parts.length > 0 ? { $and: parts } : {});
}

function compare(column: CatalogueColumn, op: FilterOperator, value: FilterValue | undefined): unknown {
  if (column.type === 'json') throw invalidInput(`"${column.name}" holds structured data and cannot be filtered.`);
  if (op === 'is_null') return value === false ? { $ne: null } : null;
  if (value === undefined) throw invalidInput(`The filter on "${column.name}" needs a value.`);
  if (op === 'in') return { $in: (Array.isArray(value) ? value : [value]).map((item: FilterValue) => typed(column, item)) };
  if (Array.isArray(value)) throw invalidInput(`Only "in" takes a list; "${column.name}" was compared by "${op}".`);
  if (op === 'contains') {
    if (column.type !== 'text' || typeof value !== 'string') throw invalidInput(`"contains" looks for text in a text column; "${column.name}" is none or the value is no text.`);
    return { $like: `%${value.replaceAll(/[%_\\]/g, '_')}%` };
  }
  return { [`$${op}`]: typed(column, value) };
}

function typed(column: CatalogueColumn, value: FilterValue): unknown {
  if (value === null) return null;
  const wrong = () => invalidInput(`"${String(value).slice(0, 60)}" is no value for "${column.name}", which is ${column.type === 'instant' ? 'a moment (ISO 8601)' : `of type ${column.type}`}.`);
  switch (column.type) {
    case 'instant': {
      const instant = typeof value === 'string' ? new Date(isIsoDate(value) ? `${value}T00:00:00Z` : value) : undefined;
      if (!instant || Number.isNaN(instant.getTime())) throw wrong();
      return instant;
    }
    case 'date': if (typeof value !== 'string' || !isIsoDate(value)) throw wrong(); return value;
    case 'number': if (typeof value !== 'number') throw wrong(); return value;
    case 'decimal': if (!/^-?\d{1,20}(\.\d{1,12})?$/.test(String(value))) throw wrong(); return String(value);
    case 'boolean': if (typeof value !== 'boolean') throw wrong(); return value;
    default: if (typeof value !== 'string') throw wrong(); return value;
  }
}

function valueAt(row: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined), row);
}

function flat(value: unknown, cutText = true): Cell {
  const cut = (text: string) => (cutText && text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object') return 'id' in value && typeof value.id === 'string' && Object.keys(value).length === 1 ? value.id : cut(JSON.stringify(value));
  return cut(String(value as string | bigint)); // nothing else comes out of a column
}
