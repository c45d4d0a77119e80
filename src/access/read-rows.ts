import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { invalidInput } from '../shared/errors.ts';
import { isVisibleAlong, reachOf, scopeOf, tableOf, type Condition } from './compile-reach.ts';
import type { Principal } from './principal.ts';
import type { OrderBy, OrderKeys } from './row.ts';
import { originOf } from './write-guard.ts';
import { isPlainObject, maySee, readableProperty, scopeCondition, unknownProperty } from './scope-condition.ts';

export interface Read {
  readonly em: SqlEntityManager;
  readonly principal: Principal;
  readonly meta: EntityMetadata;
}

export interface ReadOptions {
  readonly populate?: readonly string[];
  readonly fields?: readonly string[];
  readonly orderBy?: OrderBy;
  readonly limit?: number;
  readonly offset?: number;
}

export type PlainRow = Record<string, unknown>;

/** Keys in one IN list of a populated relation; longer ones are read in parts. */
const KEYS_AT_ONCE = 1000;

/** The caller's condition within the principal's reach, or undefined when nothing can match. */
export function scopedWhere({ meta, principal }: Read, where: unknown): Condition | undefined {
  const scope = scopeOf(meta.className, principal);
  const asked = scopeCondition(meta, where, principal);
  if (scope === 'none') return undefined;
  return scope === 'all' ? asked : { $and: [scope, asked] };
}

/** Rows within reach as frozen plain objects. */
export async function readRows(read: Read, where: unknown, options: ReadOptions = {}): Promise<PlainRow[]> {
  const fields = readableFields(read, options.fields);
  const tree = populateTree(read, options.populate ?? []);
  const orderBy = checkedOrder(read, options.orderBy);
  originOf(read.em).onRead?.(read.meta.tableName);
  const condition = scopedWhere(read, where);
  if (!condition || options.limit === 0) return [];
  const query = read.em.createQueryBuilder(read.meta.class, 'e').select([...fields]).where(condition);
  if (orderBy.length > 0) query.orderBy(orderBy);
  if (options.limit !== undefined) query.limit(options.limit, options.offset);
  else if (options.offset) throw invalidInput('An offset needs a limit.');
  const found = await query.execute<PlainRow[]>('all');
  const properties = fields.map((name) => read.meta.properties[name as keyof typeof read.meta.properties] as EntityProperty);
  const rows = found.map((data) => plainRow(read, properties, data));
  for (const [relation, deeper] of tree) await populate(read, rows, relation, deeper);
  for (const row of rows) Object.freeze(row);
  return rows;
}

function readableFields({ meta, principal }: Pick<Read, 'meta' | 'principal'>, wanted: readonly string[] | undefined): readonly string[] {
  if (wanted) return wanted.map((name) => readableProperty(meta, name, principal).name);
  return meta.props.filter((prop) => prop.persist !== false && maySee(meta, prop.name, principal)).map((prop) => prop.name);
}

function plainRow({ em }: Read, properties: readonly EntityProperty[], data: PlainRow): PlainRow {
  const platform = em.getPlatform();
  const row: PlainRow = {};
  for (const property of properties) {
    const value = data[property.name] ?? null;
    if (value === null) row[property.name] = null;
    else if (property.targetMeta) row[property.name] = Object.freeze({ [String(property.targetMeta.primaryKeys[0])]: value });
    else row[property.name] = property.customType ? property.customType.convertToJSValue(value, platform) : value;
  }
  return row;
}

type PopulateTree = ReadonlyMap<string, readonly string[]>;

function populateTree({ meta, principal }: Pick<Read, 'meta' | 'principal'>, paths: readonly string[]): PopulateTree {
  const tree = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    const target = readableProperty(meta, head, principal).targetMeta;
    if (!target) throw invalidInput(`"${head}" of ${meta.className} is no relation.`);
    const deeper = tree.get(head) ?? [];
    if (rest.length > 0) deeper.push(rest.join('.'));
    tree.set(head, deeper);
    populateTree({ meta: target, principal }, deeper); // refuses an unknown path before anything is read
  }
  return tree;
}

/** One query a relation, through the same scope: rows out of reach stay a bare key. */
async function populate(read: Read, rows: readonly PlainRow[], relation: string, deeper: readonly string[]): Promise<void> {
  const meta = readableProperty(read.meta, relation, read.principal).targetMeta;
  if (!meta) throw unknownProperty(read.meta, relation);
  const key = String(meta.primaryKeys[0]);
  const keyOf = (row: PlainRow) => (row[relation] as PlainRow | null | undefined)?.[key]; // made above: a bare key or null
  const keys = [...new Set(rows.map(keyOf).filter((value) => value !== undefined))];
  const loaded = new Map<unknown, PlainRow>();
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const part = await readRows({ ...read, meta }, { [key]: { $in: keys.slice(from, from + KEYS_AT_ONCE) } }, { populate: deeper });
    for (const row of part) loaded.set(row[key], row);
  }
  for (const row of rows) row[relation] = loaded.get(keyOf(row)) ?? row[relation];
}

/** Refuses to sort by secret columns, and through relations whose rows are not as visible as the row itself. */
function checkedOrder(read: Read, orderBy: OrderBy | undefined): OrderKeys[] {
  if (orderBy === undefined) return [];
  const list = (Array.isArray(orderBy) ? orderBy : [orderBy]) as readonly OrderKeys[]; // narrows the readonly list that isArray loses
  for (const keys of list) checkOrderKeys(read, read.meta, [], keys);
  return list.map((keys) => structuredClone(keys));
}

function checkOrderKeys(read: Read, meta: EntityMetadata, path: readonly string[], keys: OrderKeys): void {
  for (const key of Reflect.ownKeys(keys)) {
    if (typeof key !== 'string') throw invalidInput('Sorting names properties only.');
    const value: unknown = keys[key];
    const property = readableProperty(meta, key, read.principal);
    if (isPlainObject(value) && property.targetMeta) {
      assertVisible(read, [...path, key], property.targetMeta);
      checkOrderKeys(read, property.targetMeta, [...path, key], value as OrderKeys); // its own keys are checked in turn
    } else if (value !== 'asc' && value !== 'desc') {
      throw invalidInput(`"${key}" can be sorted "asc" or "desc".`);
    }
  }
}

export function assertVisible(read: Read, path: readonly string[], target: EntityMetadata): void {
  const root = reachOf(tableOf(read.meta.className), read.principal);
  if (!isVisibleAlong(root, path, target, read.principal)) {
    throw invalidInput(`${read.meta.className} cannot be sorted or grouped through "${path.join('.')}".`);
  }
}
