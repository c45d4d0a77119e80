import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SqlRows } from '../../src/data/derived/sql-rows.ts';
import { isDuplicate } from '../../src/data/retry-conflicts.ts';
import type { Database } from '../../src/db/open-database.ts';
import { takeOffered } from '../../src/shared/offered-lines.ts';
import { addDays, isoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenSecurities } from './given-derived.ts';

/** More than are loaded in bulk, and more than one statement binds. */
const MANY = 9_000;
const FIRST = isoDate('2001-01-01');
const SPECIAL = ['plain', 'tab\there', 'line\nbreak', 'return\rhere', 'back\\slash \\N', '\\N', "quote ' and \"", 'Zürich €', '', null, 'nul\0end'] as const;

interface Close {
  readonly day: IsoDate;
  readonly close: string;
}

const closes = (change: (row: Close, at: number) => Close = (row) => row) => Array.from({ length: MANY }, (_, at) => change({ day: addDays(FIRST, at), close: `${at + 1}.25` }, at));

describe.each(ENGINES)('long lists on %s', (engine) => {
  let database: Database;
  const em = () => database.orm.em.fork();
  const insert = async (rows: readonly Close[], source: string, isAsGiven = false) => em().transactional(async (tx) => {
    const sql = new SqlRows(tx);
    await sql.insertEach('MarketPrices', rows, {
      columns: ['security_id', 'price_date', 'close'], valuesOf: ({ day, close }) => ['AAA', day, isAsGiven ? close : sql.codec.writeText(close, 8)], alike: { source, recorded_at: engine === 'sqlite' ? 0 : '2026-11-20 12:00:00', is_split_adjusted: 0, vendor_id: null },
    });
  });
  const count = async () => Number((await em().getConnection().execute<[{ n: unknown }]>('select count(*) as n from MarketPrices'))[0].n);
  const clear = async () => em().getConnection().execute('delete from MarketPrices');

  beforeAll(async () => {
    database = await givenDatabase(engine);
    await givenSecurities(em(), { AAA: 'USD' });
  }, 120_000);
  afterAll(() => database.close());

  test('each row arrives as it is, whatever its text holds', async () => {
    await clear();
    await insert(closes(), "it's a source");
    const [row] = await em().getConnection().execute<Record<string, unknown>[]>('select source, vendor_id from MarketPrices where price_date = ?', [addDays(FIRST, 8_999)]);
    expect([await count(), row]).toEqual([MANY, { source: "it's a source", vendor_id: null }]);

    const texts = Array.from({ length: MANY }, (_, at) => SPECIAL[at % SPECIAL.length] ?? null);
    const stored = await em().transactional(async (tx) => {
      const sql = new SqlRows(tx);
      await sql.run('create temporary table Texts (at int primary key, text varchar(40))');
      await sql.insertEach('Texts', [...texts.entries()], { columns: ['at', 'text'], valuesOf: ([at, text]) => [at, text] });
      const rows = await sql.select('select text from Texts order by at');
      await sql.run('drop table Texts');
      return rows.map(({ text }) => text);
    });
    expect(stored).toEqual(texts);
  }, 60_000);

  test('a row that is there already is told as such, and nothing stays', async () => {
    await clear();
    await expect(insert(closes((row, at) => (at === 8_000 ? { ...row, day: FIRST } : row)), 'test')).rejects.toSatisfy(isDuplicate);
    expect(await count()).toBe(0);
  }, 60_000);

  test('a list that fails while its rows are made leaves nothing', async () => {
    await clear();
    const failing = em().transactional(async (tx) => new SqlRows(tx).insertEach('MarketPrices', closes(), {
      columns: ['security_id', 'price_date', 'close'], valuesOf: ({ day }) => { if (day > addDays(FIRST, 5_000)) throw new Error('made no row'); return ['AAA', day, '1']; }, alike: { source: 'test', recorded_at: engine === 'sqlite' ? 0 : '2026-11-20 12:00:00', is_split_adjusted: 0 },
    }));
    await expect(failing).rejects.toThrow('made no row');
    expect(await count()).toBe(0);
    expect(await em().getConnection().execute('select 1 as one')).toEqual([{ one: 1 }]);
  }, 60_000);

  test.skipIf(engine === 'sqlite')('a value that the server would cut or refuse ends the load', async () => {
    await clear();
    for (const close of ['1.123456789', 'much']) await expect(insert(closes((row, at) => (at === 7 ? { ...row, close } : row)), 'test', true), close).rejects.toThrow('MarketPrices');
    await expect(insert(closes(), 's'.repeat(200))).rejects.toThrow('MarketPrices');
    expect(await count()).toBe(0);
  }, 60_000);

  test.skipIf(engine === 'sqlite')('a server that lets nobody load in bulk gets inserts', async () => {
    await clear();
    await em().getConnection().execute('set global local_infile = 0');
    try {
      await insert(closes(), 'test');
    } finally {
      await em().getConnection().execute('set global local_infile = 1');
    }
    expect(await count()).toBe(MANY);
  }, 60_000);
});

test('a server that asks for a file of ours gets nothing', async () => {
  await expect(takeOffered('/etc/hostname').toArray()).rejects.toThrow('nobody offered');
});
