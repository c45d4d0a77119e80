import {
  CheckConstraintViolationException, ForeignKeyConstraintViolationException, NotNullConstraintViolationException, OptimisticLockError, UniqueConstraintViolationException, ValidationError,
  type EntityData, type EntityMetadata, type EntityProperty,
} from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TABLES } from '../entities/index.ts';
import { AppError, invalidInput, notFound } from '../shared/errors.ts';
import type { Condition } from './compile-reach.ts';
import { AccessDenied, nameOf, type Denial } from './denial.ts';
import { keyText, rowExists } from './find-key.ts';
import type { Principal } from './principal.ts';
import { scopedWhere } from './read-rows.ts';
import { isPlainObject, readableProperty, unknownProperty } from './scope-condition.ts';
import { assertMayWrite } from './write-guard.ts';

export interface UpdateOptions {
  readonly expectedVersion?: number;
  /** What people call the row; the entity's name in words when left out. */
  readonly what?: string;
}

/** Turns plain values into unit-of-work changes and flushes them one by one; the flush guard judges them. */
export class RowWriter {
  readonly em: SqlEntityManager;
  readonly #principal: Principal;

  constructor(em: SqlEntityManager, principal: Principal) {
    this.em = em;
    this.#principal = principal;
  }

  async create(meta: EntityMetadata, rows: readonly object[]): Promise<void> {
    assertMayWrite(meta, this.#principal);
    const clean = rows.map((row) => this.#writeData(meta, row));
    await this.#flush(() => {
      for (const data of clean) this.em.persist(this.em.create(meta.class, data));
    });
  }

  /** @returns The key of the changed row. */
  async update(meta: EntityMetadata, where: unknown, changes: object, options: UpdateOptions): Promise<Condition> {
    assertMayWrite(meta, this.#principal);
    const data = this.#writeData(meta, changes);
    const fixed = meta.primaryKeys.find((key) => Object.hasOwn(data, key));
    if (fixed !== undefined) throw invalidInput(`"${String(fixed)}" identifies a ${nameOf(meta.className)} and cannot be changed.`);
    const entity = await this.#load(meta, where, 'update', options);
    const key = this.keyWhere(meta, entity);
    await this.#flush(() => this.em.assign(entity, data));
    return key;
  }

  async remove(meta: EntityMetadata, where: unknown, options: UpdateOptions): Promise<void> {
    assertMayWrite(meta, this.#principal);
    const entity = await this.#load(meta, where, 'delete', options);
    // The database's own cascades run below the guard and would take along, or unlink, rows that this person may not change.
    if (this.#principal.role !== 'service' && (await this.#isReferred(meta, entity))) throw dependedOn();
    await this.#flush(() => this.em.remove(entity));
  }

  /** The condition that finds the row of `data` by its key. */
  keyWhere(meta: EntityMetadata, data: object): Condition {
    const values = data as Record<string, unknown>; // columns by name
    return Object.fromEntries(meta.primaryKeys.map((key) => [String(key), keyValue(meta.properties[key] as EntityProperty, values[String(key)])]));
  }

  async #load(meta: EntityMetadata, where: unknown, operation: Denial['operation'], options: UpdateOptions): Promise<object> {
    this.em.clear();
    const condition = scopedWhere({ em: this.em, principal: this.#principal, meta }, where);
    const found = condition ? await this.em.find(meta.class, condition, { limit: 2 }) : [];
    const what = options.what ?? nameOf(meta.className);
    const [entity, second] = found as object[]; // the metadata's class has no type of its own
    if (second) throw invalidInput(`More than one ${what} matches.`, { hint: 'Name it by its id.' });
    if (!entity) throw (await rowExists(this.em, meta, where)) ? this.#denied(meta, where, operation, what) : notFound(what);
    const version = meta.versionProperty;
    if (options.expectedVersion !== undefined && version && (entity as Record<string, unknown>)[version] !== options.expectedVersion) throw changedMeanwhile(what);
    return entity;
  }

  async #isReferred(meta: EntityMetadata, entity: object): Promise<boolean> {
    for (const { schema } of TABLES) {
      const table = this.em.getMetadata().get(schema.meta.class);
      for (const property of table.props) {
        if (property.targetMeta?.className !== meta.className) continue;
        if ((await this.em.count(table.class, { [property.name]: entity })) > 0) return true;
      }
    }
    return false;
  }

  #denied(meta: EntityMetadata, where: unknown, operation: Denial['operation'], what: string): AccessDenied {
    const { userId, role, sessionId } = this.#principal;
    return new AccessDenied({ userId, role, ...(sessionId === undefined ? {} : { sessionId }), entity: meta.className, operation, key: keyText(where), reason: 'out-of-reach' }, what);
  }

  /** Known columns only, relations as keys: a relation given as an object must not create or change the row that it points to. */
  #writeData(meta: EntityMetadata, input: object): EntityData<object> {
    const data: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(input)) {
      const property = this.#principal.role === 'service' ? meta.properties[name as keyof typeof meta.properties] : readableProperty(meta, name, this.#principal);
      if (!property) throw unknownProperty(meta, name);
      if (value === undefined) continue;
      data[name] = keyValue(property as EntityProperty, value);
    }
    return data;
  }

  async #flush(change: () => unknown): Promise<void> {
    try {
      change();
      await this.em.flush();
    } catch (error) {
      throw asAppError(error);
    } finally {
      this.em.clear();
    }
  }
}

function keyValue(property: EntityProperty, value: unknown): unknown {
  const target = property.targetMeta;
  if (!target || value === null || typeof value !== 'object') return value;
  const key = String(target.primaryKeys[0]);
  const id = (value as Record<string, unknown>)[key]; // a row, a reference or an entity: all carry their key by name
  if (isPlainObject(id) || id === undefined) throw invalidInput(`"${property.name}" takes the ${key} of a ${nameOf(target.className)}.`);
  return id;
}

function changedMeanwhile(what: string): AppError {
  return new AppError('conflict', `Somebody else changed this ${what} meanwhile.`, { hint: 'Load it again and repeat the change.' });
}

function dependedOn(cause?: unknown): AppError {
  return new AppError('conflict', 'Other records depend on this one, or it names one that is gone.', { cause });
}

/** The database's own words name tables and values: only sentences of ours may leave. */
function asAppError(error: unknown): unknown {
  if (error instanceof OptimisticLockError) return changedMeanwhile('record');
  if (error instanceof ValidationError) return invalidInput('A required value is missing, or a value is of the wrong kind.', { cause: error });
  if (error instanceof UniqueConstraintViolationException) return new AppError('conflict', 'There is such a record already.', { cause: error });
  if (error instanceof ForeignKeyConstraintViolationException) return dependedOn(error);
  if (error instanceof CheckConstraintViolationException) return invalidInput('A value is not one of those allowed.', { cause: error });
  if (error instanceof NotNullConstraintViolationException) return invalidInput('A required value is missing.', { cause: error });
  return error;
}
