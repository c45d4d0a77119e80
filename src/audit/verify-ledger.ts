import { raw, type EntityManager } from '@mikro-orm/core';
import { AuditLog } from '../entities/compliance/audit-log.entity.ts';
import type { Checkpoint } from './checkpoint.ts';
import { leafHash } from './leaf.ts';
import { ledgerRows, type LedgerRow } from './ledger-rows.ts';
import { CompactRange } from './merkle.ts';

const BATCH = 5_000;

export type LedgerFault = 'missing' | 'altered' | 'replaced' | 'root-differs' | 'shorter-than-checkpoint';

/** The first thing that is wrong. */
export interface LedgerProblem {
  readonly fault: LedgerFault;
  /** Place of the first bad entry, or the first place at which one can be bad when no leaf hashes were kept. */
  readonly sequence: number;
  /** The entry that stands there, if any. */
  readonly id: string | undefined;
  readonly message: string;
}

export interface LedgerState {
  readonly isIntact: boolean;
  /** Entries checked: all that have a place. */
  readonly size: number;
  readonly root: Buffer;
  /** Entries that wait for a place: written, but not yet provable. */
  readonly waiting: number;
  readonly leaves: readonly Buffer[];
  readonly problem: LedgerProblem | undefined;
}

export interface Evidence {
  /** Checkpoints kept outside the database. Without any, only damage that contradicts itself is found. */
  readonly checkpoints: readonly Checkpoint[];
  /** Leaf hashes that the largest checkpoint vouches for: they pin a rewritten entry down. */
  readonly keptLeaves?: readonly Buffer[] | undefined;
}

/**
 * Reads the whole ledger in order and checks that no place is empty or taken twice, that each entry still has the leaf hash of its content,
 * and that at the size of each checkpoint the tree has the checkpoint's root, which proves every later tree a continuation of it.
 */
export async function verifyLedger(em: EntityManager, { checkpoints, keptLeaves = [] }: Evidence): Promise<LedgerState> {
  const range = new CompactRange();
  const leaves: Buffer[] = [];
  const roots = Map.groupBy(checkpoints, ({ size }) => size);
  let problem: LedgerProblem | undefined = rootProblem(roots, range, 0);
  for (let from = 0; ;) {
    const rows = await ledgerRows(em, from, BATCH);
    for (const row of rows) {
      const leaf = Buffer.from(row.leafHash, 'hex');
      problem ??= entryProblem(row, leaves.length, keptLeaves[leaves.length]);
      leaves.push(leaf);
      range.append(leaf);
      problem ??= rootProblem(roots, range, lastSound(checkpoints, range.size));
    }
    from = (rows.at(-1)?.sequence ?? from) + 1;
    if (rows.length < BATCH) break;
  }
  problem ??= lengthProblem(checkpoints, range.size);
  const waiting = await em.fork().count(AuditLog, { $or: [{ sequence: null }, { [raw('sequence')]: { $lt: 0 } }] });
  return { isIntact: !problem, size: range.size, root: range.root(), waiting, leaves, problem };
}

function entryProblem(row: LedgerRow, place: number, kept: Buffer | undefined): LedgerProblem | undefined {
  if (row.sequence !== place) return { fault: 'missing', sequence: place, id: undefined, message: `Entry ${place} is missing: after ${place - 1} comes ${row.sequence}.` };
  const recomputed = leafHash(row);
  if (recomputed !== row.leafHash) return { fault: 'altered', sequence: place, id: row.id, message: `Entry ${place} (${row.id}) was altered: its content does not have its hash.` };
  if (kept && kept.toString('hex') !== recomputed) return { fault: 'replaced', sequence: place, id: row.id, message: `Entry ${place} (${row.id}) is not the one that was signed at this place.` };
  return undefined;
}

function rootProblem(checkpoints: ReadonlyMap<number, readonly Checkpoint[]>, range: CompactRange, sound: number): LedgerProblem | undefined {
  const wrong = checkpoints.get(range.size)?.find(({ root }) => !root.equals(range.root()));
  return wrong && { fault: 'root-differs', sequence: sound, id: undefined, message: `The first ${range.size} entries are not those that were signed: the first bad one is entry ${sound} or later.` };
}

function lengthProblem(checkpoints: readonly Checkpoint[], size: number): LedgerProblem | undefined {
  const longest = Math.max(0, ...checkpoints.map((checkpoint) => checkpoint.size));
  if (longest <= size) return undefined;
  return { fault: 'shorter-than-checkpoint', sequence: size, id: undefined, message: `Entry ${size} is missing: the ledger ends after ${size} entries, and ${longest} were signed.` };
}

/** Size of the largest checkpoint below: up to there, everything was found right. */
function lastSound(checkpoints: readonly Checkpoint[], size: number): number {
  return Math.max(0, ...checkpoints.filter((checkpoint) => checkpoint.size < size).map((checkpoint) => checkpoint.size));
}
