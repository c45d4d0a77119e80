import type { EntityManager } from '@mikro-orm/core';
import { SqlitePlatform, type AbstractSqlConnection } from '@mikro-orm/sql';
import { decimalCodec, type DecimalCodec } from './fixed-point.ts';

/** SQLite allows 32,766 bound values a statement, MariaDB 65,535. */
const BOUND_VALUES = 30_000;

export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Set-based reading and writing for derived data, inside the caller's transaction. It passes the mapper by, because hydrating a hundred
 * thousand prices as entities would take longer than deriving everything from them. For service code only: nothing here is scoped to a person.
 */
export class SqlRows {
  readonly #em: EntityManager;
  readonly codec: DecimalCodec;

  constructor(em: EntityManager) {
    this.#em = em;
    this.codec = decimalCodec(em.getPlatform() instanceof SqlitePlatform);
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
    const perStatement = Math.floor(BOUND_VALUES / columns.length);
    const one = `(${columns.map(() => '?').join(',')})`;
    const head = `insert into \`${table}\` (${columns.map((column) => `\`${column}\``).join(',')}) values `;
    for (let start = 0; start < rows.length; start += perStatement) {
      const part = rows.slice(start, start + perStatement);
      await this.run(head + Array<string>(part.length).fill(one).join(','), part.flat());
    }
  }

  async #run<T extends SqlRow[] | object>(sql: string, parameters: readonly unknown[], method: 'all' | 'run'): Promise<T> {
    // em.getConnection() is typed for all drivers; ours are SQL drivers.
    const connection = this.#em.getConnection() as unknown as AbstractSqlConnection;
    // 'all' gives rows, 'run' a result that nobody reads.
    return await connection.execute(sql, [...parameters], method, this.#em.getTransactionContext()) as unknown as T;
  }
}
