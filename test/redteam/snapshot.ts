import { createHash } from 'node:crypto';
import type { EntityManager, EntityMetadata } from '@mikro-orm/core';
import type { Principal } from '../../src/access/principal.ts';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import type { Checkpoint } from '../../src/audit/checkpoint.ts';
import { sequenceEntries } from '../../src/audit/ledger.ts';
import { verifyLedger } from '../../src/audit/verify-ledger.ts';
import type { App } from '../../src/compose.ts';
import { TABLES } from '../../src/entities/index.ts';
import { TODAY } from './fixture.ts';

/** Every row of every table by key, and the ledger's head. */
export interface Snapshot {
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly checkpoint: Checkpoint;
  readonly intact: boolean;
  readonly waiting: number;
  readonly principal: string;
}

/** Places the waiting audit entries, then reads everything. */
export async function takeSnapshot(app: App, principal: Principal): Promise<Snapshot> {
  const em = app.database.orm.em;
  await sequenceEntries(em.fork(), app.clock);
  const ledger = await verifyLedger(em.fork(), { checkpoints: [] });
  return {
    rows: await allRows(em.fork()), checkpoint: { size: ledger.size, root: ledger.root }, intact: ledger.isIntact, waiting: ledger.waiting,
    principal: JSON.stringify(await resolvePrincipal(em.fork(), principal.userId, TODAY)),
  };
}

async function allRows(em: EntityManager): Promise<Snapshot['rows']> {
  const tables = new Map<string, ReadonlyMap<string, string>>();
  for (const { schema } of TABLES) {
    const meta = em.getMetadata().getByClassName(schema.meta.className) as EntityMetadata; // columns by name
    const found = (await em.getConnection().execute(`select * from ${em.getPlatform().quoteIdentifier(meta.tableName)}`)) as Record<string, unknown>[]; // rows of the driver
    const keys = meta.primaryKeys.flatMap((name) => meta.properties[name as keyof typeof meta.properties]?.fieldNames ?? [name]);
    tables.set(meta.tableName, new Map(found.map((row): [string, string] => [keys.map((key) => String(row[key])).join('/'), JSON.stringify(row)])));
  }
  return tables;
}

export function contentHash(snapshot: Snapshot, table: string): string {
  const hash = createHash('sha256');
  for (const [key, row] of [...(snapshot.rows.get(table) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(key).update('\u0000').update(row).update('\u0001');
  return hash.digest('hex');
}

/** Rows that were not there before, parsed. */
export function addedRows(before: Snapshot, after: Snapshot, table: string): readonly Record<string, unknown>[] {
  const known = before.rows.get(table);
  return [...(after.rows.get(table) ?? [])].filter(([key]) => !known?.has(key)).map(([, row]) => JSON.parse(row) as Record<string, unknown>); // written by allRows
}

export function changedRows(before: Snapshot, after: Snapshot, table: string): readonly string[] {
  const known = before.rows.get(table);
  return [...(after.rows.get(table) ?? [])].filter(([key, row]) => known?.get(key) !== row).map(([, row]) => row);
}
