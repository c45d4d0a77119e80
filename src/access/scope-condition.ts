import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { invalidInput, type AppError } from '../shared/errors.ts';
import { scopeOf, tableOf, type Condition } from './compile-reach.ts';
import type { Principal } from './principal.ts';

const OPERATORS = new Set(['$eq', '$ne', '$in', '$nin', '$gt', '$gte', '$lt', '$lte', '$like']);

/**
 * Checks a caller's condition and scopes it: only known, non-secret columns, only plain comparisons, and each step through a relation
 * looks only at rows within reach. Otherwise a filter would be an oracle: rows that may not be seen could be guessed by what matches.
 */
export function scopeCondition(meta: EntityMetadata, where: unknown, principal: Principal): Condition {
  if (typeof where === 'string') return { [singleKey(meta)]: where };
  if (!isPlainObject(where)) throw invalidInput('A condition must be an object of properties.');
  const scoped: Condition = {};
  for (const key of Reflect.ownKeys(where)) {
    if (typeof key !== 'string') throw invalidInput('A condition names properties only.');
    const value = where[key];
    if (key === '$and' || key === '$or') {
      if (!Array.isArray(value)) throw invalidInput(`${key} takes a list of conditions.`);
      scoped[key] = value.map((part: unknown) => scopeCondition(meta, part, principal));
    } else if (key === '$not') {
      scoped[key] = scopeCondition(meta, value, principal);
    } else {
      scoped[key] = scopeProperty(readableProperty(meta, key, principal), value, principal);
    }
  }
  return scoped;
}

/** A known property that may be shown. @throws AppError the same for an unknown column, a secret one, and one that is for staff where a client asks. */
export function readableProperty(meta: EntityMetadata, name: string, principal: Principal): EntityProperty {
  const property = Object.hasOwn(meta.properties, name) ? meta.properties[name as keyof typeof meta.properties] : undefined;
  if (!property || !maySee(meta, name, principal)) throw unknownProperty(meta, name);
  return property as EntityProperty; // its owner's type is unknown here
}

/** Whether a column may be shown to the principal at all. */
export function maySee(meta: EntityMetadata, name: string, { role }: Principal): boolean {
  const table = tableOf(meta.className);
  return table.sensitivityOf(name) !== 'secret' && !table.isHiddenFrom(name, role);
}

export function unknownProperty(meta: EntityMetadata, name: string): AppError {
  return invalidInput(`${meta.className} has no column "${name}".`);
}

export function singleKey(meta: EntityMetadata): string {
  if (meta.primaryKeys.length !== 1) throw invalidInput(`${meta.className} is identified by ${meta.primaryKeys.join(' and ')}.`);
  return String(meta.primaryKeys[0]);
}

function scopeProperty(property: EntityProperty, value: unknown, principal: Principal): unknown {
  const target = property.targetMeta;
  if (!target || !isPlainObject(value) || isComparison(value)) return comparison(property, value);
  const keys = Object.keys(value);
  const only = keys.length === 1 ? keys[0] : undefined;
  // { portfolio: { id } } compares the row's own foreign key and looks at no other row.
  if (only !== undefined && target.primaryKeys.length === 1 && only === target.primaryKeys[0]) return comparison(property, value[only]);
  const inner = scopeCondition(target, value, principal);
  const scope = scopeOf(target.className, principal);
  if (scope === 'all') return inner;
  if (scope === 'none') return { $and: [inner, { [String(target.primaryKeys[0])]: null }] };
  return { $and: [inner, scope] };
}

function comparison(property: EntityProperty, value: unknown): unknown {
  if (isScalar(value) || isScalarList(value)) return value;
  if (isPlainObject(value) && isComparison(value)) {
    const bad = Object.values(value).find((operand) => !isScalar(operand) && !isScalarList(operand));
    if (bad === undefined) return value;
  }
  throw invalidInput(`"${property.name}" can be compared only with plain values by ${[...OPERATORS].join(', ')}.`);
}

function isComparison(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Reflect.ownKeys(value);
  return keys.length > 0 && keys.every((key) => typeof key === 'string' && OPERATORS.has(key));
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Date;
}

function isScalarList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isScalar);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
