import fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { SqlRows } from '../../src/data/derived/sql-rows.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

/** Index values and statistics are doubles: carried forward from the database they must be the ones that a derivation from nothing has in memory. */
describe.each(ENGINES)('doubles on %s', (engine) => {
  let database: Database;
  beforeAll(async () => { database = await givenDatabase(engine); }, 120_000);
  afterAll(() => database.close());

  test('come back to the last bit, from a transaction and from outside one', async () => {
    const values = [99.93256799999999, 99.44921832477097, -0, 5e-324, 1.7976931348623157e308, ...fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 200), ...fc.sample(fc.double({ min: 90, max: 110, noNaN: true }), 500)];
    await database.orm.em.getConnection().execute('create table doubles (place integer, number double)');
    const read = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map((row) => Number(row['number']));
    await database.orm.em.fork().transactional(async (em) => {
      const sql = new SqlRows(em);
      await sql.insert('doubles', ['place', 'number'], values.map((value, place) => [place, value]));
      expect(read(await sql.select('select number from doubles order by place')).map((value) => value + 0)).toEqual(values.map((value) => value + 0));
    });
    expect(read(await new SqlRows(database.orm.em.fork()).select('select number from doubles order by place')).map((value) => value + 0)).toEqual(values.map((value) => value + 0));
  });
});
