/** How scoped reads grow with the firm, 1,000 to 100,000 clients and the same book size, on both engines. `node bench/scoped-queries.bench.ts [sqlite|mariadb] [--plans]` */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Principal } from '../src/access/principal.ts';
import type { ScopedDb } from '../src/access/scoped-db.ts';
import { scopedDbs } from '../src/access/scoped-dbs.ts';
import { openDatabase, type Database } from '../src/db/open-database.ts';
import { openNativeSqlite } from '../src/db/sqlite-dialect.ts';
import { ENTITIES } from '../src/entities/index.ts';
import { Holding } from '../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../src/entities/portfolios/portfolio.entity.ts';
import { Transaction } from '../src/entities/trading/transaction.entity.ts';
import { isoDate } from '../src/shared/calendar.ts';
import { startMariaDb } from '../test/support/services.ts';
import { advisorPrincipal, BOOK, clientPrincipal, givenTemplates, growFirm, HOLDINGS_EACH, securityId, TRANSACTIONS_EACH, type GrowingEngine } from './firm-by-copy.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const PERSONS = 8;
const REPEATS = 60;
const GROWN_AT_ONCE = 5_000;
/** The pages of the three firms fit, as they would where a server is set up for its firm. */
const CACHE_MB = 4_096;

const QUESTIONS: Readonly<Record<string, (db: ScopedDb) => Promise<unknown>>> = {
  portfolios: (db) => db.find(Portfolio),
  holdings: (db) => db.find(Holding, {}, { populate: ['security'] }),
  'all transactions': (db) => db.find(Transaction),
  'latest 20 transactions': (db) => db.find(Transaction, { status: 'booked' }, { orderBy: [{ tradeDate: 'desc' }, { id: 'desc' }], limit: 20 }),
  'transactions of one year': (db) => db.find(Transaction, { tradeDate: { $gte: isoDate('2026-01-01') } }),
  'holders of one security': (db) => db.find(Holding, { security: securityId(7) }),
  'transactions in one security': (db) => db.find(Transaction, { security: securityId(7) }),
  'count of transactions': (db) => db.count(Transaction),
};

interface Firm {
  readonly clients: number;
  readonly database: Database;
  readonly open: (principal: Principal) => ScopedDb;
}

/**
 * For each firm the median over persons of each one's best time, in milliseconds: what the work costs, not what the machine does besides.
 * The firms take turns, so that a busy moment meets all of them.
 */
async function costs(firms: readonly Firm[], personsOf: (firm: Firm) => readonly Principal[], ask: (db: ScopedDb) => Promise<unknown>): Promise<number[]> {
  const best = firms.map(() => Array.from({ length: PERSONS }, () => Infinity));
  for (let run = 0; run < REPEATS; run += 1) {
    for (const [at, firm] of firms.entries()) {
      for (const [index, person] of personsOf(firm).entries()) {
        const started = performance.now();
        await ask(firm.open(person));
        best[at]![index] = Math.min(best[at]![index]!, performance.now() - started);
      }
    }
  }
  return best.map((times) => times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)]!);
}

/** The plan of each statement that a question runs. */
async function plansOf({ database }: Firm, ask: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const logger = database.orm.config.getLogger();
  let isListening = true;
  Object.assign(logger, { isEnabled: () => isListening, logQuery: ({ query }: { query: string }) => statements.push(query) });
  await ask();
  isListening = false;
  const connection = database.orm.em.fork().getConnection();
  const isEmbedded = database.kind === 'sqlite';
  return Promise.all(statements.map(async (statement) => {
    const steps = await connection.execute<Record<string, string>[]>(`explain ${isEmbedded ? 'query plan ' : ''}${statement}`);
    return steps.map((step: Readonly<Record<string, string>>) => (isEmbedded ? step['detail'] : `${step['table']} ${step['type']} ${step['key']} ${step['key_len']} ${step['rows']} ${step['Extra']}`)).join(' / ');
  }));
}

const growing = (database: Database, run: GrowingEngine['run'], daysBefore: GrowingEngine['daysBefore']): GrowingEngine => ({
  run, daysBefore, columnsOf: (table) => ENTITIES.map((entity) => database.orm.getMetadata().get(entity)).filter(({ tableName }) => tableName === table).flatMap(({ props }) => props.filter(({ persist }) => persist !== false).flatMap(({ fieldNames }) => fieldNames)),
});

