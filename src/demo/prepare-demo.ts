import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../db/open-database.ts';
import { User } from '../entities/clients/user.entity.ts';
import { isoDate, type IsoDate } from '../shared/calendar.ts';
import { refuseUnfinished } from './unfinished-firm.ts';

export const DEMO_SEED = 7;

export interface DemoSettings {
  readonly DATA_DIR: string;
  readonly DATABASE_URL?: string | undefined;
  readonly DEMO: 'auto' | 'off';
}

/**
 * Fills an empty embedded database with the demo firm. Its prices end on the day of its making, so its clock stays on that day.
 * @throws AppError conflict when the database, whichever it is, holds a part of a firm: nobody may take it for a whole one.
 * @param today The day to make it for, should it have to be made.
 * @returns The day on which the demo firm lives, or undefined when this is not the demo firm.
 */
export async function prepareDemo(settings: DemoSettings, database: Database, today: IsoDate): Promise<IsoDate | undefined> {
  const marker = join(settings.DATA_DIR, 'demo-day');
  if (existsSync(marker)) return isoDate(readFileSync(marker, 'utf8').trim());
  await refuseUnfinished(database.orm.em.fork(), settings);
  const isEmpty = settings.DEMO === 'auto' && !settings.DATABASE_URL && (await database.orm.em.fork().count(User)) === 0;
  if (!isEmpty) return undefined;
  await seedWithProgress(database, today);
  await database.refreshStatistics();
  writeFileSync(marker, `${today}\n`);
  return today;
}

async function seedWithProgress(database: Database, today: IsoDate): Promise<void> {
  // A server that finds its firm made never loads the making of it.
  const [{ Presets, SingleBar }, { seedDemoFirm }] = await Promise.all([import('cli-progress'), import('./seed-demo-firm.ts')]);
  const bar = new SingleBar({ format: 'Making the demo firm |{bar}| {percentage}% {step}', hideCursor: true, noTTYOutput: true, notTTYSchedule: 5_000, stream: process.stderr }, Presets.shades_classic);
  bar.start(100, 0, { step: '' });
  try {
    await seedDemoFirm(database, { today, seed: DEMO_SEED, onProgress: (done, step) => bar.update(Math.round(done * 100), { step }) });
  } finally {
    bar.stop();
  }
}
