import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../db/open-database.ts';
import { openNativeSqlite } from '../db/sqlite-dialect.ts';
import { DEMO_SEED } from '../demo/prepare-demo.ts';
import { seedDemoFirm } from '../demo/seed-demo-firm.ts';
import { isoDate, type IsoDate } from '../shared/calendar.ts';
import { invalidInput } from '../shared/errors.ts';
import { watchChanges } from './change-log.ts';

/**
 * The demo firm as a file that is copied for each case, so that no case sees what another one left behind. Triggers in it keep the rows
 * that a case changes outside its own transcript and audit trail.
 */
export class Sandbox {
  readonly template: string;
  readonly today: IsoDate;
  /** Where files that the application writes may go. */
  readonly folder: string;
  #copies = 0;

  private constructor(folder: string, today: IsoDate) {
    this.folder = folder;
    this.template = join(folder, 'template.sqlite');
    this.today = today;
  }

  /** @param from A data folder with a demo firm to copy instead of making one. @throws AppError invalid-input when it holds none. */
  static async make({ from, today }: { readonly from?: string | undefined; readonly today: IsoDate }): Promise<Sandbox> {
    const sandbox = new Sandbox(mkdtempSync(join(tmpdir(), 'steward-eval-')), from ? dayOfFirm(from) : today);
    if (from) copyFirm(join(from, 'steward.sqlite'), sandbox.template);
    else await makeFirm(sandbox.template, today);
    const db = openNativeSqlite(sandbox.template);
    watchChanges(db);
    db.exec('pragma wal_checkpoint(truncate)');
    db.close();
    return sandbox;
  }

  /** A file of its own for one case. */
  copy(): string {
    this.#copies += 1;
    const file = join(this.folder, `case-${this.#copies}.sqlite`);
    copyFileSync(this.template, file);
    return file;
  }

  discard(file: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function dayOfFirm(folder: string): IsoDate {
  const marker = join(folder, 'demo-day');
  if (!existsSync(marker)) throw invalidInput(`${folder} holds no demo firm.`, { hint: 'Name the DATA_DIR of a demo firm, or leave the option out.' });
  return isoDate(readFileSync(marker, 'utf8').trim());
}

/** The engine's own copy: what still stands in the write-ahead log comes with it. */
function copyFirm(source: string, target: string): void {
  const db = openNativeSqlite(source);
  try {
    db.prepare('vacuum into ?').run(target);
  } finally {
    db.close();
  }
}

async function makeFirm(file: string, today: IsoDate): Promise<void> {
  const database = await openDatabase({ file });
  try {
    await database.migrate();
    await seedDemoFirm(database, { today, seed: DEMO_SEED });
    await database.refreshStatistics();
  } finally {
    await database.close();
  }
}
