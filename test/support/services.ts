import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A private throw-away server on a free loopback port. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

async function untilListening(port: number, child: ChildProcess, seconds: number): Promise<void> {
  for (let attempt = 0; attempt < seconds * 10; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
      socket.once('error', () => done(false));
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`nothing listens on port ${port} after ${seconds} s`);
}

/** Ends the server and removes what it kept. */
async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  await ended(child);
  rmSync(folder, { recursive: true, force: true });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(timer);
}

/** Memory that looks like a folder, where there is plenty: the 71 tables of each suite are many small files, each synced to disk when made. */
function roomInMemory(): string | undefined {
  const folder = '/dev/shm';
  if (!existsSync(folder)) return undefined;
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(bavail * bsize, process.availableMemory()) > 4 * 2 ** 30 ? folder : undefined;
}

/** MariaDB with durability switched off; the user may create databases, one for each suite. @param cacheMb Memory for pages: a large firm's should fit, as its server would be set up. */
export async function startMariaDb(cacheMb = 256, ...options: readonly string[]): Promise<Service> {
  const folder = mkdtempSync(join(roomInMemory() ?? tmpdir(), 'steward-mariadb-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? 'mysql' : userInfo().username;
  chmodSync(folder, 0o755);
  if (asRoot) chownSync(folder, Number(spawnSync('id', ['-u', 'mysql']).stdout.toString()), Number(spawnSync('id', ['-g', 'mysql']).stdout.toString()));
  const install = spawnSync('mariadb-install-db', [`--user=${user}`, `--datadir=${folder}/data`, '--auth-root-authentication-method=normal', '--skip-test-db'], { encoding: 'utf8' });
  if (install.status !== 0) throw new Error(`mariadb-install-db failed: ${install.stderr.slice(-300)}`);
  const port = await freePort();
  const child = spawn('mariadbd', [
    '--no-defaults', `--user=${user}`, `--datadir=${folder}/data`, `--socket=${folder}/s.sock`, `--port=${port}`, '--bind-address=127.0.0.1',
    // A server that starts clears its temporary folder, also of another's files.
    `--tmpdir=${folder}`, '--innodb-flush-log-at-trx-commit=0', `--innodb-buffer-pool-size=${cacheMb}M`, '--skip-name-resolve', '--max-connections=300', '--local-infile=1', ...options,
  ], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
  await untilListening(port, child, 30);
  const grant = spawnSync('mariadb', ['--no-defaults', '-S', `${folder}/s.sock`, '-uroot', '-e', "create user test@'%' identified by 'test'; grant all on *.* to test@'%' with grant option"], { encoding: 'utf8' });
  if (grant.status !== 0) throw new Error(`grant failed: ${grant.stderr.slice(-300)}`);
  return { url: `mysql://test:test@127.0.0.1:${port}`, stop: () => stopChild(child, folder) };
}

export async function startRedis(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-redis-'));
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  await untilListening(port, child, 10);
  return { url: `redis://127.0.0.1:${port}`, stop: () => stopChild(child, folder) };
}
