import type { EntityManager } from '@mikro-orm/core';
import { AuditLog } from '../entities/compliance/audit-log.entity.ts';
import { AppError, notFound } from '../shared/errors.ts';
import { leafBytesOf } from './leaf.ts';
import { inclusionProof } from './merkle.ts';

/** What scripts/verify-proof.mjs checks without this program, its database or its key. */
export interface EntryProof {
  /** The hashed fields of the entry: their canonical JSON is the leaf. */
  readonly entry: unknown;
  readonly leafHash: string;
  readonly sequence: number;
  /** Audit path from the leaf's sibling up, hexadecimal. */
  readonly path: readonly string[];
  /** The signed note that vouches for the root. */
  readonly checkpoint: string;
}

/**
 * Proof that an entry is in the tree of these leaves, the first of the ledger, as many as the checkpoint signs.
 * @throws AppError not-found for an unknown id, conflict for an entry after the checkpoint.
 */
export async function proveEntry(em: EntityManager, id: string, { leaves, note }: { readonly leaves: readonly Buffer[]; readonly note: string }): Promise<EntryProof> {
  const row = await em.fork().findOne(AuditLog, { id });
  if (!row) throw notFound('audit entry');
  const { sequence, leafHash } = row;
  if (typeof sequence !== 'number' || sequence >= leaves.length) throw new AppError('conflict', 'The entry is not under a checkpoint yet.', { hint: 'Run "npm run audit -- checkpoint" first.' });
  return { entry: JSON.parse(leafBytesOf(row).toString('utf8')), leafHash, sequence, path: inclusionProof(leaves, sequence).map((hash) => hash.toString('hex')), checkpoint: note };
}
