import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { hashPassword } from '../../src/access/password.ts';
import { SESSION_COOKIE } from '../../src/contract/http-api.ts';
import type { StartAck } from '../../src/contract/socket-acks.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { freshMariaDb } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { givenUser } from '../support/given-user.ts';
import { freePort } from '../support/services.ts';

const PASSWORD = 'correct horse battery staple';

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Two whole servers, each a process of its own, on one MariaDB and one Redis; a client and a stranger may sign in at either. */
export async function givenServers(modelUrl: string, redisUrl: string) {
  const databaseUrl = await freshMariaDb();
  const database = await openDatabase({ url: databaseUrl, file: ':memory:' });
  await database.migrate();
  const em = database.orm.em.fork();
  const passwordHash = await hashPassword(PASSWORD);
  const [person, stranger] = [await givenUser(em, { passwordHash }), await givenUser(em, { passwordHash })];
  await givenClient(em, { user: person });
  await givenClient(em, { user: stranger });
  const folder = mkdtempSync(join(tmpdir(), 'steward-servers-'));
  const environment = {
    DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'none', MODEL: 'loopback-1', SESSION_SECRET: 's'.repeat(40), DEMO: 'off', TODAY: '2026-11-23', LOG_LEVEL: 'warn', DAILY_TOKEN_LIMIT: '0', DAILY_COST_LIMIT_MICROS: '0',
  };
  const running: ServerProcess[] = [];
  const start = async (): Promise<ServerProcess> => {
    const server = await startServer({ ...environment, DATA_DIR: mkdtempSync(join(folder, 'data-')) });
    running.push(server);
    return server;
  };
  const sockets: Socket[] = [];
  return {
    database, start, email: person.email, strangerEmail: stranger.email,
    /** Opens a tab at a server. */
    open: async (server: ServerProcess, email: string) => {
      const tab = await openTab(server, email);
      sockets.push(tab.socket);
      return tab;
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await Promise.all(running.map(({ child }) => endProcess(child)));
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../src/main.ts')], { env: { PATH: process.env['PATH'], ...environment, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => { complaints += part.toString(); });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${complaints.slice(-500)}`);
    const isUp = await fetch(`${url}/health/ready`).then((response) => response.ok, () => false);
    if (isUp) return { url, child };
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`nothing answers at ${url}: ${complaints.slice(-500)}`);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(timer);
}

/** One browser tab: a signed-in socket and every event that it was sent, exactly as they came. */
export interface Tab {
  readonly socket: Socket;
  readonly events: TurnEvent[];
  ask(text: string, conversationId?: string): Promise<{ readonly turnId: string; readonly conversationId: string }>;
  resume(turnId: string, afterSeq: number): Promise<unknown>;
  stop(turnId: string): Promise<unknown>;
  /** Resolves when an event fits; fails after a time. */
  until(fits: (event: TurnEvent) => boolean, withinMs?: number): Promise<TurnEvent>;
  eventsOf(turnId: string): TurnEvent[];
}

let messages = 0;

async function openTab({ url }: ServerProcess, email: string): Promise<Tab> {
  const response = await fetch(`${url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) });
  const cookie = response.headers.getSetCookie().find((value) => value.startsWith(SESSION_COOKIE))?.split(';')[0] ?? '';
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false });
  const events: TurnEvent[] = [];
  const watchers = new Set<() => void>();
  socket.on('turn-event', (event: TurnEvent) => {
    events.push(event);
    for (const watcher of watchers) watcher();
  });
  await new Promise<void>((done, fail) => { socket.once('connect', done); socket.once('connect_error', fail); });
  const send = (name: string, body: object): Promise<unknown> => socket.timeout(20_000).emitWithAck(name, body);
  return {
    socket, events,
    async ask(text, conversationId) {
      const ack = (await send('turn:start', { clientMessageId: `message-${(messages += 1)}`, text, ...(conversationId ? { conversationId } : {}) })) as StartAck; // the contract of this message
      if (!('turnId' in ack)) throw new Error(`refused: ${JSON.stringify(ack)}`);
      return ack;
    },
    resume: (turnId, afterSeq) => send('turn:resume', { turnId, afterSeq }),
    stop: (turnId) => send('turn:stop', { turnId }),
    until: (fits, withinMs = 30_000) => new Promise((done, fail) => {
      const timer = setTimeout(() => { watchers.delete(look); fail(new Error(`nothing fits among ${JSON.stringify(events.map(({ type, seq }) => `${seq} ${type}`))}`)); }, withinMs);
      const look = (): void => {
        const found = events.find(fits);
        if (!found) return;
        clearTimeout(timer);
        watchers.delete(look);
        done(found);
      };
      watchers.add(look);
      look();
    }),
    eventsOf: (turnId) => events.filter((event) => event.turnId === turnId),
  };
}
