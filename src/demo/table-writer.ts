import type { EntityClass, EntityManager, RequiredEntityData } from '@mikro-orm/core';
import { SqlitePlatform, type AbstractSqlConnection } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { insertRows } from './row-codec.ts';

const BATCH = 5_000;
/** SQLite allows 32,766 bound values a statement, MariaDB 65,535. */
const BOUND_VALUES = 30_000;

/**
 * Collects rows by table and writes them in batches, tables in the order in which they were first used: parents come before children.
 * Memory stays bounded when `flushIfLarge` is called between independent groups of rows.
 */
export class TableWriter {
  readonly em: EntityManager;
  readonly #rows = new Map<EntityClass<object>, object[]>();
  #waiting = 0;
  #written = 0;

  constructor(em: EntityManager) {
    this.em = em;
  }

  /** Rows written so far. */
  get written(): number {
    return this.#written;
  }

  add<T extends object>(entity: EntityClass<T>, row: RequiredEntityData<T>): void {
    // The map forgets the row type of its key; `add` is the only way in, so that each list holds rows of its entity.
    const key = entity as EntityClass<object>;
    const rows = this.#rows.get(key);
    if (rows) rows.push(row);
    else this.#rows.set(key, [row]);
    this.#waiting += 1;
  }

  async flush(): Promise<void> {
    for (const [entity, rows] of this.#rows) {
      if (this.em.getPlatform() instanceof SqlitePlatform && this.em.isInTransaction()) await insertRows(this.em, entity, rows);
      else for (let start = 0; start < rows.length; start += BATCH) await this.em.insertMany(entity, rows.slice(start, start + BATCH));
    }
    this.#written += this.#waiting;
    this.#waiting = 0;
    this.#rows.clear();
  }

  async flushIfLarge(limit = 20_000): Promise<void> {
    if (this.#waiting >= limit) await this.flush();
  }
}

export interface RawInsert {
  readonly table: string;
  readonly columns: readonly string[];
  /** Values as the driver takes them, one list a row; made while they are written, so that no full copy exists. */
  readonly rows: Iterable<readonly unknown[]>;
}

/**
 * Inserts many rows of a plain table past the mapper: prices and rates, of which there are a hundred thousand and more. The values are bound;
 * the mapper's own `execute` writes them into the text of the statement, which costs more than the insert.
 */
export async function insertRaw(em: EntityManager, { table, columns, rows }: RawInsert): Promise<number> {
  // Both are typed for all drivers; ours are SQL drivers, whose connections and transactions are Kysely's.
  const connection = em.getConnection() as AbstractSqlConnection;
  const client = (em.getTransactionContext() ?? connection.getClient()) as Kysely<unknown>;
  const rowsPerStatement = Math.floor(BOUND_VALUES / columns.length);
  const one = `(${columns.map(() => '?').join(',')})`;
  const head = `insert into \`${table}\` (${columns.map((column) => `\`${column}\``).join(',')}) values `;
  const full = head + Array<string>(rowsPerStatement).fill(one).join(',');
  let values: unknown[] = [];
  let count = 0;
  const write = async (sql: string) => {
    await client.executeQuery(CompiledQuery.raw(sql, values));
    values = [];
  };
  for (const row of rows) {
    for (const value of row) values.push(value);
    count += 1;
    if (values.length === rowsPerStatement * columns.length) await write(full);
  }
  if (values.length > 0) await write(head + Array<string>(values.length / columns.length).fill(one).join(','));
  return count;
}
