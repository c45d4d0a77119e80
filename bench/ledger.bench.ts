/**
 * The audit ledger: entries a second, each committed durably by its own transaction and then placed by the appender, against the same bare
 * inserts; and the verification of 100,000 entries against only reading them. `npx node bench/ledger.bench.ts`; MariaDB too when TEST_MARIADB_URL names a server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { sequenceEntries } from '../src/audit/ledger.ts';
import { auditRow, recordAudit, type AuditEntry } from '../src/audit/record.ts';
import { verifyLedger } from '../src/audit/verify-ledger.ts';
import type { Database } from '../src/db/open-database.ts';
import { AuditLog } from '../src/entities/compliance/audit-log.entity.ts';
import { systemClock } from '../src/shared/clock.ts';
import { idSource } from '../src/shared/ids.ts';
import { ENGINES, givenDatabase } from '../test/support/databases.ts';

const AIMS = { appendPerSecond: 500, verifySeconds: 3 } as const;
const APPENDS = 4_000;
const WRITERS = 16;
const VERIFIED = 100_000;

const clock = systemClock(() => new Date());
const tools = { clock, newId: idSource(() => Date.now()) };
const act = (index: number): AuditEntry => ({ actorId: 'user-1', actorRole: 'advisor', event: 'portfolio.viewed', decision: 'allowed', objectType: 'Portfolios', objectId: `p-${index}`, detail: { index } });
const connectionOf = (database: Database) => database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers

async function inParallel(count: number, one: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    while (next < count) await one(next++);
  }));
  return (performance.now() - started) / 1_000;
}

/** Every entry in a transaction of its own, as business code writes them, with the appender at work beside. */
async function append(database: Database): Promise<number> {
  let isOver = false;
  const appender = (async () => {
    while (!isOver) {
      await sequenceEntries(database.orm.em, clock);
      await sleep(50);
    }
  })();
  const started = performance.now();
  await inParallel(APPENDS, async (index) => {
    await database.orm.em.fork().transactional(async (em) => { recordAudit(em, act(index), tools); });
  });
  isOver = true;
  await appender;
  await sequenceEntries(database.orm.em, clock);
  return (performance.now() - started) / 1_000;
}

async function bareInserts(database: Database): Promise<number> {
  const connection = connectionOf(database);
  await connection.execute('create table bare_log (id varchar(36) not null primary key, content text not null)');
  return inParallel(APPENDS, async (index) => {
    await connection.execute('insert into bare_log (id, content) values (?, ?)', [tools.newId(), JSON.stringify(act(index))]);
  });
}

async function fill(database: Database, count: number): Promise<void> {
  const have = await database.orm.em.fork().count(AuditLog);
  for (let from = have; from < count; from += 5_000) {
    await database.orm.em.fork().insertMany(AuditLog, Array.from({ length: Math.min(5_000, count - from) }, (_, index) => auditRow(act(from + index), tools)));
  }
  await sequenceEntries(database.orm.em, clock);
}

/** Reading every row as text, the least that any verification must do. */
async function readAll(database: Database): Promise<number> {
  const started = performance.now();
  const rows = await connectionOf(database).execute<{ sequence: number }[]>('select * from AuditLogs order by sequence');
  if (rows.length !== VERIFIED) throw new Error(`${rows.length} rows`);
  return (performance.now() - started) / 1_000;
}

async function verify(database: Database): Promise<number> {
  const started = performance.now();
  const state = await verifyLedger(database.orm.em, { checkpoints: [] });
  if (!state.isIntact || state.size !== VERIFIED) throw new Error('the ledger is not intact');
  return (performance.now() - started) / 1_000;
}

for (const engine of ENGINES) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const database = await givenDatabase(engine, join(folder, 'ledger.sqlite'));
  if (engine === 'mariadb') await connectionOf(database).execute('set global innodb_flush_log_at_trx_commit = 1');
  const ours = await append(database);
  const bare = await bareInserts(database);
  console.log(`${engine}: ${APPENDS} entries by ${WRITERS} writers, durable, placed: ${(APPENDS / ours).toFixed(0)}/s (aim ${AIMS.appendPerSecond}); bare inserts of the same text ${(APPENDS / bare).toFixed(0)}/s; ratio ${(ours / bare).toFixed(2)}`);
  await fill(database, VERIFIED);
  const [reading, verifying] = [await readAll(database), await verify(database)];
  console.log(`${engine}: verify ${VERIFIED} entries ${verifying.toFixed(2)} s (aim ${AIMS.verifySeconds}); only reading them ${reading.toFixed(2)} s; ratio ${(verifying / reading).toFixed(2)}`);
  await database.close();
  rmSync(folder, { recursive: true });
}
