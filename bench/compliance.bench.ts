/**
 * The nightly compliance run over 10,000 portfolios of real shape (the demo firm, copied), then again after 1 % of them changed.
 * `node bench/compliance.bench.ts [PORTFOLIOS] [FOLDER of a demo firm made for 2026-11-23]`; it works on a copy.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { scopedDbs, SERVICE_PRINCIPAL } from '../src/access/scoped-dbs.ts';
import { CheckpointStore } from '../src/audit/checkpoint-store.ts';
import { signingKey } from '../src/audit/checkpoint.ts';
import { trailHook } from '../src/audit/record-trail.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { seedDemoFirm } from '../src/demo/seed-demo-firm.ts';
import { Client } from '../src/entities/clients/client.entity.ts';
import { checkComplianceJob } from '../src/jobs/check-compliance.job.ts';
import { isoDate } from '../src/shared/calendar.ts';
import { systemClock } from '../src/shared/clock.ts';
import { idSource } from '../src/shared/ids.ts';

const TODAY = isoDate('2026-11-23');
const wanted = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'compliance-'));
const file = join(folder, 'steward.sqlite');

if (process.argv[3]) copyFileSync(join(process.argv[3], 'steward.sqlite'), file);
else {
  const seeded = await openDatabase({ file });
  await seeded.migrate();
  await seedDemoFirm(seeded, { today: TODAY, seed: 7 });
  await seeded.close();
}
{
  const migrated = await openDatabase({ file });
  await migrated.migrate();
  await migrated.close();
}
copyFirm(wanted);
const database = await openDatabase({ file });
await database.refreshStatistics();
const nowMs = Date.parse('2026-11-23T23:30:00Z') - performance.now();
const clock = { ...systemClock(() => new Date(nowMs + performance.now())), today: () => TODAY };
const newId = idSource(() => clock.now().getTime());
const open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined, hooks: [trailHook({ clock, newId })] });
const db = open(SERVICE_PRINCIPAL);

const first = await run(undefined);
const began = clock.now();
await new Promise((done) => { setTimeout(done, 5); });
const portfolios = Number(/(\d+) portfolios/.exec(first.summary)?.[1]);
const clients = await db.find(Client, {}, { fields: ['id'], orderBy: { id: 'asc' } });
const changed = clients.filter((_, index) => index % 100 === 50);
await db.transaction(async (writer) => { for (const { id } of changed) await writer.update(Client, { id }, { profileReviewedOn: TODAY }); });
const again = await run(began);
const none = await run(clock.now());
// What other work on the machine takes is no part of it: two free cores would be done when the busier thread is.
const busier = Math.max(first.mainMs, first.cpuMs - first.mainMs);
console.log(`full run: ${(portfolios / (first.ms / 1000)).toFixed(0)} portfolios a second by the clock, ${(portfolios / (busier / 1000)).toFixed(0)} by the processor time of the busier of two threads`);
console.log(`after 1 % of the clients changed: ${((again.cpuMs / first.cpuMs) * 100).toFixed(2)} % of the full cost in processor time; after nothing: ${((none.cpuMs / first.cpuMs) * 100).toFixed(2)} %`);
await database.close();
rmSync(folder, { recursive: true });

interface Measured {
  readonly ms: number;
  /** Of all threads, and of the one that loads and writes. */
  readonly cpuMs: number;
  readonly mainMs: number;
  readonly summary: string;
}

async function run(lastSuccess: Date | undefined): Promise<Measured> {
  let longest = 0;
  let highest = 0;
  let last = performance.now();
  const started = last;
  const [cpu, main] = [process.cpuUsage(), process.threadCpuUsage()];
  const summary = (await checkComplianceJob.run({
    db, fork: () => database.orm.em.fork(), checkpoints: new CheckpointStore(folder, signingKey(randomBytes(32).toString('base64url'))), clock, newId, lastSuccess, note: () => undefined,
    breathe: async () => {
      longest = Math.max(longest, performance.now() - last);
      highest = Math.max(highest, process.memoryUsage().heapUsed);
      await new Promise((done) => { setImmediate(done); });
      last = performance.now();
    },
  })) ?? 'Nothing.';
  const ms = performance.now() - started;
  const [cpuMs, mainMs] = [sumMs(process.cpuUsage(cpu)), sumMs(process.threadCpuUsage(main))];
  console.log(`${summary} ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of processor, ${mainMs.toFixed(0)} of them in the thread that loads and writes), at most ${longest.toFixed(0)} ms between breaths, ${(highest / 1_048_576).toFixed(0)} MB of heap`);
  return { ms, cpuMs, mainMs, summary };
}

function sumMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** Copies every client of the demo firm with portfolios, holdings and what the rules read, until there are as many portfolios as wanted. */
function copyFirm(count: number): void {
  const sql = new DatabaseSync(file);
  const before = Number(sql.prepare('select count(*) as n from Portfolios').get()?.['n']);
  const copies = Math.max(0, Math.ceil(count / before) - 1);
  const copy = (table: string, changed: Readonly<Record<string, string>>, where = '1') => {
    const columns = sql.prepare('select name from pragma_table_info(?)').all(table).map(({ name }) => String(name));
    sql.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${copies}) insert into ${table} (${columns.join(', ')}) select ${columns.map((name) => changed[name] ?? `t.${name}`).join(', ')} from (select * from ${table} where ${where}) t, n`);
  };
  const made = (column: string) => ({ [column]: `t.${column} || '-' || i` });
  sql.exec('begin');
  if (copies > 0) {
    copy('Clients', { ...made('id'), user_id: 'null' });
    copy('AdvisorAssignments', { ...made('id'), ...made('client_id') });
    copy('KYCVerification', { ...made('id'), ...made('client_id') });
    copy('ClientPreferences', { ...made('id'), ...made('client_id') });
    copy('Portfolios', { ...made('id'), ...made('client_id') });
    copy('Holdings', made('portfolio_id'));
    copy('AssetAllocationTargets', made('portfolio_id'));
    copy('PerformanceMetrics', made('portfolio_id'));
    copy('Transactions', { ...made('id'), ...made('portfolio_id'), external_ref: 'null', supersedes_id: 'null' }, "trade_date >= '2026-08-01' or portfolio_id in (select portfolio_id from Transactions where kind = 'sell' and trade_date >= '2026-09-20')");
  }
  sql.exec('commit');
  sql.close();
}
