/** How scoped reads grow with the firm, 1,000 to 100,000 clients and the same book size, on the embedded database. `node bench/scoped-queries.bench.ts` */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '../src/access/principal.ts';
import type { ScopedDb } from '../src/access/scoped-db.ts';
import { scopedDbs } from '../src/access/scoped-dbs.ts';
import { openDatabase, type Database } from '../src/db/open-database.ts';
import { openNativeSqlite } from '../src/db/sqlite-dialect.ts';
import { Holding } from '../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../src/entities/portfolios/portfolio.entity.ts';
import { Transaction } from '../src/entities/trading/transaction.entity.ts';
import { isoDate } from '../src/shared/calendar.ts';
import { advisorPrincipal, BOOK, clientPrincipal, givenTemplates, growFirm, HOLDINGS_EACH, securityId, TRANSACTIONS_EACH } from './firm-by-copy.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const PERSONS = 8;
const REPEATS = 12;

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
  readonly file: string;
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
async function plansOf({ database, file }: Firm, ask: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  Object.assign(database.orm.config.getLogger(), { isEnabled: () => true, logQuery: ({ query }: { query: string }) => statements.push(query) });
  await ask();
  const db = openNativeSqlite(file);
  const plans = statements.map((statement) => db.prepare(`explain query plan ${statement}`).all().map(({ detail }) => String(detail)).join(' / '));
  db.close();
  return plans;
}

/** One file grown from size to size; a copy is kept of each. */
async function makeFirms(folder: string): Promise<Firm[]> {
  const growing = join(folder, 'growing.sqlite');
  const first = await openDatabase({ file: growing });
  await first.migrate();
  await givenTemplates(first.orm.em.fork());
  await first.close();
  const firms: Firm[] = [];
  for (const [index, clients] of SIZES.entries()) {
    const started = performance.now();
    const native = openNativeSqlite(growing);
    // Copies of valid rows are valid, and a crash costs nothing.
    native.exec('pragma foreign_keys = off; pragma synchronous = off; pragma cache_size = -400000');
    growFirm(native, SIZES[index - 1] ?? 0, clients);
    native.exec('pragma wal_checkpoint(truncate)');
    native.close();
    const file = join(folder, `${clients}.sqlite`);
    copyFileSync(growing, file);
    const database = await openDatabase({ file });
    await database.refreshStatistics();
    firms.push({ clients, file, database, open: scopedDbs({ em: database.orm.em, onDenied: async () => undefined }) });
    console.log(`${clients.toLocaleString('en')} clients, ${(clients * TRANSACTIONS_EACH).toLocaleString('en')} transactions, ${(clients * HOLDINGS_EACH).toLocaleString('en')} holdings (made in ${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  return firms;
}

const PERSONAS: Readonly<Record<string, (firm: Firm) => Principal[]>> = {
  client: ({ clients }) => Array.from({ length: PERSONS }, (_, index) => clientPrincipal(Math.ceil(((index * 37 + 5) * clients) / 1_000))),
  advisor: ({ clients }) => Array.from({ length: PERSONS }, (_, index) => advisorPrincipal(index + 1, clients)),
};

const folder = mkdtempSync(join(tmpdir(), 'scoped-bench-'));
try {
  const firms = await makeFirms(folder);
  console.log(`\nmilliseconds with ${SIZES.map((size) => size.toLocaleString('en')).join(' / ')} clients, books of ${BOOK}; ratio of the last to the first`);
  for (const [role, personsOf] of Object.entries(PERSONAS)) {
    for (const ask of Object.values(QUESTIONS)) await costs(firms, personsOf, ask); // warms up code and caches
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      const times = await costs(firms, personsOf, ask);
      console.log(`${`${role}: ${question}`.padEnd(38)} ${times.map((ms) => ms.toFixed(2).padStart(8)).join('')}   × ${(times.at(-1)! / times[0]!).toFixed(2)}`);
    }
  }
  const largest = firms.at(-1)!;
  for (const [role, personsOf] of process.argv.includes('--plans') ? Object.entries(PERSONAS) : []) {
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      const plans = await plansOf(largest, () => ask(largest.open(personsOf(largest)[0]!)));
      console.log(`\n${role}: ${question}\n  ${plans.join('\n  ')}`);
    }
  }
  for (const { database } of firms) await database.close();
} finally {
  rmSync(folder, { recursive: true });
}
