import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

/** Every index with its columns in order. */
const INDEXES = {
  sqlite: `select t.name place, l.name name, l."unique" isUnique, (select group_concat(name) from (select name from pragma_index_info(l.name) order by seqno)) columns
    from sqlite_master t, pragma_index_list(t.name) l where t.type = 'table'`,
  mariadb: 'select table_name place, index_name name, non_unique = 0 isUnique, group_concat(column_name order by seq_in_index) columns from information_schema.statistics where table_schema = database() group by 1, 2, 3',
} as const;

interface Index {
  readonly place: string;
  readonly name: string;
  readonly isUnique: number;
  readonly columns: string;
}

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

  test('no index is only the beginning of another one: it would cost every write and answer nothing that the longer one does not', async () => {
    const found: Index[] = await database.orm.em.fork().getConnection().execute(INDEXES[engine]);
    const columns = Map.groupBy(found, ({ place }) => place);
    expect(columns.size).toBeGreaterThan(60);
    const idle = found.filter((one) => !one.isUnique && columns.get(one.place)?.some((other) => other !== one && `${other.columns},`.startsWith(`${one.columns},`)));
    expect(idle.map(({ place, name }) => `${place}.${name}`)).toEqual([]);
  });
});
