import type { EntityClass, EntityData, EntityManager, EntityProperty, RequiredEntityData } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely, type RawBuilder } from 'kysely';

/**
 * Prepared statements with bound values, past the unit of work: for the few tables that every turn writes to. The mapper writes values
 * into the text of each statement, so that none is ever prepared twice; here a row costs a twentieth of that. No scope is applied: the
 * callers, all of them in `data`, say whose rows they mean.
 */
export class Statements {
  readonly #em: EntityManager;
  readonly #running: Kysely<unknown> | undefined;

  /** @param running The transaction that the statements belong to; without it each is one of its own. */
  constructor(em: EntityManager, running?: Kysely<unknown>) {
    this.#em = em;
    this.#running = running;
  }

  /** All or nothing. Inside, only the statements handed over belong to it. */
  async transaction<R>(work: (tx: Statements) => Promise<R>): Promise<R> {
    return this.#client.transaction().execute(async (client) => work(new Statements(this.#em, client)));
  }

  /** Rows of a query, column names as in the database. Instants are compared with `at()`. */
  async rows<R>(query: RawBuilder<R>): Promise<readonly R[]> {
    return (await query.execute(this.#client)).rows;
  }

  /** @returns Rows that matched. */
  async run(query: RawBuilder<unknown>): Promise<number> {
    return Number((await query.execute(this.#client)).numAffectedRows ?? 0n);
  }

  /** Adds rows with the same columns in one statement; columns that are left out take their defaults. */
  async insert<T extends object>(entity: EntityClass<T>, rows: readonly RequiredEntityData<NoInfer<T>>[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const properties = this.#propertiesOf(entity, Object.keys(first));
    const one = `(${properties.map(() => '?').join(', ')})`;
    const text = `insert into ${this.#em.getMetadata().get(entity).tableName} (${properties.map(columnOf).join(', ')}) values ${rows.map(() => one).join(', ')}`;
    // Rows of data are objects keyed by property; the mapped type hides that.
    const values = rows.flatMap((row) => properties.map((property) => this.#bound(property, (row as Record<string, unknown>)[property.name])));
    await this.#client.executeQuery(CompiledQuery.raw(text, values));
  }

  /** Changes the rows whose columns equal the given ones and raises their version. @returns Rows that matched. */
  async update<T extends object>(entity: EntityClass<T>, where: EntityData<NoInfer<T>>, changes: EntityData<NoInfer<T>>): Promise<number> {
    const [keys, columns] = [this.#propertiesOf(entity, Object.keys(where)), this.#propertiesOf(entity, Object.keys(changes))];
    const { tableName, versionProperty } = this.#em.getMetadata().get(entity);
    const set = [...columns.map((property) => `${columnOf(property)} = ?`), ...(versionProperty ? ['version = version + 1'] : [])];
    const text = `update ${tableName} set ${set.join(', ')} where ${keys.map((property) => `${columnOf(property)} = ?`).join(' and ')}`;
    const bind = (properties: readonly EntityProperty[], data: object) => properties.map((property) => this.#bound(property, data[property.name as keyof typeof data]));
    const { numAffectedRows } = await this.#client.executeQuery(CompiledQuery.raw(text, [...bind(columns, changes), ...bind(keys, where)]));
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

  #propertiesOf<T extends object>(entity: EntityClass<T>, names: readonly string[]): readonly EntityProperty[] {
    const { properties } = this.#em.getMetadata().get(entity);
    return names.map((name) => properties[name as keyof typeof properties] as EntityProperty); // the data is typed by the entity
  }

  #bound(property: EntityProperty, value: unknown): unknown {
    if (value === undefined || value === null) return null;
    const platform = this.#em.getPlatform();
    if (property.customType) return property.customType.convertToDatabaseValue(value, platform, { mode: 'query-data' });
    return typeof value === 'boolean' ? Number(value) : platform.processDateProperty(value);
  }
}

function columnOf(property: EntityProperty): string {
  return property.fieldNames[0] ?? property.name;
}
