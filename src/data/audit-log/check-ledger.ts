import type { ScopedDb } from '../../access/scoped-db.ts';
import { leafHashOf } from '../../audit/leaf.ts';
import { CompactRange } from '../../audit/merkle.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { ScheduledTask } from '../../entities/workflow/scheduled-task.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { instantsIn, minute } from '../records/listed.ts';

const BATCH = 5_000;
/** Names under which the signing runs. */
const SIGNING_JOBS = ['sign_ledger', 'audit_checkpoint'];
const LEAF = ['id', 'occurredAt', 'actorId', 'actorRole', 'event', 'objectType', 'objectId', 'clientId', 'requestId', 'conversationId', 'turnId', 'toolName', 'argumentsHash', 'decision', 'reasonCode', 'detail', 'leafHash', 'sequence'] as const;

export interface LedgerCheck {
  readonly isIntact: boolean;
  /** Entries of the period whose content was hashed again. */
  readonly entriesChecked: number;
  /** Entries of the period that wait for a place in the ledger: their content was checked, their order is not fixed yet. */
  readonly waiting: number;
  /** The newest entry that has a place. */
  readonly lastPlaced: { readonly place: number; readonly at: string | null } | null;
  /** When the signing of the ledger last ran and succeeded. */
  readonly signedAt: string | null;
  /** All entries that have a place. */
  readonly size: number;
  /** Root of the tree over all placed entries, hexadecimal; null while none has a place. */
  readonly headHash: string | null;
  /** Leaf hash of the last entry of the period, hexadecimal; null when there is none. */
  readonly lastEntryHash: string | null;
  readonly gaps: { readonly total: number; readonly rows: readonly { readonly place: number | null; readonly problem: string; readonly entry: string | null; readonly at: string | null }[] };
}

/**
 * Reads the ledger in order as the signed-in auditor: every place is taken once, and every entry of the period still has the hash of its
 * content. Whether the tree is the one that was signed is for the offline verification with the signed checkpoints.
 */
export async function checkLedger(db: ScopedDb, period: string | undefined, today: IsoDate): Promise<LedgerCheck> {
  const span = instantsIn(period, today);
  const inPeriod = (at: Date) => !span || (at >= span.$gte && at < span.$lt);
  const range = new CompactRange();
  const faults: { place: number | null; problem: string; entry: string | null; at: string | null }[] = [];
  let entriesChecked = 0;
  let next = 0;
  let lastPlaced: LedgerCheck['lastPlaced'] = null;
  let last: { readonly at: number; readonly id: string; readonly hash: string } | undefined;
  const check = (row: Parameters<typeof leafHashOf>[0] & { readonly leafHash: string }, place: number | null) => {
    if (!inPeriod(row.occurredAt)) return;
    entriesChecked += 1;
    const at = row.occurredAt.getTime();
    if (!last || at > last.at || (at === last.at && row.id > last.id)) last = { at, id: row.id, hash: row.leafHash };
    if (leafHashOf(row) !== row.leafHash) faults.push({ place, problem: 'its content does not have its hash', entry: row.id, at: minute(row.occurredAt) });
  };
  for (let from = -1; ;) {
    const rows = await db.find(AuditLog, { sequence: { $gt: from } }, { fields: LEAF, orderBy: { sequence: 'asc' }, limit: BATCH });
    for (const row of rows) {
      const place = row.sequence ?? next;
      if (place !== next) faults.push({ place: next, problem: place === next + 1 ? 'the entry of this place is missing' : `${place - next} entries from this place on are missing`, entry: null, at: null });
      next = place + 1;
      range.append(Buffer.from(row.leafHash, 'hex'));
      check(row, place);
      lastPlaced = { place, at: minute(row.occurredAt) };
    }
    from = rows.at(-1)?.sequence ?? from;
    if (rows.length < BATCH) break;
  }
  const signed = await db.findOne(ScheduledTask, { job: { $in: SIGNING_JOBS }, lastStatus: 'succeeded' }, { fields: ['lastRunAt'], orderBy: { lastRunAt: 'desc' } });
  const unplaced = await db.find(AuditLog, { sequence: null, ...(span ? { occurredAt: span } : {}) }, { fields: LEAF });
  for (const row of unplaced) check(row, null);
  return { isIntact: faults.length === 0, entriesChecked, waiting: unplaced.length, lastPlaced, signedAt: minute(signed?.lastRunAt), size: range.size, headHash: range.size > 0 ? range.root().toString('hex') : null, lastEntryHash: last?.hash ?? null, gaps: { rows: faults.slice(0, 50), total: faults.length } };
}
