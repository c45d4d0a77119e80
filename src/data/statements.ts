import type { EntityClass, EntityData, EntityManager, EntityProperty, RequiredEntityData } from '@mikro-orm/core';
import { SqlitePlatform, type AbstractSqlConnection } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely, type RawBuilder } from 'kysely';
import { SharedTransactions } from './shared-transactions.ts';

/**
 * Prepared statements with bound values, past the unit of work: for the few tables that every turn writes to. The mapper writes values
 * into the text of each statement, so that none is ever prepared twice; here a row costs a twentieth of that. No scope is applied: the
 * callers, all of them in `data`, say whose rows they mean.
 */
export class Statements {
  readonly #em: EntityManager;
  readonly #running: Kysely<unknown> | undefined;
  /** The columns of the entities written so far. */
  readonly #columns: Map<EntityClass<unknown>, Map<string, Column>>;
  readonly #shared: SharedTransactions | undefined;

  /** @param running The transaction that the statements belong to; without it each is one of its own. */
  constructor(em: EntityManager, running?: Kysely<unknown>, columns = new Map<EntityClass<unknown>, Map<string, Column>>()) {
    this.#em = em;
    this.#running = running;
    this.#columns = columns;
    this.#shared = !running && em.getPlatform() instanceof SqlitePlatform ? new SharedTransactions(() => this.#client) : undefined;
  }

  /** All or nothing. Inside, only the statements handed over belong to it. */
  async transaction<R>(work: (tx: Statements) => Promise<R>): Promise<R> {
    const within = async (client: Kysely<unknown>) => work(new Statements(this.#em, client, this.#columns));
    return this.#shared ? this.#shared.run(within) : this.#client.transaction().execute(within);
  }

  /** Rows of a query, column names as in the database. Instants are compared with `at()`. */
  async rows<R>(query: RawBuilder<R>): Promise<readonly R[]> {
    return (await query.execute(this.#client)).rows;
  }

  /** A change by one statement. @returns Rows that matched. */
  async run(query: RawBuilder<unknown>): Promise<number> {
    const matched = async (client: Kysely<unknown>) => Number((await query.execute(client)).numAffectedRows ?? 0n);
    return this.#shared ? this.#shared.run(matched) : matched(this.#client);
  }

  /** Adds rows with the same columns in one statement; columns that are left out take their defaults. */
  async insert<T extends object>(entity: EntityClass<T>, rows: readonly RequiredEntityData<NoInfer<T>>[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const columns = this.#columnsOf(entity, first);
    const one = `(${columns.map(() => '?').join(', ')})`;
    const text = `insert into ${this.#em.getMetadata().get(entity).tableName} (${columns.map(({ name }) => name).join(', ')}) values ${rows.map(() => one).join(', ')}`;
    await this.#client.executeQuery(CompiledQuery.raw(text, rows.flatMap((row) => boundValues(columns, row))));
  }

  /** Changes the rows whose columns equal the given ones and raises their version. @returns Rows that matched. */
  async update<T extends object>(entity: EntityClass<T>, where: EntityData<NoInfer<T>>, changes: EntityData<NoInfer<T>>): Promise<number> {
    const [keys, columns] = [this.#columnsOf(entity, where), this.#columnsOf(entity, changes)];
    const { tableName, versionProperty } = this.#em.getMetadata().get(entity);
    const set = [...columns.map(({ name }) => `${name} = ?`), ...(versionProperty ? ['version = version + 1'] : [])];
    const text = `update ${tableName} set ${set.join(', ')} where ${keys.map(({ name }) => `${name} = ?`).join(' and ')}`;
    const { numAffectedRows } = await this.#client.executeQuery(CompiledQuery.raw(text, [...boundValues(columns, changes), ...boundValues(keys, where)]));
    return Number(numAffectedRows ?? 0n);
  }

  /** An instant as the engine keeps it. */
  at(instant: Date): unknown {
    return this.#em.getPlatform().processDateProperty(instant);
  }

  get #client(): Kysely<unknown> {
    // Typed for all drivers; ours are SQL drivers, whose connections are Kysely's.
    return this.#running ?? ((this.#em.getConnection() as AbstractSqlConnection).getClient() as Kysely<unknown>);
  }

  /** The columns that data names, in its order. */
  #columnsOf<T extends object>(entity: EntityClass<T>, data: object): readonly Column[] {
    const known = this.#columns.get(entity) ?? new Map<string, Column>();
    this.#columns.set(entity, known);
    return Object.keys(data).map((name) => {
      const column = known.get(name) ?? this.#columnOf(entity, name);
      known.set(name, column);
      return column;
    });
  }

  #columnOf<T extends object>(entity: EntityClass<T>, name: string): Column {
    const { properties } = this.#em.getMetadata().get(entity);
    const { fieldNames, customType } = properties[name as keyof typeof properties] as EntityProperty; // the data is typed by the entity
    const platform = this.#em.getPlatform();
    const bind = customType
      ? (value: unknown): unknown => customType.convertToDatabaseValue(value, platform, { mode: 'query-data' })
      : (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : platform.processDateProperty(value));
    return { property: name, name: fieldNames[0] ?? name, bind };
  }
}

/** A column of a table and how its values are bound. */
interface Column {
  readonly property: string;
  readonly name: string;
  readonly bind: (value: unknown) => unknown;
}

/** What data has for the columns, as the engine takes it; data is an object keyed by property. */
function boundValues(columns: readonly Column[], data: object): unknown[] {
  return columns.map(({ property, bind }) => {
    const value: unknown = data[property as keyof typeof data];
    return value === undefined || value === null ? null : bind(value);
  });
}
