/** Rows per second of an import against the engine's own bulk path for the same file, in turns within one run. `node bench/import.bench.ts` */
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { openDatabase, type Database } from '../src/db/open-database.ts';
import { openNativeSqlite } from '../src/db/sqlite-dialect.ts';
import { encodeSortable } from '../src/entities/exact-decimal.type.ts';
import { importFile } from '../src/ingest/import-file.ts';
import { addDays, isoDate } from '../src/shared/calendar.ts';
import { idSource } from '../src/shared/ids.ts';
import { startMariaDb } from '../test/support/services.ts';
import { givenSecurities } from '../test/data/given-derived.ts';

const SECURITIES = 100;
const DAYS = 2_000;
const ROWS = SECURITIES * DAYS;
const ROUNDS = 5;
const TODAY = isoDate('2026-11-20');
const STAMP = Date.parse('2026-11-20T12:00:00Z');

/** Closes of a hundred securities; the security's id is its ticker, so that the engine's own path needs no look-up. */
function pricesCsv(): string {
  const lines = ['symbol,date,close'];
  for (let day = 0; day < DAYS; day += 1) {
    const date = addDays(TODAY, day - DAYS);
    for (let index = 0; index < SECURITIES; index += 1) lines.push(`S${index},${date},${(20 + ((day * 7 + index * 13) % 900) / 10 + 0.05).toFixed(2)}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Engine {
  readonly label: string;
  readonly ownPath: string;
  readonly database: Database;
  /** Loads the file by the engine's own means. */
  readonly loadByItself: (file: string) => Promise<void>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The best of some rounds in turns: what the work costs, not what the machine does besides. */
async function compare({ label, ownPath, database, loadByItself }: Engine, file: string): Promise<void> {
  await database.migrate();
  await givenSecurities(database.orm.em.fork(), Object.fromEntries(Array.from({ length: SECURITIES }, (_, index) => [`S${index}`, 'USD'])));
  const connection = database.orm.em.fork().getConnection();
  const newId = idSource(() => STAMP);
  const empty = async () => {
    for (const table of ['MarketPrices', 'ETL_Logs']) await connection.execute(`delete from ${table}`);
  };
  let [own, ours] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    await empty();
    own = Math.min(own, await timed(() => loadByItself(file)));
    await empty();
    ours = Math.min(ours, await timed(async () => {
      const report = await importFile(database.orm.em.fork(), { name: 'prices.csv', bytes: readFileSync(file) }, {}, { now: new Date(STAMP), today: TODAY, newId });
      if (report.added !== ROWS) throw new Error(`${report.added} rows went in`);
    }));
  }
  const rate = (ms: number) => `${Math.round(ROWS / ms)}k rows/s`;
  console.log(`${label}: ${ownPath} ${rate(own)}, import ${rate(ours)}: ${(own / ours).toFixed(2)} of it (aim 0.50)`);
  await database.close();
}

async function loadBySqlite(path: string, file: string): Promise<void> {
  const db = openNativeSqlite(path);
  db.exec('begin');
  const statement = db.prepare('insert into MarketPrices (security_id, price_date, close, is_split_adjusted, source, recorded_at) values (?, ?, ?, 0, ?, ?)');
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    const [security = '', date = '', close = ''] = line.split(',');
    statement.run(security, date, encodeSortable(close, 8), 'bench', STAMP);
  }
  db.exec('commit');
  db.close();
}

const folder = mkdtempSync(join(tmpdir(), 'import-bench-'));
const file = join(folder, 'prices.csv');
writeFileSync(file, pricesCsv());
try {
  const path = join(folder, 'bench.sqlite');
  await compare({ label: 'SQLite', ownPath: 'prepared statement in one transaction', database: await openDatabase({ file: path }), loadByItself: (name) => loadBySqlite(path, name) }, file);
  const server = await startMariaDb();
  try {
    const admin = await createConnection({ uri: server.url, infileStreamFactory: (name: string) => createReadStream(name) });
    await admin.query('create database bench character set utf8mb4 collate utf8mb4_bin');
    await admin.query('use bench');
    const loadByItself = async (name: string) => {
      await admin.query({
        sql: `load data local infile ? into table MarketPrices fields terminated by ',' ignore 1 lines (security_id, price_date, close) set is_split_adjusted = 0, source = 'bench', recorded_at = '2026-11-20 12:00:00'`,
        values: [name], infileStreamFactory: () => createReadStream(name),
      });
    };
    await compare({ label: 'MariaDB', ownPath: 'LOAD DATA LOCAL INFILE', database: await openDatabase({ file: '', url: `${server.url}/bench` }), loadByItself }, file);
    await admin.end();
  } finally {
    await server.stop();
    rmSync(server.folder, { recursive: true, force: true });
  }
} finally {
  rmSync(folder, { recursive: true });
}
