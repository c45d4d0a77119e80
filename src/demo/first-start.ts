import { Presets, SingleBar } from 'cli-progress';
import type { Database } from '../db/open-database.ts';
import { User } from '../entities/clients/user.entity.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { seedDemoFirm } from './seed-demo-firm.ts';

export const DEMO_SEED = 7;

export async function firmIsEmpty(database: Database): Promise<boolean> {
  return (await database.orm.em.fork().count(User)) === 0;
}

/** Fills an empty database with the demo firm and shows how far it is. */
export async function seedWithProgress(database: Database, today: IsoDate): Promise<void> {
  const bar = new SingleBar({ format: 'Making the demo firm |{bar}| {percentage}% {step}', hideCursor: true, noTTYOutput: true, notTTYSchedule: 5_000, stream: process.stderr }, Presets.shades_classic);
  bar.start(100, 0, { step: '' });
  try {
    await seedDemoFirm(database, { today, seed: DEMO_SEED, onProgress: (done, step) => bar.update(Math.round(done * 100), { step }) });
  } finally {
    bar.stop();
  }
}
