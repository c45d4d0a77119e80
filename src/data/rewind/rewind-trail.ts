import type { EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { AuditTrail } from '../../entities/compliance/audit-trail.entity.ts';
import type { SqlRows } from '../derived/sql-rows.ts';

export type TrailRow = Pick<AuditTrail, 'id' | 'occurredAt' | 'actorRole' | 'tableName' | 'rowKey' | 'operation' | 'changes'>;

/** What was changed after an instant, newest first: the order in which it is taken back. */
export async function loadTrailSince(em: EntityManager, tables: readonly string[], at: Date): Promise<TrailRow[]> {
  return em.find(AuditTrail, { tableName: { $in: [...tables] }, occurredAt: { $gt: at } }, { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], disableIdentityMap: true });
}

/**
 * Takes changes back in a copy of their table.
 * @returns Columns whose earlier value the trail keeps as a hash only: those stay as they are.
 */
export async function takeBack(em: EntityManager, sql: SqlRows, meta: EntityMetadata, rows: readonly TrailRow[]): Promise<string[]> {
  const lost: string[] = [];
  for (const { rowKey, operation, changes } of rows) {
    const key = keyOf(meta, rowKey);
    const where = key.map(([column]) => `${column} = ?`).join(' and ');
    const values = key.map(([, value]) => value);
    if (operation === 'insert') {
      await sql.run(`delete from \`${meta.tableName}\` where ${where}`, values);
      continue;
    }
    const before = changes.flatMap(({ field, before: value }) => {
      const property = propertyOf(meta, field);
      if (!property) return [];
      if (typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)) {
        lost.push(field);
        return [];
      }
      return [[columnOf(property), stored(em, property, value)] as const];
    });
    if (operation === 'delete') await restore(sql, meta, [...key, ...before, ...unkept(meta, changes.map(({ field }) => field))]);
    else if (before.length > 0) await sql.run(`update \`${meta.tableName}\` set ${before.map(([column]) => `${column} = ?`).join(', ')} where ${where}`, [...before.map(([, value]) => value), ...values]);
  }
  return [...new Set(lost)];
}

type Stored = readonly [column: string, value: unknown];

async function restore(sql: SqlRows, { tableName }: EntityMetadata, values: readonly Stored[]): Promise<void> {
  const row = new Map(values.toReversed()); // the key first: it counts whatever the trail says of it
  await sql.run(`insert into \`${tableName}\` (${[...row.keys()].join(', ')}) values (${sql.marks([...row.values()])})`, [...row.values()]);
}

/** Columns that no trail holds (secret ones, the lock version) and that a row cannot be without. Nothing that replays reads them. */
function unkept(meta: EntityMetadata, kept: readonly string[]): Stored[] {
  return meta.props.filter(({ name, persist, nullable, primary }) => persist !== false && !nullable && !primary && !kept.includes(name)).map((property) => [columnOf(property), property.runtimeType === 'string' ? '' : 0] as const);
}

function keyOf(meta: EntityMetadata, rowKey: string): Stored[] {
  const parts = meta.primaryKeys.length === 1 ? [rowKey] : rowKey.split(':');
  return meta.primaryKeys.map((name, index) => [columnOf(propertyOf(meta, String(name))!), parts[index] ?? ''] as const); // a key is a property
}

function propertyOf(meta: EntityMetadata, name: string): EntityProperty | undefined {
  return meta.properties[name as keyof typeof meta.properties] as EntityProperty | undefined;
}

function columnOf(property: EntityProperty): string {
  return `\`${property.fieldNames[0] ?? property.name}\``;
}

/** From the trail's form, which does not depend on the engine, to the engine's. */
function stored(em: EntityManager, property: EntityProperty, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const platform = em.getPlatform();
  if (property.runtimeType === 'Date') return platform.processDateProperty(new Date(value as string)); // ISO text, as the trail keeps instants
  if (property.customType) return property.customType.convertToDatabaseValue(value, platform, { mode: 'query-data' });
  return typeof value === 'boolean' ? Number(value) : value;
}
