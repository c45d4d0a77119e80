import type { EntityManager } from '@mikro-orm/core';
import { recordTrail, type TrailEntry } from '../../audit/record-trail.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { BookingContext } from './book-transactions.ts';
import type { TransactionRow } from './transaction-row.ts';

/** A booking, or the cancellation of one, as the trail keeps it. */
export interface BookedChange {
  readonly row: TransactionRow;
  readonly act: 'booked' | 'cancelled';
  readonly source?: string;
  readonly supersedes?: string | undefined;
}

/** Before and after of bookings, in the transaction that books: they are written as sets, past the unit of work and its hooks. */
export async function trailTransactions(tx: EntityManager, changes: readonly BookedChange[], { now, today, newId }: BookingContext): Promise<void> {
  if (changes.length === 0) return;
  const ids = [...new Set(changes.map(({ row }) => row.portfolioId))];
  const owners = new Map((await tx.find(Portfolio, { id: { $in: ids } }, { fields: ['client'], disableIdentityMap: true })).map(({ id, client }) => [id, client.id]));
  await recordTrail(tx, changes.map(({ row, act, source, supersedes }): TrailEntry => ({
    table: 'Transactions', rowKey: row.id, clientId: owners.get(row.portfolioId) ?? null, ...(act === 'cancelled'
      ? { operation: 'update', changes: [{ field: 'status', before: 'booked', after: 'cancelled' }, { field: 'cancelledAt', before: null, after: now.toISOString() }] }
      : { operation: 'insert', changes: fieldsOf({ ...row, status: 'booked', source, supersedes }) }),
  })), { clock: { now: () => now, today: () => today }, newId });
}

function fieldsOf(row: object): TrailEntry['changes'] {
  return Object.entries(row).flatMap(([field, after]: [string, unknown]) => (after === null || after === undefined || field === 'id' ? [] : [{ field, before: null, after }]));
}
