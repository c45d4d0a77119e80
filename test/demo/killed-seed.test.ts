import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase, type Database } from '../../src/db/open-database.ts';
import { prepareDemo } from '../../src/demo/prepare-demo.ts';
import { seedDemoFirm } from '../../src/demo/seed-demo-firm.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { givenDatabase } from '../support/databases.ts';

const today = isoDate('2026-11-23');

/** What a server, or any command, does first. */
const start = (database: Database, folder: string) => prepareDemo({ DATA_DIR: folder, DEMO: 'auto' }, database, today);

test('a large firm whose making was killed is never taken for a whole one, and none of its clients is there by half', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-seed-'));
  const file = join(folder, 'steward.sqlite');
  const seed = () => spawn(process.execPath, ['src/cli/seed.ts', '--clients', '2000', '--portfolios-per-client', '1', '--years', '1'], {
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: undefined, TODAY: today }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const child = seed();
    const exit = once(child, 'exit');
    while (madeIn(file) === 0 && child.exitCode === null) await wait(20);
    child.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);

    const made = madeIn(file);
    const count = (sql: string) => Number(rowOf(file, `select count(*) as n from ${sql}`)?.['n']);
    expect(made).toBeGreaterThan(0);
    expect(count('Clients')).toBe(made);
    expect(count('Portfolios p where not exists (select 1 from PortfolioSnapshots s where s.portfolio_id = p.id)')).toBe(0);

    const database = await openDatabase({ file });
    await expect(start(database, folder)).rejects.toMatchObject({ code: 'conflict', publicMessage: expect.stringContaining(`after ${made} of 2000 clients`) as string, hint: expect.stringContaining(folder) as string });
    await database.close();
    const again = seed();
    const said: string[] = [];
    again.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    expect(await once(again, 'close')).toEqual([1, null]);
    expect(said.join('')).toContain(`after ${made} of 2000 clients`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);

test('a demo firm whose making ended before everything was derived is refused as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-seed-'));
  const database = await givenDatabase('sqlite');
  const interrupted = seedDemoFirm(database, { today, seed: 7, onProgress: (_, step) => { if (step.startsWith('Holdings')) throw new Error('interrupted'); } });
  await expect(interrupted).rejects.toThrow('interrupted');
  await expect(start(database, folder)).rejects.toMatchObject({ code: 'conflict', publicMessage: expect.stringContaining('part of a firm') as string });
  await database.close();
  rmSync(folder, { recursive: true });
}, 240_000);

/** Clients whose making is through, as who looks from outside sees it. */
function madeIn(file: string): number {
  return Number(rowOf(file, "select rows_inserted as n from ETL_Logs where job = 'seed' and status = 'running'")?.['n'] ?? 0);
}

function rowOf(file: string, sql: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  const db = new DatabaseSync(file, { timeout: 5_000 });
  try {
    return db.prepare(sql).get();
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such table')) return undefined; // not migrated yet
    throw error;
  } finally {
    db.close();
  }
}
