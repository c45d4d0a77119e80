import type { EntityClass, EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { SqlRows } from '../data/derived/sql-rows.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Writes rows of an entity on the embedded engine past the mapper, converted as the mapper would: its own way writes each value into the
 * statement, which costs more than the insert. Rows that lack a column leave it to the column's default.
 */
export async function insertRows(em: EntityManager, entity: EntityClass<object>, rows: readonly object[]): Promise<void> {
  const meta = em.getMetadata().get(entity) as EntityMetadata<object>;
  const sql = new SqlRows(em);
  const asRow = (row: object) => row as Row; // rows of an entity by property
  for (const alike of Map.groupBy(rows.map(asRow), (row) => Object.keys(row).filter((key) => row[key] !== undefined).join()).values()) {
    const properties = Object.keys(alike[0]!).filter((key) => alike[0]![key] !== undefined).map((key) => propertyOf(meta, key));
    await sql.insert(meta.tableName, properties.map(({ fieldNames }) => fieldNames[0]!), alike.map((row) => properties.map((property) => stored(row[property.name], property, em))));
  }
}

function propertyOf(meta: EntityMetadata<object>, key: string): EntityProperty {
  const property = (meta.properties as Record<string, EntityProperty>)[key]; // by name
  if (property?.fieldNames?.length !== 1) throw new RangeError(`${meta.className}.${key} is not one column.`);
  return property;
}

function stored(value: unknown, property: EntityProperty, em: EntityManager): unknown {
  if (value === null || value === undefined) return null;
  const platform = em.getPlatform();
  const converted: unknown = property.customType ? property.customType.convertToDatabaseValue(value, platform, { mode: 'query-data' }) : value;
  if (converted instanceof Date) return converted.getTime();
  return typeof converted === 'boolean' ? Number(converted) : converted;
}
