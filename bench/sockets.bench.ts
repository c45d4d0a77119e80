import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { SESSION_COOKIE } from '../src/contract/http-api.ts';
import { DEMO_PASSWORD } from '../src/demo/demo-password.ts';
import { freePort } from '../test/support/services.ts';

/**
 * What idle sockets cost the server: memory of the real process (Linux) before, with 2,000 signed-in sockets, and after they have gone.
 * `npx node bench/sockets.bench.ts [DATA_DIR]`; without a folder a demo firm is made first, which takes half a minute.
 */
const SOCKETS = 2_000;
const AIM_MB = 150;
const AT_ONCE = 25;
const SETTLE_MS = 5_000;
const PATIENCE_MS = 180_000;

const given = process.argv[2];
const folder = given ?? mkdtempSync(join(tmpdir(), 'sockets-bench-'));
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, [resolve(import.meta.dirname, '../src/main.ts')], { env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn' }, stdio: ['ignore', 'ignore', 'inherit'] });
const ended = once(server, 'exit');
const sockets: Socket[] = [];
try {
  await untilReady();
  const cookie = await signIn();
  sockets.push(await connected(cookie)); // what is loaded with the first one is no cost of a socket
  const before = await settledMb();
  const startMs = performance.now();
  while (sockets.length < SOCKETS + 1) sockets.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, SOCKETS + 1 - sockets.length) }, async () => connected(cookie)))));
  const perSecond = SOCKETS / ((performance.now() - startMs) / 1_000);
  const during = await settledMb();
  const answered = await answerTime(sockets.at(-1));
  for (const socket of sockets.splice(0)) socket.disconnect();
  const after = await settledMb();
  console.log(`${SOCKETS} idle sockets: ${(during - before).toFixed(0)} MB, ${((1_024 * (during - before)) / SOCKETS).toFixed(1)} KB each (aim ${AIM_MB} MB); the process had ${before.toFixed(0)} MB, then ${during.toFixed(0)}, and ${after.toFixed(0)} when they had gone`);
  console.log(`Signed in and connected at ${perSecond.toFixed(0)} a second; with all of them there, one is answered in ${answered.toFixed(1)} ms`);
} finally {
  for (const socket of sockets) socket.disconnect();
  server.kill('SIGTERM');
  await ended;
  if (!given) rmSync(folder, { recursive: true, force: true });
}

async function untilReady(): Promise<void> {
  for (const startMs = performance.now(); ; await sleep(100)) {
    if (server.exitCode !== null || performance.now() - startMs > PATIENCE_MS) throw new Error('the server did not start');
    const ready = await fetch(`${address}/health/ready`).then((response) => response.ok, () => false);
    if (ready) return;
  }
}

async function signIn(): Promise<string> {
  const response = await fetch(`${address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'elena.marchetti@example.com', password: DEMO_PASSWORD }) });
  const sent = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`));
  if (!sent) throw new Error(`nobody could sign in: ${response.status}`);
  return sent.split(';')[0] ?? '';
}

async function connected(cookie: string): Promise<Socket> {
  const socket = io(address, { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true });
  await new Promise<void>((done, fail) => {
    socket.once('connect', done);
    socket.once('connect_error', fail);
  });
  return socket;
}

async function answerTime(socket: Socket | undefined): Promise<number> {
  if (!socket) throw new Error('no socket is there');
  const startMs = performance.now();
  await socket.timeout(10_000).emitWithAck('turn:resume', { turnId: 'no-such-turn', afterSeq: -1 });
  return performance.now() - startMs;
}

/** Resident memory when the process has come to rest. */
async function settledMb(): Promise<number> {
  await sleep(SETTLE_MS);
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
  return Number(resident) / 1_024;
}