async function grown(database: Database, clients: number, grow: () => Promise<unknown>): Promise<Firm> {
  const started = performance.now();
  await grow();
  console.log(`${database.kind}: ${clients.toLocaleString('en')} clients, ${(clients * TRANSACTIONS_EACH).toLocaleString('en')} transactions, ${(clients * HOLDINGS_EACH).toLocaleString('en')} holdings (made in ${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return { clients, database, open: scopedDbs({ em: database.orm.em, onDenied: async () => undefined }) };
}

async function embeddedFirms(folder: string): Promise<Firm[]> {
  const firms: Firm[] = [];
  for (const clients of SIZES) {
    const file = join(folder, `${clients}.sqlite`);
    const database = await openDatabase({ file });
    await database.migrate();
    await givenTemplates(database.orm.em.fork());
    firms.push(await grown(database, clients, async () => {
      const native = openNativeSqlite(file);
      // Copies of valid rows are valid, and a crash costs nothing.
      native.exec('pragma foreign_keys = off; pragma synchronous = off; pragma cache_size = -400000; begin');
      await growFirm(growing(database, async (sql) => native.exec(sql), (days) => `date('2026-11-20', '-' || (${days}) || ' days')`), 0, clients);
      native.exec('commit; pragma wal_checkpoint(truncate)');
      native.close();
      await database.refreshStatistics();
    }));
  }
  return firms;
}

async function serverFirms(url: string): Promise<Firm[]> {
  const firms: Firm[] = [];
  const native = await createConnection(url);
  await native.query('set foreign_key_checks = 0, unique_checks = 0, max_recursive_iterations = 10000000');
  for (const clients of SIZES) {
    await native.query(`create database firm${clients} character set utf8mb4 collate utf8mb4_bin`);
    await native.query(`use firm${clients}`);
    const database = await openDatabase({ file: '', url: `${url}/firm${clients}` });
    await database.migrate();
    await givenTemplates(database.orm.em.fork());
    firms.push(await grown(database, clients, async () => {
      const engine = growing(database, (sql) => native.query(sql), (days) => `date_sub('2026-11-20', interval (${days}) day)`);
      // A table that is read and written in one statement is copied first: in parts, that stays small.
      for (let from = 0; from < clients; from += GROWN_AT_ONCE) await growFirm(engine, from, Math.min(from + GROWN_AT_ONCE, clients));
      await native.query('analyze table Clients, Portfolios, Holdings, Transactions, Securities');
    }));
  }
  await native.end();
  return firms;
}

const PERSONAS: Readonly<Record<string, (firm: Firm) => Principal[]>> = {
  client: ({ clients }) => Array.from({ length: PERSONS }, (_, index) => clientPrincipal(Math.ceil(((index * 37 + 5) * clients) / 1_000))),
  advisor: ({ clients }) => Array.from({ length: PERSONS }, (_, index) => advisorPrincipal(index + 1, clients)),
};

async function show(firms: readonly Firm[]): Promise<void> {
  console.log(`\n${firms[0]!.database.kind}: milliseconds with ${SIZES.map((size) => size.toLocaleString('en')).join(' / ')} clients, books of ${BOOK}; ratio of the last to the first (aim 1.20)`);
  for (const [role, personsOf] of Object.entries(PERSONAS)) {
    for (const ask of Object.values(QUESTIONS)) await costs(firms, personsOf, ask); // warms up code and caches
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      const times = await costs(firms, personsOf, ask);
      console.log(`${`${role}: ${question}`.padEnd(38)} ${times.map((ms) => ms.toFixed(2).padStart(8)).join('')}   × ${(times.at(-1)! / times[0]!).toFixed(2)}`);
    }
  }
  const largest = firms.at(-1)!;
  for (const [role, personsOf] of process.argv.includes('--plans') ? Object.entries(PERSONAS) : []) {
    for (const [question, ask] of Object.entries(QUESTIONS)) console.log(`\n${role}: ${question}\n  ${(await plansOf(largest, () => ask(largest.open(personsOf(largest)[0]!)))).join('\n  ')}`);
  }
  for (const { database } of firms) await database.close();
}

const isWanted = (engine: 'sqlite' | 'mariadb') => process.argv.includes(engine) || !process.argv.some((argument) => argument === 'sqlite' || argument === 'mariadb');
if (isWanted('sqlite')) {
  const folder = mkdtempSync(join(tmpdir(), 'scoped-bench-'));
  try {
    await show(await embeddedFirms(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
if (isWanted('mariadb')) {
  const server = await startMariaDb(CACHE_MB, '--innodb-adaptive-hash-index=ON');
  try {
    await show(await serverFirms(server.url));
  } finally {
    await server.stop();
  }
}
