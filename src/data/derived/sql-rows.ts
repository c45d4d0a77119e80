import type { EntityManager } from '@mikro-orm/core';
import { SqlitePlatform, type AbstractSqlConnection } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { decimalCodec, type DecimalCodec } from './fixed-point.ts';

/** SQLite allows 32,766 bound values a statement, MariaDB 65,535. */
const BOUND_VALUES = 30_000;
/** Rows that the embedded engine writes before others get a turn. */
const EMBEDDED_ROWS = 1_000;

export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Set-based reading and writing for derived data, inside the caller's transaction. It passes the mapper by, because hydrating a hundred
 * thousand prices as entities would take longer than deriving everything from them. For service code only: nothing here is scoped to a person.
 */
export class SqlRows {
  readonly #em: EntityManager;
  readonly #isEmbedded: boolean;
  readonly codec: DecimalCodec;

  constructor(em: EntityManager) {
    this.#em = em;
    this.#isEmbedded = em.getPlatform() instanceof SqlitePlatform;
    this.codec = decimalCodec(this.#isEmbedded);
  }

  async select(sql: string, parameters: readonly unknown[] = []): Promise<SqlRow[]> {
    return this.#run<SqlRow[]>(sql, parameters, 'all');
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.#run(sql, parameters, 'run');
  }

  /** One question mark for each value: `in (${marks(ids)})`. Of no values, `null`, which nothing is equal to. */
  marks(values: readonly unknown[]): string {
    return values.length === 0 ? 'null' : values.map(() => '?').join(',');
  }

  async insert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Promise<void> {
    const one = `(${columns.map(() => '?').join(',')})`;
    const head = `insert into \`${table}\` (${columns.map((column) => `\`${column}\``).join(',')}) values `;
    const isOneByOne = this.#isEmbedded && this.#em.isInTransaction();
    const atOnce = isOneByOne ? EMBEDDED_ROWS : Math.floor(BOUND_VALUES / columns.length);
    for (let start = 0; start < rows.length; start += atOnce) {
      const part = rows.slice(start, start + atOnce);
      // The embedded engine's dialect takes rows for values and runs the statement once for each.
      if (isOneByOne) await this.run(head + one, part);
      else await this.run(head + Array<string>(part.length).fill(one).join(','), part.flat());
    }
  }

  async #run<T extends SqlRow[] | object>(sql: string, parameters: readonly unknown[], method: 'all' | 'run'): Promise<T> {
    const transaction = this.#em.getTransactionContext<Kysely<unknown>>();
    // Bound, because the mapper's own way writes the values into the statement: each one is then new to the engine, and long.
    if (transaction) return (await transaction.executeQuery(CompiledQuery.raw(sql, [...parameters]))).rows as T;
    // em.getConnection() is typed for all drivers; ours are SQL drivers.
    const connection = this.#em.getConnection() as unknown as AbstractSqlConnection;
    // 'all' gives rows, 'run' a result that nobody reads.
    return await connection.execute(sql, [...parameters], method) as unknown as T;
  }
}
