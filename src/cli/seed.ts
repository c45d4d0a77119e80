/** `npm run seed -- [--clients N] [--advisors N] [--years Y] [--portfolios-per-client P] [--seed S]`: the demo firm, or a firm of any size. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { readSettings } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { DEMO_SEED, prepareDemo } from '../demo/prepare-demo.ts';
import { seedLargeFirm, type FirmSize } from '../demo/large-firm.ts';
import { seedDemoFirm } from '../demo/seed-demo-firm.ts';
import { refuseUnfinished } from '../demo/unfinished-firm.ts';
import { User } from '../entities/clients/user.entity.ts';
import { dayOf } from '../shared/calendar.ts';
import { AppError, invalidInput } from '../shared/errors.ts';

const OPTIONS = {
  clients: { type: 'string' }, advisors: { type: 'string' }, years: { type: 'string' }, 'portfolios-per-client': { type: 'string' }, seed: { type: 'string' },
} as const;

function wholeNumber(name: string, text: string | undefined, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalidInput(`--${name} is "${text}".`, { hint: `Give a whole number from 1 to ${most}.` });
}

async function seed(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const settings = readSettings(process.env);
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  try {
    await database.migrate();
    await refuseUnfinished(database.orm.em.fork(), settings);
    if ((await database.orm.em.fork().count(User)) > 0) throw invalidInput('The database holds a firm already.', { hint: 'Point DATABASE_URL or DATA_DIR at an empty one.' });
    const today = settings.TODAY ?? dayOf(new Date());
    if (values.clients === undefined) {
      // The embedded file also remembers the firm's day; a server's clock is set by TODAY.
      if (settings.DATABASE_URL) await seedDemoFirm(database, { today, seed: wholeNumber('seed', values.seed, DEMO_SEED, 2 ** 31) });
      else await prepareDemo({ ...settings, DEMO: 'auto' }, database, today);
      return;
    }
    const clients = wholeNumber('clients', values.clients, 1, 10_000_000);
    const size: FirmSize = {
      clients, advisors: wholeNumber('advisors', values.advisors, Math.max(1, Math.round(clients / 100)), 100_000),
      portfoliosPerClient: wholeNumber('portfolios-per-client', values['portfolios-per-client'], 2, 50), years: wholeNumber('years', values.years, 3, 6),
    };
    const bar = new SingleBar({ format: 'Making the firm |{bar}| {value}/{total} clients, {rows} rows, {duration_formatted}, {eta_formatted} left', hideCursor: true, noTTYOutput: true, notTTYSchedule: 5_000, stream: process.stderr }, Presets.shades_classic);
    bar.start(clients, 0, { rows: 0 });
    const started = performance.now();
    let mostBytes = 0;
    const onProgress = (done: number, rows: number): void => {
      bar.update(done, { rows });
      const { heapTotal, external } = process.memoryUsage();
      mostBytes = Math.max(mostBytes, heapTotal + external);
    };
    await seedLargeFirm(database, { today, seed: wholeNumber('seed', values.seed, DEMO_SEED, 2 ** 31), size, onProgress });
    bar.stop();
    const mebibytes = (bytes: number) => Math.round(bytes / 1_048_576);
    console.log(`${clients} clients in ${((performance.now() - started) / 1000).toFixed(0)} s; at most ${mebibytes(mostBytes)} MB of heap, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB resident with the database's mapped pages.`);
  } finally {
    await database.close();
  }
}

try {
  await seed();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}${error.hint ? `\n${error.hint}` : ''}`);
  process.exitCode = 1;
}
