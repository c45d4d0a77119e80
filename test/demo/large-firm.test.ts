import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { describe, expect, test } from 'vitest';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { seedLargeFirm } from '../../src/demo/large-firm.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

const today = isoDate('2026-11-23');
const DERIVED = ['Holdings', 'PortfolioSnapshots', 'ActualAllocations', 'DividendPayouts', 'TaxRecords', 'PerformanceMetrics'] as const;

async function rowsOf(database: Database, sql: string): Promise<Record<string, unknown>[]> {
  const connection = database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
  return connection.execute(sql);
}

const countOf = async (database: Database, table: string) => Number((await rowsOf(database, `select count(*) as n from ${table}`))[0]!['n']);

async function derivedRows(database: Database): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of DERIVED) found[table] = (await rowsOf(database, `select * from ${table}`)).map((row) => JSON.stringify(row)).sort();
  return found;
}

describe.each(ENGINES)('a firm of a given size on %s', (engine) => {
  test('has that many clients and portfolios, and what is derived equals a rebuild from nothing', async () => {
    const database = await givenDatabase(engine);
    const progress: number[] = [];
    await seedLargeFirm(database, { today, seed: 3, size: { clients: 60, advisors: 3, portfoliosPerClient: 2, years: 1 }, onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([50, 60]);
    expect(await countOf(database, 'Clients')).toBe(60);
    expect(await countOf(database, 'Portfolios')).toBe(120);
    expect(await countOf(database, 'Portfolios p where not exists (select 1 from PortfolioSnapshots s where s.portfolio_id = p.id)')).toBe(0);
    expect(await countOf(database, 'Holdings')).toBeGreaterThan(1_000);
    expect(await countOf(database, 'ETL_Logs')).toBe(0); // the mark of an unfinished firm is gone
    const seeded = await derivedRows(database);
    await rebuildDerived(database.orm.em.fork(), { today });
    expect(await derivedRows(database)).toEqual(seeded);
    await database.close();
  }, 240_000);
});

test('memory does not grow with the number of clients', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void; // what the flag exposes
  const database = await givenDatabase('sqlite');
  const heapBytes: number[] = [];
  const onProgress = (): void => {
    collectGarbage();
    heapBytes.push(process.memoryUsage().heapUsed);
  };
  await seedLargeFirm(database, { today, seed: 3, size: { clients: 300, advisors: 3, portfoliosPerClient: 1, years: 1 }, onProgress });
  await database.close();
  const grownBytes = heapBytes.at(-1)! - heapBytes[1]!;
  // Prices in pairs of currencies not met before are 2 MB; to keep the transactions of the 200 clients between the two would be 8.
  expect(grownBytes).toBeLessThan(5 * 1_048_576);
}, 240_000);
