import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { SqlitePlatform, type AbstractSqlConnection } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { decimalCodec, type DecimalCodec } from './fixed-point.ts';
import { loadLines, loadsLines } from './load-lines.ts';

/** SQLite allows 32,766 bound values a statement, MariaDB 65,535. */
const BOUND_VALUES = 30_000;
/** Rows that the embedded engine writes before others get a turn. */
const EMBEDDED_ROWS = 1_000;
/** So many rows and more a server loads from lines, if it may. */
const LOADED_ROWS = 500;

/** How the rows of a list are made. */
export interface RowsOf<T> {
  readonly columns: readonly string[];
  readonly valuesOf: (item: T) => readonly unknown[];
  /** Columns that hold the same in every row. */
  readonly alike?: Readonly<Record<string, string | number | null>>;
}

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
    await this.insertEach(table, rows, { columns, valuesOf: (row) => row });
  }

  /** As `insert`, for long lists: a row is made when its turn comes, and what all rows have alike is not sent again with each. */
  async insertEach<T>(table: string, items: readonly T[], { columns, valuesOf, alike = {} }: RowsOf<T>): Promise<void> {
    const same = Object.entries(alike);
    const transaction = this.#em.getTransactionContext<Kysely<unknown>>();
    if (transaction && !this.#isEmbedded && items.length >= LOADED_ROWS && await loadsLines(transaction)) {
      await loadLines(transaction, { table, columns, rows: items.values().map(valuesOf), count: items.length, alike: same });
      return;
    }
    // Plain text alone is written into the statement; what might need escaping is bound like everything else.
    const written = same.filter(([, value]) => isPlain(value));
    const bound = same.filter(([, value]) => !isPlain(value));
    const boundValues = bound.map(([, value]) => value);
    const names = [...columns, ...bound.map(([name]) => name), ...written.map(([name]) => name)];
    const one = `(${[...columns.map(() => '?'), ...bound.map(() => '?'), ...written.map(([, value]) => literal(value))].join(',')})`;
    const head = `insert into \`${table}\` (${names.map((column) => `\`${column}\``).join(',')}) values `;
    const isOneByOne = this.#isEmbedded && this.#em.isInTransaction();
    const atOnce = isOneByOne ? EMBEDDED_ROWS : Math.floor(BOUND_VALUES / (columns.length + bound.length));
    for (let start = 0; start < items.length; start += atOnce) {
      if (start > 0) await nextTurn();
      const part = items.slice(start, start + atOnce).map((item) => (bound.length === 0 ? valuesOf(item) : [...valuesOf(item), ...boundValues]));
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

function isPlain(value: string | number | null): boolean {
  return typeof value !== 'string' || /^[\w .:-]*$/.test(value);
}

/** Of a plain value. */
function literal(value: string | number | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
