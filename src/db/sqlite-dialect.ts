import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect, SqliteDriver, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { decodeSortable, encodeSortable } from '../entities/exact-decimal.type.ts';

const CACHED_STATEMENTS = 500;
/** Longer ones are bulk statements with their values written in: they never come again, and keeping them would keep all they inserted. */
const CACHED_LENGTH = 8_192;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Kysely dialect over `node:sqlite`: write-ahead log, busy timeout, foreign keys, a statement cache, `iterate` (the stock dialect
 * lacks it, so streaming would throw) and `dec_sum`, the exact sum of columns kept as sortable text.
 */
export function sqliteDialect(file: string): SqliteDialect {
  return new QueuedSqliteDialect({ database: async () => openConnection(file) });
}

/** The one connection goes to who has waited longest. Kysely's own lock wakes everybody each time, which costs more than the statements. */
class QueuedSqliteDriver extends SqliteDriver {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  override async acquireConnection(): ReturnType<SqliteDriver['acquireConnection']> {
    if (this.#taken) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#taken = true;
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next) next(); // and it stays taken: nobody can come between
    else this.#taken = false;
  }
}

class QueuedSqliteDialect extends SqliteDialect {
  readonly #database: () => Promise<SqliteDatabase>;

  constructor(config: { readonly database: () => Promise<SqliteDatabase> }) {
    super(config);
    this.#database = config.database;
  }

  override createDriver(): SqliteDriver {
    return new QueuedSqliteDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new QueuedSqliteAdapter();
  }
}

/** Tells Kysely that the driver looks after its connection by itself. */
class QueuedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

export function openNativeSqlite(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  db.exec('pragma foreign_keys = on');
  if (file !== ':memory:') db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 8000; pragma cache_size = -65536; pragma mmap_size = 268435456');
  registerExactSum(db);
  return db;
}

function openConnection(file: string): SqliteDatabase {
  const db = openNativeSqlite(file);
  const cache = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const known = cache.get(sql);
    if (known) return known;
    const statement = asStatement(sql, db.prepare(sql));
    if (sql.length > CACHED_LENGTH) return statement;
    if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '');
    cache.set(sql, statement);
    return statement;
  };
  return {
    prepare,
    close: () => {
      cache.clear();
      db.close();
    },
  };
}

function asStatement(sql: string, statement: StatementSync): SqliteStatement {
  const reader = /^\s*(select|pragma|explain|with)\b/i.test(sql) || /\breturning\b/i.test(sql);
  // Kysely passes bound values as unknown; the drivers above it have already turned them into SQLite's types.
  const bound = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader,
    all: (parameters) => statement.all(...bound(parameters)),
    run: (parameters) => (Array.isArray(parameters[0]) ? runForEach(statement, parameters as SQLInputValue[][]) : statement.run(...bound(parameters))), // a list of lists is nothing else
    iterate: (parameters) => statement.iterate(...bound(parameters)) as IterableIterator<unknown>,
  };
}

/**
 * Bulk writing: given lists of values instead of values, a statement runs once for each. One row a statement is what the engine does best:
 * a statement of many rows keeps a copy of each page that it changes, in case a row is refused.
 */
function runForEach(statement: StatementSync, rows: readonly SQLInputValue[][]): ReturnType<StatementSync['run']> {
  let changes = 0;
  for (const row of rows) changes += Number(statement.run(...row).changes);
  return { changes, lastInsertRowid: 0 };
}

interface RunningSum {
  readonly units: bigint;
  /** Decimal places that `units` counts in. */
  readonly scale: number;
}

function registerExactSum(db: DatabaseSync): void {
  // The library types accumulators as SQLite values, but hands any JavaScript value through.
  const state = (sum: RunningSum | null) => sum as unknown as SQLInputValue;
  const sumOf = (value: unknown) => value as RunningSum | null;
  db.aggregate('dec_sum', {
    deterministic: true,
    start: () => state(null),
    step: (total, text) => (typeof text === 'string' ? state(add(sumOf(total), text)) : total),
    result: (total) => encode(sumOf(total)),
  });
}

function add(sum: RunningSum | null, text: string): RunningSum {
  const plain = decodeSortable(text);
  const scale = plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0;
  const units = BigInt(plain.replace('.', ''));
  if (!sum) return { units, scale };
  if (sum.scale === scale) return { units: sum.units + units, scale };
  const common = Math.max(sum.scale, scale);
  return { units: sum.units * 10n ** BigInt(common - sum.scale) + units * 10n ** BigInt(common - scale), scale: common };
}

function encode(sum: RunningSum | null): string | null {
  if (!sum) return null;
  const digits = (sum.units < 0n ? -sum.units : sum.units).toString().padStart(sum.scale + 1, '0');
  const text = sum.scale > 0 ? `${digits.slice(0, -sum.scale)}.${digits.slice(-sum.scale)}` : digits;
  return encodeSortable(sum.units < 0n ? `-${text}` : text, sum.scale);
}
