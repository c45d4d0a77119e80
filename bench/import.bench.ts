/** An import against the engine's own bulk path for the same rows, in turns within one run. `node bench/import.bench.ts [sqlite|mariadb]` */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SQLInputValue } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { rebuildDerived } from '../src/data/derived/index.ts';
import { openDatabase, type Database } from '../src/db/open-database.ts';
import { openNativeSqlite } from '../src/db/sqlite-dialect.ts';
import { encodeSortable } from '../src/entities/exact-decimal.type.ts';
import { importFile } from '../src/ingest/import-file.ts';
import { idSource } from '../src/shared/ids.ts';
import { startMariaDb } from '../test/support/services.ts';
import { givenPortfolio, givenSecurities } from '../test/data/given-derived.ts';
import { PORTFOLIOS, pricesFile, ratesFile, TICKERS, TODAY, tradesFile, type BenchFile } from './import-files.ts';

const ROUNDS = 5;
const AIM = '(aim 0.50)';
const STAMP = Date.parse('2026-11-20T12:00:00Z');
const FILES = { prices: pricesFile(), rates: ratesFile(), trades: tradesFile() };
/** What importing trades writes besides what follows from them. */
const BOOKED = ['Transactions', 'AuditTrails'] as const;
const DERIVED = ['Holdings', 'PortfolioSnapshots', 'ActualAllocations', 'DividendPayouts', 'TaxRecords', 'PerformanceMetrics'] as const;

interface Engine {
  readonly label: string;
  readonly ownPath: string;
  readonly database: Database;
  /** Loads the lines of a file into a table by the engine's own means, with a constant source and instant. */
  readonly loadLines: (file: BenchFile, into: { readonly table: string; readonly columns: readonly string[]; readonly alike: string }) => Promise<void>;
  /** How a table of quotes is emptied without work that goes on behind the next round, as a server's purge of deleted rows does. */
  readonly emptying: string;
  /** Keeps the rows of tables, for `loadKept`. */
  readonly keep: (tables: readonly string[]) => Promise<void>;
  readonly loadKept: () => Promise<void>;
}

/** Milliseconds: of the processor for the embedded engine, which runs in this process, so that a busy machine changes nothing; of the wall for a server. */
function clockOf({ kind }: Database): (work: () => Promise<unknown>) => Promise<number> {
  const now = () => {
    if (kind !== 'sqlite') return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  return async (work) => {
    const started = now();
    await work();
    return now() - started;
  };
}

const rate = (rows: number, ms: number) => `${(rows / ms).toFixed(rows < ms * 10 ? 1 : 0)}k rows/s`;

/** The longest time in ms for which others had no turn, in the best of three rounds. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await work();
    delay.disable();
    least = Math.min(least, delay.max / 1e6);
  }
  return least;
}

/** The best of some rounds in turns: what the work costs, not what the machine does besides. */
async function best(rounds: number, works: readonly (() => Promise<number>)[]): Promise<number[]> {
  const found = works.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) for (const [at, work] of works.entries()) found[at] = Math.min(found[at]!, await work());
  return found;
}

async function measure(engine: Engine): Promise<void> {
  const { database, label, ownPath } = engine;
  const timed = clockOf(database);
  const em = () => database.orm.em.fork();
  const run = async (sql: string) => em().getConnection().execute(sql);
  await database.migrate();
  await run('drop trigger audit_trails_no_delete'); // rounds begin anew
  await givenSecurities(em(), Object.fromEntries(TICKERS.map((ticker) => [ticker, 'USD'])));
  for (const id of PORTFOLIOS) await givenPortfolio(em(), { id });
  const newId = idSource(() => STAMP);
  const empty = async (tables: readonly string[]) => { for (const table of [...tables, 'ETL_Logs']) await run(`delete from ${table}`); };
  const anew = async (table: string) => { await run(`${engine.emptying} ${table}`); await empty([]); };
  const take = async ({ name, content, rows }: BenchFile) => {
    const { added, rejects } = await importFile(em(), { name, bytes: Buffer.from(content) }, {}, { now: new Date(STAMP), today: TODAY, newId });
    if (added !== rows) throw new Error(`${added} of ${rows} rows went in: ${rejects[0]?.reason}`);
  };
  const quotes = [
    { what: 'exchange rates', file: FILES.rates, table: 'CurrencyExchangeRates', columns: ['base_currency', 'quote_currency', 'rate_date', 'rate'], alike: {} },
    { what: 'prices', file: FILES.prices, table: 'MarketPrices', columns: ['security_id', 'price_date', 'close'], alike: { is_split_adjusted: 0 } },
  ];
  for (const { what, file, table, columns, alike } of quotes) {
    const into = { table, columns, alike: Object.entries(alike).map(([column, value]) => `, ${column} = ${value}`).join('') };
    const [own, ours] = await best(ROUNDS, [
      async () => { await anew(table); return timed(() => engine.loadLines(file, into)); },
      async () => { await anew(table); return timed(() => take(file)); },
    ]);
    console.log(`${label}, ${file.rows.toLocaleString('en')} ${what}: ${ownPath} ${rate(file.rows, own!)}, import ${rate(file.rows, ours!)}: ${(own! / ours!).toFixed(2)} of it ${AIM}`);
    const pause = await longestPause(async () => { await anew(table); await take(file); });
    console.log(`  others of the process waited at most ${pause.toFixed(0)} ms while ${(file.content.length / 2 ** 20).toFixed(1)} MB came in`);
  }
  await measureTrades({ engine, empty, take, rebuild: async () => { await rebuildDerived(em(), { portfolioIds: PORTFOLIOS, today: TODAY }); } });
  await database.close();
}

