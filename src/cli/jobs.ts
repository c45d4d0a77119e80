/** `npm run jobs -- list`, `npm run jobs -- run NAME`: the scheduled jobs, their last and next runs, and a run now. */
import { pino } from 'pino';
import { jobRunner } from '../compose-jobs.ts';
import { readSettings } from '../config.ts';
import { JobStore } from '../data/system/job-store.ts';
import { JOBS } from '../jobs/registry.ts';
import { AppError } from '../shared/errors.ts';
import { openApp } from './open-app.ts';

const USAGE = 'npm run jobs -- list   or   npm run jobs -- run NAME';

async function main([command, name]: readonly string[]): Promise<void> {
  const settings = readSettings(process.env);
  const app = await openApp(settings, () => undefined);
  const runner = jobRunner({ ...app, settings, log: pino({ level: 'error' }, pino.destination(2)) });
  try {
    await runner.register();
    if (command === 'list') await list(new JobStore(() => app.database.orm.em.fork(), app));
    else if (command === 'run' && name) await run(name);
    else throw new AppError('invalid-input', 'There is no such command.', { hint: USAGE });
  } finally {
    await runner.stop();
    await app.database.close();
  }

  async function run(job: string): Promise<void> {
    const end = await runner.run(job);
    console.log(end.ran ? `${end.summary} (${(end.durationMs / 1000).toFixed(1)} s)` : `${job} is running in another process.`);
    if (!end.ran) process.exitCode = 3;
  }
}

async function list(store: JobStore): Promise<void> {
  const here = new Set(JOBS.map(({ name }) => name));
  const when = (instant: Date | null) => instant?.toISOString().slice(0, 16).replace('T', ' ') ?? 'never';
  for (const row of await store.list()) {
    if (!here.has(row.job)) continue;
    console.log(`${row.job.padEnd(28)} ${row.cron.padEnd(16)} last ${when(row.lastRunAt).padEnd(16)} ${(row.lastStatus ?? '').padEnd(10)} next ${when(row.nextRunAt)}  ${row.lastError ?? row.description}`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}\n${error.hint ?? ''}`);
  process.exitCode = 1;
}
