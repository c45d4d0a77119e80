import { join } from 'node:path';
import type { Settings } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';

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
  'new-migration': {
    purpose: 'write a migration for what the entities have and the database lacks: new-migration NAME [initial]',
    run: async (settings, [name = 'change', initial]) => {
      const database = await databaseOf(settings);
      const made = await database.orm.migrator.create(undefined, false, initial === 'initial', name);
      console.log(made.fileName ? `Wrote ${made.fileName}: review it, then run "npm run db -- migrate".` : 'Entities and database agree: nothing to write.');
      await database.close();
    },
  },
};
