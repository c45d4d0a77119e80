/**
 * The test command: finds or installs what the suites need beyond npm (MariaDB, Redis, Chromium, hledger), starts private throw-away
 * instances on free loopback ports, runs vitest, and stops them. What cannot be had is named loudly: those suites do not run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { startMariaDb, startRedis, type Service } from './services.ts';

const PACKAGES = [
  { command: 'mariadbd', name: 'mariadb-server', needed: 'the MariaDB suites' },
  { command: 'redis-server', name: 'redis-server', needed: 'the two-process socket suites' },
  { command: 'chromium', name: 'chromium', needed: 'the browser suites' },
  { command: 'hledger', name: 'hledger', needed: 'the hledger oracle' },
] as const;

const found = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command} || ls /usr/sbin/${command}`], { stdio: 'ignore' }).status === 0;

function installMissing(): string[] {
  const missing = PACKAGES.filter((entry) => !found(entry.command));
  if (missing.length === 0) return [];
  const isRootOnDebian = process.getuid?.() === 0 && found('apt-get');
  if (isRootOnDebian) {
    console.log(`Installing for the tests: ${missing.map((entry) => entry.name).join(' ')}`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing.map((entry) => entry.name)], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  }
  return PACKAGES.filter((entry) => !found(entry.command)).map((entry) => `${entry.needed} (no ${entry.name})`);
}

const skipped = installMissing();
const services: Service[] = [];
const environment: Record<string, string | undefined> = { ...process.env, NO_COLOR: '1' };

async function tryStart(label: string, variable: string, start: () => Promise<Service>): Promise<void> {
  try {
    const service = await start();
    services.push(service);
    environment[variable] = service.url;
  } catch (error) {
    skipped.push(`${label} (${error instanceof Error ? error.message : String(error)})`);
  }
}

if (found('mariadbd')) await tryStart('the MariaDB suites', 'TEST_MARIADB_URL', startMariaDb);
if (found('redis-server')) await tryStart('the two-process socket suites', 'TEST_REDIS_URL', startRedis);

const vitest = resolve(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit', env: environment });
// Whoever ends the command ends the suites, and with them the services below.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const code = await new Promise<number>((done) => child.on('exit', (status) => done(status ?? 1)));

for (const service of services) await service.stop();
if (skipped.length > 0) console.log(`\n!!! DID NOT RUN: ${skipped.join('; ')}\n`);
process.exit(code);
