import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { Decimal } from '../shared/decimal.ts';
import { decodeSortable, encodeSortable } from '../entities/exact-decimal.type.ts';

const CACHED_STATEMENTS = 500;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Kysely dialect over `node:sqlite`: write-ahead log, busy timeout, foreign keys, a statement cache, `iterate` (the stock dialect
 * lacks it, so streaming would throw) and `dec_sum`, the exact sum of columns kept as sortable text.
 */
export function sqliteDialect(file: string): SqliteDialect {
  return new SqliteDialect({ database: async () => openConnection(file) });
}

export function openNativeSqlite(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  db.exec('pragma foreign_keys = on');
  if (file !== ':memory:') db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536; pragma mmap_size = 268435456');
  registerExactSum(db);
  return db;
}

function openConnection(file: string): SqliteDatabase {
  const db = openNativeSqlite(file);
  const cache = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = cache.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '');
    cache.set(sql, statement);
    return statement;
  };
  return {
    prepare: (sql) => asStatement(sql, prepare),
    close: () => {
      cache.clear();
      db.close();
    },
  };
}

function asStatement(sql: string, prepare: (sql: string) => StatementSync): SqliteStatement {
  const reader = /^\s*(select|pragma|explain|with)\b/i.test(sql) || /\breturning\b/i.test(sql);
  // Kysely passes bound values as unknown; the drivers above it have already turned them into SQLite's types.
  const bound = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader,
    all: (parameters) => prepare(sql).all(...bound(parameters)),
    run: (parameters) => prepare(sql).run(...bound(parameters)),
    iterate: (parameters) => prepare(sql).iterate(...bound(parameters)) as IterableIterator<unknown>,
  };
}

function registerExactSum(db: DatabaseSync): void {
  db.aggregate('dec_sum', {
    deterministic: true,
    start: () => '' as unknown as SQLInputValue, // the running total, as plain decimal text
    step: (total, text) => (text === null ? total : new Decimal(total === '' ? 0 : String(total)).plus(decodeSortable(String(text))).toFixed()),
    result: (total) => (total === '' ? null : encodeSortable(padFraction(String(total)), fractionDigits(String(total)))),
  });
}

function fractionDigits(text: string): number {
  return Math.max(text.split('.')[1]?.length ?? 0, 1);
}

function padFraction(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}
