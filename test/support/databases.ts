import { createConnection } from 'mysql2/promise';
import { openDatabase, type Database } from '../../src/db/open-database.ts';

/**
 * The engines that this run can test: the embedded one always, MariaDB when the test command started one. Suites loop over them with
 * `describe.each(ENGINES)`, so that both run the same cases.
 */
export const ENGINES: readonly ('sqlite' | 'mariadb')[] = process.env['TEST_MARIADB_URL'] ? ['sqlite', 'mariadb'] : ['sqlite'];

let databases = 0;

/** A fresh, migrated, empty database of its own. Close it after the suite. */
export async function givenDatabase(engine: 'sqlite' | 'mariadb', file = ':memory:'): Promise<Database> {
  const database = await openDatabase(engine === 'sqlite' ? { file } : { file, url: await freshMariaDb() });
  await database.migrate();
  return database;
}

export async function freshMariaDb(): Promise<string> {
  const server = process.env['TEST_MARIADB_URL'];
  if (!server) throw new Error('TEST_MARIADB_URL is not set: run the suites with "npm test"');
  const name = `t_${process.pid}_${(databases += 1)}`;
  const connection = await createConnection(server);
  await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`);
  await connection.end();
  return `${server}/${name}`;
}