interface Trades {
  readonly engine: Engine;
  readonly empty: (tables: readonly string[]) => Promise<void>;
  readonly take: (file: BenchFile) => Promise<void>;
  readonly rebuild: () => Promise<void>;
}

/** The prices are there by now: the derived rows are those of a real history. */
async function measureTrades({ engine, empty, take, rebuild }: Trades): Promise<void> {
  const { label, ownPath } = engine;
  const timed = clockOf(engine.database);
  const { rows } = FILES.trades;
  await take(FILES.trades);
  await engine.keep(BOOKED);
  const [own, ours, derived] = await best(3, [
    async () => { await empty([...DERIVED, ...BOOKED]); return timed(() => engine.loadKept()); },
    async () => { await empty([...DERIVED, ...BOOKED]); return timed(() => take(FILES.trades)); },
    async () => timed(rebuild),
  ]);
  const booking = ours! - derived!;
  console.log(`${label}, ${rows.toLocaleString('en')} transactions, each with its row in the audit trail: ${ownPath} ${rate(rows, own!)}, import without deriving ${rate(rows, booking)}: ${(own! / booking).toFixed(2)} of it ${AIM}`);
  console.log(`  whole import ${rate(rows, ours!)}; of ${ours!.toFixed(0)} ms ${derived!.toFixed(0)} go into deriving ${PORTFOLIOS.length} portfolios from nothing (positions, daily values, taxes, statistics)`);
}

function embedded(path: string, database: Database): Engine {
  const db = openNativeSqlite(path);
  let kept: { readonly sql: string; readonly rows: readonly SQLInputValue[][] }[] = [];
  const inOne = (work: () => void) => {
    db.exec('begin');
    work();
    db.exec('commit');
  };
  return {
    label: 'SQLite (processor time)', ownPath: 'prepared statement in one transaction', database, emptying: 'delete from',
    loadLines: async ({ content }, { table, columns, alike }) => inOne(() => {
      const more = alike === '' ? [] : alike.slice(2).split(', ').map((part) => part.split(' = '));
      const statement = db.prepare(`insert into ${table} (${[...columns, 'source', 'recorded_at', ...more.map(([column]) => column)].join(', ')}) values (${[...columns, 'source', 'recorded_at'].map(() => '?').concat(more.map(([, value]) => value!)).join(', ')})`);
      const scale = table === 'MarketPrices' ? 8 : 10;
      for (const line of content.trimEnd().split('\n').slice(1)) {
        const cells = line.split(',');
        const number = cells.pop()!;
        statement.run(...cells, encodeSortable(number, scale), 'bench', STAMP);
      }
    }),
    keep: async (tables) => {
      kept = tables.map((table) => {
        const rows = db.prepare(`select * from ${table}`).all();
        const columns = Object.keys(rows[0]!);
        return { sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, rows: rows.map((row) => columns.map((column) => row[column]!)) };
      });
    },
    loadKept: async () => inOne(() => {
      for (const { sql, rows } of kept) {
        const statement = db.prepare(sql);
        for (const row of rows) statement.run(...row);
      }
    }),
  };
}

function server(connection: Connection, folder: string, database: Database): Engine {
  let kept: { readonly table: string; readonly file: string }[] = [];
  const load = (file: string, sql: string) => connection.query({ sql, values: [file], infileStreamFactory: () => createReadStream(file) });
  return {
    label: 'MariaDB', ownPath: 'LOAD DATA LOCAL INFILE', database, emptying: 'truncate table',
    loadLines: async ({ name, content }, { table, columns, alike }) => {
      writeFileSync(join(folder, name), content);
      await load(join(folder, name), `load data local infile ? into table ${table} fields terminated by ',' ignore 1 lines (${columns.join(', ')}) set source = 'bench', recorded_at = '2026-11-20 12:00:00'${alike}`);
    },
    keep: async (tables) => {
      kept = [];
      for (const table of tables) {
        const [found] = await connection.query({ sql: `select * from ${table}`, rowsAsArray: true, typeCast: (field) => field.string() });
        const rows = found as unknown as (string | null)[][]; // arrays of what `field.string()` gives
        const file = join(folder, `${table}.tsv`);
        const cell = (value: string | null) => (value === null ? '\\N' : value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n'));
        writeFileSync(file, rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));
        kept.push({ table, file });
      }
    },
    loadKept: async () => {
      await connection.query('begin');
      for (const { table, file } of kept) await load(file, `load data local infile ? into table ${table}`);
      await connection.query('commit');
    },
  };
}

const isWanted = (engine: 'sqlite' | 'mariadb') => process.argv.includes(engine) || !process.argv.some((argument) => argument === 'sqlite' || argument === 'mariadb');
const folder = mkdtempSync(join(tmpdir(), 'import-bench-'));
try {
  if (isWanted('sqlite')) {
    const path = join(folder, 'bench.sqlite');
    await measure(embedded(path, await openDatabase({ file: path })));
  }
  if (isWanted('mariadb')) {
    const mariaDb = await startMariaDb();
    try {
      const connection = await createConnection({ uri: mariaDb.url, infileStreamFactory: (name: string) => createReadStream(name) });
      await connection.query('create database bench character set utf8mb4 collate utf8mb4_bin');
      await connection.query('use bench');
      await measure(server(connection, folder, await openDatabase({ file: '', url: `${mariaDb.url}/bench` })));
      await connection.end();
    } finally {
      await mariaDb.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
