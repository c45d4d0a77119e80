import type { EntityClass, EntityData, RequiredEntityData } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { notFound, type AppError } from '../shared/errors.ts';
import { aggregateRows } from './aggregate-rows.ts';
import { AccessDenied, nameOf, type OnDenied } from './denial.ts';
import { keyText, metaOf, rowExists } from './find-key.ts';
import type { Principal } from './principal.ts';
import { readRows, scopedWhere } from './read-rows.ts';
import type { AggregateQuery, AggregateRow, FindOptions, PropertyOf, Row, Where } from './row.ts';
import { RowWriter, type UpdateOptions } from './row-writer.ts';

export interface ScopedDbOptions {
  /** A fork that carries the principal: made by `scopedDbs` alone. */
  readonly em: SqlEntityManager;
  readonly principal: Principal;
  readonly onDenied: OnDenied;
}

type Found<T, P extends string, F extends PropertyOf<T>> = Pick<Row<T, P>, F>;

/** The reads that both doors offer. */
abstract class ScopedReads {
  readonly principal: Principal;
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager, principal: Principal) {
    this.#em = em;
    this.principal = principal;
  }

  /** Rows that match and are within reach. Without `limit`, all of them. */
  async find<T extends object, const P extends string = never, F extends PropertyOf<T> = PropertyOf<T>>(
    entity: EntityClass<T>,
    where: Where<NoInfer<T>> = {} as Where<NoInfer<T>>,
    options: FindOptions<P, F> = {},
  ): Promise<Found<T, P, F>[]> {
    const rows = await readRows(this.#read(entity), where, options);
    return rows as unknown as Found<T, P, F>[]; // built from the entity's own metadata, column by column
  }

  /** The first match, or undefined when there is none within reach. */
  async findOne<T extends object, const P extends string = never, F extends PropertyOf<T> = PropertyOf<T>>(
    entity: EntityClass<T>,
    where: Where<NoInfer<T>>,
    options: Omit<FindOptions<P, F>, 'limit'> = {},
  ): Promise<Found<T, P, F> | undefined> {
    const [row] = await this.find<T, P, F>(entity, where, { ...options, limit: 1 });
    return row;
  }

  /**
   * The first match.
   * @param what What people call it ("portfolio"); the entity's name in words when left out.
   * @throws AppError not-found, the same for a missing row and for somebody else's.
   */
  async findOneOrNotFound<T extends object, const P extends string = never, F extends PropertyOf<T> = PropertyOf<T>>(
    entity: EntityClass<T>,
    where: Where<NoInfer<T>>,
    what: string = nameOf(entity.name),
    options: Omit<FindOptions<P, F>, 'limit'> = {},
  ): Promise<Found<T, P, F>> {
    const row = await this.findOne<T, P, F>(entity, where, options);
    if (row) return row;
    const { userId, role, sessionId } = this.principal;
    throw await this.missed(
      new AccessDenied({ userId, role, ...(sessionId === undefined ? {} : { sessionId }), entity: entity.name, operation: 'read', key: keyText(where), reason: 'out-of-reach' }, what),
      await rowExists(this.#em, metaOf(this.#em, entity), where),
    );
  }

  async count<T extends object>(entity: EntityClass<T>, where: Where<NoInfer<T>> = {} as Where<NoInfer<T>>): Promise<number> {
    const read = this.#read(entity);
    const condition = scopedWhere(read, where);
    return condition ? await this.#em.createQueryBuilder(read.meta.class, 'e').where(condition).getCount() : 0;
  }

  /** Groups, counts and sums of rows within reach, computed by the database. Without `groupBy` there is exactly one row. */
  async aggregate<T extends object>(query: AggregateQuery<T>): Promise<AggregateRow[]> {
    const { entity, where = {}, ...rest } = query;
    return aggregateRows(this.#read(entity), { ...rest, where });
  }

  /** What is thrown for a row that was not found; `exists` tells whether it is somebody else's. */
  protected abstract missed(denied: AccessDenied, exists: boolean): Promise<AppError>;

  #read<T extends object>(entity: EntityClass<T>) {
    return { em: this.#em, principal: this.principal, meta: metaOf(this.#em, entity) };
  }
}

/**
 * The only door to the database for code that serves a request. Whatever is asked, it answers with rows within the principal's reach,
 * as frozen plain objects, and never with a secret column. Inside `transaction`, use the writer that it hands over.
 */
export class ScopedDb extends ScopedReads {
  readonly #em: SqlEntityManager;
  readonly #onDenied: OnDenied;

  constructor({ em, principal, onDenied }: ScopedDbOptions) {
    super(em, principal);
    this.#em = em;
    this.#onDenied = onDenied;
  }

  /**
   * All or nothing. A write out of reach rolls everything back, is reported to the log of denials in its own transaction, and throws
   * the same not-found as a missing row.
   */
  async transaction<R>(work: (db: ScopedWriter) => Promise<R>): Promise<R> {
    try {
      return await this.#em.transactional(async (em) => work(new ScopedWriter(em, this.principal)), { clear: true });
    } catch (error) {
      if (error instanceof AccessDenied) await this.#onDenied(error.denial);
      throw error;
    }
  }

  protected override async missed(denied: AccessDenied, exists: boolean): Promise<AppError> {
    if (exists) await this.#onDenied(denied.denial);
    return denied;
  }
}

/** Reads and writes inside one transaction. Each write is flushed at once and checked before and after, in the database. */
export class ScopedWriter extends ScopedReads {
  readonly #rows: RowWriter;

  constructor(em: SqlEntityManager, principal: Principal) {
    super(em, principal);
    this.#rows = new RowWriter(em, principal);
    WRITERS.set(this, this.#rows);
  }

  /**
   * @param data Columns; relations as ids (or rows with an id). Whoever it points to must be within reach.
   * @throws AppError not-found for a relation out of reach, not-permitted for a role that may not write this table, conflict for a
   * row that exists already, invalid-input for values that the table refuses.
   */
  async create<T extends object>(entity: EntityClass<T>, data: RequiredEntityData<NoInfer<T>>): Promise<Row<T>> {
    await this.#rows.create(metaOf(this.#rows.em, entity), [data as object]); // the write data of an entity is always an object
    return this.#reread(entity, data as object);
  }

  async createMany<T extends object>(entity: EntityClass<T>, rows: readonly RequiredEntityData<NoInfer<T>>[]): Promise<void> {
    await this.#rows.create(metaOf(this.#rows.em, entity), rows as readonly object[]); // as above
  }

  /**
   * Changes the one row that matches.
   * @param options.expectedVersion Fails with conflict when somebody else changed the row since.
   * @throws AppError as `create` does; not-found when there is no such row within reach.
   */
  async update<T extends object>(entity: EntityClass<T>, where: Where<NoInfer<T>>, changes: EntityData<NoInfer<T>>, options: UpdateOptions = {}): Promise<Row<T>> {
    const key = await this.#rows.update(metaOf(this.#rows.em, entity), where, changes as object, options); // as above
    return this.#reread(entity, key);
  }

  /** Deletes the one row that matches, with the children that have no meaning alone. */
  async remove<T extends object>(entity: EntityClass<T>, where: Where<NoInfer<T>>, options: UpdateOptions = {}): Promise<void> {
    await this.#rows.remove(metaOf(this.#rows.em, entity), where, options);
  }

  protected override async missed(denied: AccessDenied, exists: boolean): Promise<AppError> {
    // The transaction reports the denial after rolling back: reporting here could wait for itself on the one connection.
    return exists ? denied : notFound(denied.what);
  }

  async #reread<T extends object>(entity: EntityClass<T>, data: object): Promise<Row<T>> {
    const where = this.#rows.keyWhere(metaOf(this.#rows.em, entity), data);
    return this.findOneOrNotFound(entity, where as Where<NoInfer<T>>); // the key of the row just written
  }
}

/** What both doors read with: for loads that run inside a transaction as well as outside. */
export type ScopedReader = Pick<ScopedDb, 'principal' | 'find' | 'findOne' | 'findOneOrNotFound' | 'count' | 'aggregate'>;

/** For `act-as-service.ts` alone: what a writer writes with. */
export const WRITERS = new WeakMap<ScopedWriter, RowWriter>();
