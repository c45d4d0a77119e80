import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';

const ROWS = 40_000;

test('an import killed in the middle leaves nothing behind, and the same file then goes in whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-import-'));
  const start = (file: string) => spawn(process.execPath, ['src/cli/import.ts', join(folder, file)], { env: { ...process.env, DATA_DIR: folder, DATABASE_URL: undefined, TODAY: '2026-11-23' }, stdio: 'ignore' });
  const database = join(folder, 'steward.sqlite');
  const counts = async (): Promise<number[]> => {
    const opened = await openDatabase({ file: database });
    const em = opened.orm.em.fork() as SqlEntityManager;
    const all = await Promise.all(['MarketPrices', 'ETL_Logs'].map(async (table) => Number((await em.execute<{ n: number }[]>(`select count(*) as n from ${table}`))[0]?.n)));
    await opened.close();
    return all;
  };
  try {
    writeFileSync(join(folder, 'securities.csv'), `ticker,name,currency,asset class\n${Array.from({ length: 10 }, (_, at) => `S${at},Share ${at},USD,equity`).join('\n')}\n`);
    writeFileSync(join(folder, 'prices.csv'), `symbol,date,close\n${Array.from({ length: ROWS }, (_, at) => `S${at % 10},${addDays(isoDate('2010-01-01'), Math.floor(at / 10))},${10 + (at % 7)}.25`).join('\n')}\n`);
    expect(await once(start('securities.csv'), 'exit')).toEqual([0, null]);
    const before = await counts();

    const child = start('prices.csv');
    const exit = once(child, 'exit');
    // The write-ahead log grows once rows are being written and before the transaction ends: that is the middle.
    const log = `${database}-wal`;
    const grown = () => existsSync(log) && statSync(log).size > 200_000;
    while (!grown() && child.exitCode === null) await wait(2);
    child.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(await counts()).toEqual(before);

    expect(await once(start('prices.csv'), 'exit')).toEqual([0, null]);
    expect(await counts()).toEqual([ROWS, 2]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 90_000);
