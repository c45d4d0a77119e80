import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

describe.each(ENGINES)('migrations on %s', (engine) => {
  let database: Database;
  afterAll(() => database?.close());

  test('the migrations alone make exactly the schema that the entities describe', async () => {
    database = await givenDatabase(engine);
    expect(await database.orm.schema.getUpdateSchemaSQL()).toBe('');
  });

  test('running them again changes nothing', async () => {
    expect(await database.migrate()).toEqual([]);
  });
});
