import type { openNativeSqlite } from '../db/sqlite-dialect.ts';

type Connection = ReturnType<typeof openNativeSqlite>;

/** Written by every turn: the transcript, its audit trail and the version that answered. */
const TRANSCRIPT: ReadonlySet<string> = new Set(['Conversations', 'ChatMessages', 'ToolInvocations', 'AuditLogs', 'AuditTrails', 'AIModelVersions', 'schema_migrations', 'eval_changes']);

export interface Change {
  readonly table: string;
  readonly operation: 'insert' | 'update' | 'delete';
  /** The row as it stands after the change; before it for a deletion. */
  readonly row: Readonly<Record<string, unknown>>;
}

/** Notes each inserted, updated and deleted row of every table but the transcript. */
export function watchChanges(db: Connection): void {
  db.exec('create table eval_changes (id integer primary key, table_name text not null, operation text not null, row text not null)');
  for (const { name } of db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all()) {
    const table = String(name);
    if (TRANSCRIPT.has(table)) continue;
    const columns = db.prepare('select name from pragma_table_info(?)').all(table).map((column) => String(column['name']));
    for (const [operation, side] of [['insert', 'new'], ['update', 'new'], ['delete', 'old']] as const) {
      const row = columns.map((column) => `'${column}', ${side}."${column}"`).join(', ');
      db.exec(`create trigger "eval_${table}_${operation}" after ${operation} on "${table}" begin insert into eval_changes (table_name, operation, row) values ('${table}', '${operation}', json_object(${row})); end`);
    }
  }
}

/** Changes noted after the given number of them. */
export function readChanges(db: Connection, after: number): Change[] {
  return db.prepare('select table_name, operation, row from eval_changes order by id limit -1 offset ?').all(after).map((found) => ({
    table: String(found['table_name']),
    operation: String(found['operation']) as Change['operation'], // only the triggers above write there
    row: JSON.parse(String(found['row'])) as Record<string, unknown>, // json_object always makes one
  }));
}
