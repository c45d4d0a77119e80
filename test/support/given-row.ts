import { EntityManager, type EntityClass, type EntityMetadata, type EntityProperty } from '@mikro-orm/core';
import { ExactDecimalType } from '../../src/entities/exact-decimal.type.ts';
import { nextNumber } from './given-sequence.ts';

type Values = Record<string, unknown>;

/** A row of any table with the fewest values that the schema allows, made from the metadata; `values` names the relations. */
export async function givenRow<T extends object>(em: EntityManager, entity: EntityClass<T>, values: Values): Promise<T> {
  const meta = em.getMetadata().get(entity) as unknown as EntityMetadata; // columns by name
  const row = em.create(entity, { ...requiredValues(meta, nextNumber()), ...values } as never); // the schema itself judges it on flush
  await em.persist(row).flush();
  return row;
}

/** Valid values for every column that needs one and is no relation. The number makes them differ between rows. */
export function requiredValues(meta: EntityMetadata, number: number): Values {
  const values: Values = {};
  for (const property of meta.props as EntityProperty[]) {
    if (property.targetMeta || property.nullable || property.version || property.generated) continue;
    values[property.name] = columnValue(meta, property, number);
  }
  return values;
}

export function columnValue(meta: EntityMetadata, property: EntityProperty, number: number): unknown {
  if (property.customType instanceof ExactDecimalType) return '1.5';
  const allowed = allowedValues(meta, property);
  if (allowed) return allowed[number % allowed.length];
  const type = property.columnTypes[0]?.toLowerCase() ?? '';
  const runtime = property.runtimeType;
  if (property.type.toLowerCase().includes('json')) return [];
  if (runtime === 'boolean') return true;
  if (runtime === 'Date') return new Date(Date.UTC(2026, 0, 1, 0, number));
  if (type.startsWith('date')) return new Date(Date.UTC(2000, 0, 1 + (number % 9000))).toISOString().slice(0, 10);
  if (runtime === 'number') return /int/.test(type) ? number % 100 : 0.5;
  const text = number.toString(36);
  if (property.length === 3) return text.toUpperCase().padStart(3, 'A').slice(-3);
  if (property.length === 2) return text.toUpperCase().padStart(2, 'A').slice(-2);
  return property.length === 64 ? number.toString(16).padStart(64, '0') : `${property.name}-${text}`.slice(-(property.length ?? 36));
}

/** The closed list of a controlled column, read off the table's own CHECK. */
function allowedValues(meta: EntityMetadata, property: EntityProperty): string[] | undefined {
  for (const check of meta.checks) {
    const match = typeof check.expression === 'string' ? /^(\w+) in \((.*)\)$/.exec(check.expression) : null;
    if (match && match[1] === property.fieldNames[0]) return match[2]?.split(',').map((value) => value.slice(1, -1));
  }
  return undefined;
}
