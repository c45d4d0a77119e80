import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { Database } from '../../src/db/open-database.ts';

/** SQL as an intruder with the database's own rights would run it: past the triggers that keep the audit log append-only. */
export async function withoutTriggers(database: Database): Promise<(sql: string) => Promise<unknown>> {
  const connection = database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
  const triggers = database.kind === 'sqlite'
    ? await connection.execute<{ name: string }[]>("select name from sqlite_master where type = 'trigger' and tbl_name = 'AuditLogs'")
    : await connection.execute<{ name: string }[]>("select trigger_name as name from information_schema.triggers where event_object_table = 'AuditLogs' and trigger_schema = database()");
  for (const { name } of triggers) await connection.execute(`drop trigger \`${name}\``);
  return (sql) => connection.execute(sql);
}
