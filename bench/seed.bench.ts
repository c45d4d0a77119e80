/** Making firms of 100 and of 400 clients: clients per processor second, beside the bare inserting of the same rows, and memory. `node bench/seed.bench.ts` */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import { openDatabase } from '../src/db/open-database.ts';
import { openNativeSqlite } from '../src/db/sqlite-dialect.ts';
import { seedLargeFirm } from '../src/demo/large-firm.ts';
import { isoDate } from '../src/shared/calendar.ts';

const SIZES = [100, 400] as const;
const MOST_HEAP_RATIO = 1.15;
/** The same in every firm, and written before the first client. */
const MARKET = new Set(['MarketPrices', 'CurrencyExchangeRates', 'SecurityRatings', 'ESGRatings', 'schema_migrations']);

interface Measured {
  readonly clients: number;
  /** Processor time for the clients alone, without prices and rates. */
  readonly clientsPerSecond: number;
  readonly bareClientsPerSecond: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly fileBytes: number;
}

const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

async function measure(clients: number, folder: string): Promise<Measured> {
  const file = join(folder, `${clients}.sqlite`);
  const database = await openDatabase({ file });
  await database.migrate();
  let first: { readonly clients: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  let heapBytes = 0;
  let seconds = 0;
  await seedLargeFirm(database, {
    today: isoDate('2026-11-23'), seed: 7, size: { clients, advisors: 4, portfoliosPerClient: 2, years: 3 },
    onProgress: (done) => {
      seconds = first ? cpuSeconds(first.cpu) : 0;
      first ??= { clients: done, cpu: process.cpuUsage() };
      if (done < clients) return;
      globalThis.gc?.();
      heapBytes = process.memoryUsage().heapUsed;
    },
  });
  await database.close();
  const residentBytes = process.resourceUsage().maxRSS * 1024;
  return { clients, clientsPerSecond: (clients - (first?.clients ?? 0)) / seconds, bareClientsPerSecond: clients / copyBare(file, join(folder, 'copy.sqlite')), heapBytes, residentBytes, fileBytes: statSync(file).size };
}

/** Inserts the rows of a firm into an empty copy of its schema with one prepared statement a table in one transaction. @returns Processor seconds. */
function copyBare(from: string, to: string): number {
  rmSync(to, { force: true });
  const source = openNativeSqlite(from);
  const target = openNativeSqlite(to);
  for (const { sql } of source.prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by type = 'table' desc").all()) target.exec(String(sql));
  target.exec('begin; pragma defer_foreign_keys = on');
  let seconds = 0;
  for (const { name } of source.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all()) {
    const rows = source.prepare(`select * from ${String(name)}`).all().map((row) => Object.values(row) as SQLInputValue[]); // as the engine gave them
    if (rows.length === 0) continue;
    const statement = target.prepare(`insert into ${String(name)} values (${rows[0]!.map(() => '?').join(',')})`);
    const before = process.cpuUsage();
    for (const row of rows) statement.run(...row);
    if (!MARKET.has(String(name))) seconds += cpuSeconds(before);
  }
  const before = process.cpuUsage();
  target.exec('commit');
  seconds += cpuSeconds(before);
  source.close();
  target.close();
  return seconds;
}

const mebibytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MB`;
const [wanted, place] = process.argv.slice(2);
if (wanted && place) console.log(JSON.stringify(await measure(Number(wanted), place)));
else {
  const folder = mkdtempSync(join(tmpdir(), 'seed-bench-'));
  try {
    // A process for each, so that neither inherits the other's memory.
    const [few, many] = SIZES.map((clients) => {
      const { stdout, status } = spawnSync(process.execPath, ['--expose-gc', import.meta.filename, String(clients), folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      if (status !== 0) throw new Error(`making ${clients} clients ended with ${status}`);
      const result = JSON.parse(stdout) as Measured; // written above
      console.log(`${clients} clients: ${result.clientsPerSecond.toFixed(1)} a processor second, bare inserting of their rows ${result.bareClientsPerSecond.toFixed(1)}; heap ${mebibytes(result.heapBytes)}, at most ${mebibytes(result.residentBytes)} resident, file ${mebibytes(result.fileBytes)}`);
      return result;
    });
    const heapRatio = many!.heapBytes / few!.heapBytes;
    console.log(`${SIZES[1]} clients against ${SIZES[0]}: heap ${heapRatio.toFixed(2)} times (aim at most ${MOST_HEAP_RATIO}), pace ${(many!.clientsPerSecond / few!.clientsPerSecond).toFixed(2)} times; making costs ${(many!.bareClientsPerSecond / many!.clientsPerSecond).toFixed(1)} times the bare inserting`);
    if (heapRatio > MOST_HEAP_RATIO) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
