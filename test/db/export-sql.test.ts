import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { schemaSql } from '../../src/db/export-sql.ts';
import { openDatabase, type Database } from '../../src/db/open-database.ts';
import { schemaDocument } from '../../src/db/schema-document.ts';
import { ENGINES, freshMariaDb, givenDatabase } from '../support/databases.ts';

const root = resolve(import.meta.dirname, '../..');

test('the committed SQL and documentation are what the entities say today', async () => {
  expect(readFileSync(resolve(root, 'sql/schema.sql'), 'utf8')).toBe(await schemaSql());
  expect(readFileSync(resolve(root, 'docs/schema.md'), 'utf8')).toBe(schemaDocument());
});

test('it holds 71 tables and no table stands before one that it points to', async () => {
  const sql = await schemaSql();
  const seen = new Set<string>();
  for (const [statement, name] of sql.matchAll(/^create table `(\w+)`[\s\S]*?;$/gm)) {
    for (const [, target] of statement.matchAll(/references `(\w+)`/g)) expect(target === name || seen.has(target!), `${name} points to ${target}`).toBe(true);
    seen.add(name!);
  }
  expect(seen.size).toBe(71);
});

describe.runIf(ENGINES.includes('mariadb'))('on MariaDB', () => {
  test('the stock client imports it, and the result is what the entities describe', async () => {
    const url = new URL(await freshMariaDb());
    const client = ['--no-defaults', '-h', url.hostname, '-P', url.port, '-u', url.username, `-p${url.password}`, url.pathname.slice(1)];
    execFileSync('mariadb', client, { input: readFileSync(resolve(root, 'sql/schema.sql')) });
    const database = await openDatabase({ url: url.href, file: '' });
    expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
    const uncommented = execFileSync('mariadb', [...client, '-N', '-e', "select count(*) from information_schema.columns where table_schema = database() and column_comment = ''"], { encoding: 'utf8' });
    expect(Number(uncommented)).toBe(0);
    // The audit tables are append-only here too, by the same triggers that the migrations make.
    const triggersOf = (of: Database) => of.orm.em.fork().getConnection().execute('select trigger_name, event_object_table, event_manipulation, action_timing, action_statement from information_schema.triggers where trigger_schema = database() order by trigger_name');
    const migrated = await givenDatabase('mariadb');
    const triggers = await triggersOf(database);
    expect(triggers).toHaveLength(4);
    expect(triggers).toEqual(await triggersOf(migrated));
    execFileSync('mariadb', [...client, '-e', "insert into AuditLogs (id, occurred_at, actor_role, event, decision, leaf_hash) values ('a', now(), 'service', 'test.done', 'done', 'x')"]);
    for (const sql of ["update AuditLogs set event = 'other'", 'delete from AuditLogs']) expect(() => execFileSync('mariadb', [...client, '-e', sql], { stdio: 'pipe' })).toThrow(/AuditLogs is append-only/);
    await migrated.close();
    await database.close();
  });
});
