import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Settings } from '../config.ts';
import { schemaSql } from '../db/export-sql.ts';
import { openDatabase } from '../db/open-database.ts';
import { rebuildDerived } from '../data/derived/index.ts';
import { dayOf } from '../shared/calendar.ts';
import { schemaDocument } from '../db/schema-document.ts';

export interface DbCommand {
  readonly purpose: string;
  run(settings: Settings, args: readonly string[]): Promise<void>;
}

const databaseOf = (settings: Settings) => openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });

export const commands: Readonly<Record<string, DbCommand>> = {
  migrate: {
    purpose: 'bring the schema to the newest migration',
    run: async (settings) => {
      const database = await databaseOf(settings);
      const ran = await database.migrate();
      console.log(ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The schema is up to date.');
      await database.close();
    },
  },
  rebuild: {
    purpose: 'derive holdings, snapshots, allocations, dividends, tax years and metrics from transactions, prices and rates',
    run: async (settings) => {
      const database = await databaseOf(settings);
      const bar = new SingleBar({ format: 'Deriving {bar} {value}/{total} portfolios, {eta_formatted} left' });
      const now = new Date();
      let isStarted = false;
      try {
        const done = await rebuildDerived(database.orm.em.fork(), {
          today: settings.TODAY ?? dayOf(now), now,
          onProgress: (value, total) => {
            if (!isStarted) bar.start(total, 0);
            isStarted = true;
            bar.update(value);
          },
        });
        bar.stop();
        console.log(`Derived ${done} portfolios.`);
      } finally {
        bar.stop();
        await database.close();
      }
    },
  },
  'export-sql': {
    purpose: 'write sql/schema.sql: the 71 tables for MySQL 8 and MariaDB',
    run: async () => {
      mkdirSync('sql', { recursive: true });
      writeFileSync('sql/schema.sql', await schemaSql());
      console.log('Wrote sql/schema.sql.');
    },
  },
  docs: {
    purpose: 'write docs/schema.md: each table and column with meaning, unit and sensitivity',
    run: async () => {
      mkdirSync('docs', { recursive: true });
      writeFileSync('docs/schema.md', schemaDocument());
      console.log('Wrote docs/schema.md.');
    },
  },
  'new-migration': {
    purpose: 'write a migration for what the entities have and the database lacks: new-migration NAME [initial]',
    run: async (settings, [name = 'change', initial]) => {
      const database = await databaseOf(settings);
      // A database that lags behind would make the earlier migrations part of this one.
      if (initial !== 'initial') await database.migrate();
      const made = await database.orm.migrator.create(undefined, false, initial === 'initial', name);
      console.log(made.fileName ? `Wrote ${made.fileName}: review it, then run "npm run db -- migrate".` : 'Entities and database agree: nothing to write.');
      await database.close();
    },
  },
};
