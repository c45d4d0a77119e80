import type { EntityManager } from '@mikro-orm/core';
import { trailRowOf, type TrailEntry } from '../../audit/record-trail.ts';
import type { FieldChange } from '../../entities/compliance/audit-trail.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { stampOf } from '../derived/rebuild.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import type { BookingContext } from './book-transactions.ts';
import type { TransactionRow } from './transaction-row.ts';

/** A booking, or the cancellation of one, as the trail keeps it. */
export interface BookedChange {
  readonly row: TransactionRow;
  readonly act: 'booked' | 'cancelled';
  readonly source?: string;
  readonly supersedes?: string | undefined;
}

const TRAIL_COLUMNS = ['id', 'actor_id', 'actor_role', 'table_name', 'row_key', 'client_id', 'operation', 'changes', 'field_list', 'reason', 'request_id', 'audit_log_id', 'leaf_hash'];

/** Before and after of bookings, in the transaction that books: they are written as sets, past the unit of work and its hooks. */
export async function trailTransactions(tx: EntityManager, changes: readonly BookedChange[], { now, today, newId }: BookingContext): Promise<void> {
  if (changes.length === 0) return;
  const ids = [...new Set(changes.map(({ row }) => row.portfolioId))];
  const owners = new Map((await tx.find(Portfolio, { id: { $in: ids } }, { fields: ['client'], disableIdentityMap: true })).map(({ id, client }) => [id, client.id]));
  const rowOf = trailRowOf(tx, { clock: { now: () => now, today: () => today }, newId });
  const entryOf = ({ row, act, source, supersedes }: BookedChange): TrailEntry => ({
    table: 'Transactions', rowKey: row.id, clientId: owners.get(row.portfolioId) ?? null, ...(act === 'cancelled'
      ? { operation: 'update', changes: [{ field: 'status', before: 'booked', after: 'cancelled' }, { field: 'cancelledAt', before: null, after: now.toISOString() }] }
      : { operation: 'insert', changes: fieldsOf({ ...row, status: 'booked', source, supersedes }) }),
  });
  await new SqlRows(tx).insertEach('AuditTrails', changes, {
    columns: TRAIL_COLUMNS,
    valuesOf: (change) => {
      const { row, changesText } = rowOf(entryOf(change));
      return [row.id, row.actorId, row.actorRole, row.tableName, row.rowKey, row.clientId, row.operation, changesText, row.fieldList, row.reason, row.requestId, row.auditLogId, row.leafHash];
    },
    alike: { occurred_at: stampOf(tx, { now, today }) },
  });
}

function fieldsOf(row: Readonly<Record<string, unknown>>): TrailEntry['changes'] {
  const changes: FieldChange[] = [];
  for (const field of Object.keys(row)) {
    const after = row[field];
    if (after !== null && after !== undefined && field !== 'id') changes.push({ after, before: null, field });
  }
  return changes;
}
