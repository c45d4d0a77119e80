import type { EntityManager } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { LeafFields } from './leaf.ts';

/** A placed entry, as much of it as the ledger needs. */
export interface LedgerRow extends LeafFields {
  readonly leafHash: string;
  readonly sequence: number;
}

const COLUMNS = `id, occurred_at as "occurredAt", actor_id as "actorId", actor_role as "actorRole", event, object_type as "objectType", object_id as "objectId", client_id as "clientId",
  request_id as "requestId", conversation_id as "conversationId", turn_id as "turnId", tool_name as "toolName", arguments_hash as "argumentsHash", decision, reason_code as "reasonCode", detail,
  leaf_hash as "leafHash", sequence`;

interface StoredRow extends Omit<LedgerRow, 'occurredAt' | 'detail' | 'sequence'> {
  readonly occurredAt: Date | string | number;
  readonly detail: string | Readonly<Record<string, unknown>> | null;
  readonly sequence: number | string;
}

/** Entries from a place on, in order. Read as plain rows: made into entities, a ledger of 100,000 would take several times as long to verify. */
export async function ledgerRows(em: EntityManager, from: number, limit: number): Promise<LedgerRow[]> {
  const fork = em.fork();
  const platform = fork.getPlatform();
  const connection = fork.getConnection() as AbstractSqlConnection; // both engines are SQL
  const rows = await connection.execute<StoredRow[]>(`select ${COLUMNS} from AuditLogs where sequence >= ? order by sequence limit ${limit}`, [from]);
  return rows.map((row) => ({
    ...row, sequence: Number(row.sequence),
    occurredAt: row.occurredAt instanceof Date ? row.occurredAt : platform.parseDate(row.occurredAt) as Date, // the driver's own form of an instant
    detail: typeof row.detail === 'string' ? JSON.parse(row.detail) as LedgerRow['detail'] : row.detail, // written by recordAudit alone
  }));
}
