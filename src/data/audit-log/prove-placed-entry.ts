import type { ScopedDb } from '../../access/scoped-db.ts';
import { leafHashOf } from '../../audit/leaf.ts';
import { inclusionProof } from '../../audit/merkle.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { notFound } from '../../shared/errors.ts';
import { minute, wanted } from '../records/listed.ts';

/** More entries than this are left to the command line: a conversation is no place to hash a whole history. */
const MOST_LEAVES = 200_000;
const BATCH = 20_000;

export interface PlacedEntry {
  readonly id: string;
  readonly at: string | null;
  readonly event: string;
  readonly leafHash: string;
  /** Whether the content still has the hash taken when it was written. */
  readonly isAsWritten: boolean;
  /** Place in the ledger, from 0; null while the entry waits for one. */
  readonly place: number | null;
  /** Audit path from the leaf's sibling up, hexadecimal; null without a place, or when the ledger is too long for it here. */
  readonly path: readonly string[] | null;
}

/**
 * One entry by its place or its id, with the hashes that lead from it to the head of the ledger (RFC 6962, 2.1.1).
 * @throws AppError not-found.
 */
export async function provePlacedEntry(db: ScopedDb, reference: string): Promise<PlacedEntry> {
  const row = await db.findOne(AuditLog, wanted<AuditLog>(/^\d{1,9}$/.test(reference) ? { sequence: Number(reference) } : { id: reference }));
  if (!row) throw notFound('audit entry');
  const place = row.sequence ?? null;
  const known = { id: row.id, at: minute(row.occurredAt), event: row.event, leafHash: row.leafHash, isAsWritten: leafHashOf(row) === row.leafHash, place };
  if (place === null || (await db.count(AuditLog, { sequence: { $ne: null } })) > MOST_LEAVES) return { ...known, path: null };
  return { ...known, path: inclusionProof(await leaves(db), place).map((hash) => hash.toString('hex')) };
}

async function leaves(db: ScopedDb): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (let from = -1; ;) {
    const rows = await db.find(AuditLog, { sequence: { $gt: from } }, { fields: ['leafHash', 'sequence'], orderBy: { sequence: 'asc' }, limit: BATCH });
    found.push(...rows.map(({ leafHash }) => Buffer.from(leafHash, 'hex')));
    from = rows.at(-1)?.sequence ?? from;
    if (rows.length < BATCH) return found;
  }
}
