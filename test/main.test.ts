import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freePort } from './support/services.ts';

/** `npm start` without a shell. */
const start = (environment: Record<string, string>) => spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, DATABASE_URL: '', LOG_LEVEL: 'warn', DEMO: 'off', ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });

test('a server that is told to stop ends with status 0 and its database is closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-main-'));
  const port = await freePort();
  const server = start({ DATA_DIR: folder, PORT: String(port) });
  const exit = once(server, 'exit');
  try {
    const isReady = async () => fetch(`http://127.0.0.1:${port}/health/ready`).then(({ ok }) => ok, () => false);
    while (!(await isReady()) && server.exitCode === null) await wait(50);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    server.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    // Closed in order, SQLite folds its log into the file.
    expect(existsSync(join(folder, 'steward.sqlite-wal'))).toBe(false);
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test('a wrong setting ends the start with its name, what was found and what is allowed', async () => {
  const server = start({ PORT: 'eighty' });
  const said: Buffer[] = [];
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  expect(await once(server, 'exit')).toEqual([1, null]);
  expect(Buffer.concat(said).toString()).toMatch(/PORT: found "eighty"; .*number/);
}, 120_000);
