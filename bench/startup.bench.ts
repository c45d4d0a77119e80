/** `npm start` in an empty folder and again, until the first page is served. `node bench/startup.bench.ts` */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const AIMS = { first: 30, second: 3 } as const;
const PATIENCE_MS = 180_000;
const POLL_MS = 20;

/** @returns Seconds until the readiness check and the page itself were both answered. */
async function start(folder: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const server = spawn('npm', ['start', '--silent'], { env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn', DEMO: 'auto' }, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    while (!(await answers(`http://127.0.0.1:${port}/health/ready`))) {
      if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`);
      if (performance.now() - started > PATIENCE_MS) throw new Error('the server never became ready');
      await sleep(POLL_MS);
    }
    if (!(await answers(`http://127.0.0.1:${port}/`))) throw new Error('the page is not served');
    return (performance.now() - started) / 1_000;
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError) return false; // nothing listens yet
    throw error;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // listening on TCP
  probe.close();
  await once(probe, 'close');
  return port;
}

const folder = mkdtempSync(join(tmpdir(), 'startup-bench-'));
try {
  for (const [run, aim] of Object.entries(AIMS)) console.log(`${run} start to the first page: ${(await start(folder)).toFixed(1)} s (aim ${aim} s)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
