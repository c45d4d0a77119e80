import type { EntityManager } from '@mikro-orm/core';
import { AppError } from '../shared/errors.ts';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.ts';
import { leafHash } from './leaf.ts';
import { ledgerRows } from './ledger-rows.ts';
import { verifyLedger } from './verify-ledger.ts';

const BATCH = 5_000;

/**
 * Signs the ledger as it stands and returns the checkpoint; undefined while nothing has a place. What the last checkpoint vouches for is
 * taken from the kept leaf hashes, so the cost is that of the entries placed since; without them, the whole ledger is checked.
 * @throws AppError conflict naming the first bad entry: damage is never signed over.
 */
export async function signLedger(em: EntityManager, store: CheckpointStore): Promise<StoredCheckpoint | undefined> {
  const checkpoints = store.all();
  const last = checkpoints.at(-1);
  const kept = last && store.leaves(last);
  const leaves = kept ? await continued(em, kept) : await wholeLedger(em, checkpoints);
  return leaves.length === 0 ? undefined : store.add(leaves);
}

async function continued(em: EntityManager, kept: readonly Buffer[]): Promise<Buffer[]> {
  const leaves = [...kept];
  for (;;) {
    const rows = await ledgerRows(em, leaves.length, BATCH);
    for (const row of rows) {
      const isSound = row.sequence === leaves.length && leafHash(row) === row.leafHash;
      if (!isSound) throw broken(`Entry ${leaves.length}${row.sequence === leaves.length ? ` (${row.id}) was altered` : ' is missing'}.`);
      leaves.push(Buffer.from(row.leafHash, 'hex'));
    }
    if (rows.length < BATCH) return leaves;
  }
}

async function wholeLedger(em: EntityManager, checkpoints: Parameters<typeof verifyLedger>[1]['checkpoints']): Promise<readonly Buffer[]> {
  const { leaves, problem } = await verifyLedger(em, { checkpoints });
  if (problem) throw broken(problem.message);
  return leaves;
}

function broken(message: string): AppError {
  return new AppError('conflict', `The ledger is NOT intact, so it was not signed. ${message}`, { hint: 'Keep the database as it is and run "npm run audit -- verify".' });
}
