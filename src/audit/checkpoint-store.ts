import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../shared/errors.ts';
import { readCheckpoint, signCheckpoint, verifierKey, type Checkpoint } from './checkpoint.ts';
import { merkleRoot } from './merkle.ts';

const HASH_BYTES = 32;
const NAME = /^\d{15}\.checkpoint$/;

export interface StoredCheckpoint extends Checkpoint {
  readonly file: string;
}

/**
 * The ledger's memory outside the database: a folder with a signed checkpoint for each size that was signed, the key to check them with,
 * and all leaf hashes up to the last one, 32 bytes each, so that a change in the database can be pinned to one entry.
 */
export class CheckpointStore {
  readonly #folder: string;
  readonly #key: KeyObject;

  constructor(folder: string, key: KeyObject) {
    this.#folder = folder;
    this.#key = key;
  }

  /** All checkpoints, smallest first. @throws AppError invalid-input naming a file that was altered. */
  all(): StoredCheckpoint[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).filter((name) => NAME.test(name)).toSorted().map((name) => this.read(join(this.#folder, name)));
  }

  /** @throws AppError invalid-input naming the file when it is not a checkpoint signed with this key. */
  read(file: string): StoredCheckpoint {
    if (!existsSync(file)) throw new AppError('invalid-input', `There is no checkpoint ${file}.`, { hint: 'Give the path of a checkpoint that was kept.' });
    try {
      return { file, ...readCheckpoint(readFileSync(file, 'utf8'), this.#key) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, `${file}: ${error.publicMessage}`, { ...(error.hint ? { hint: error.hint } : {}), cause: error });
    }
  }

  note(size: number): string {
    return readFileSync(this.#file(size), 'utf8');
  }

  /**
   * Leaf hashes as they were when the last checkpoint was signed: only as many as a checkpoint vouches for, undefined when they do not
   * add up to its root (then the file itself was touched and tells nothing).
   */
  leaves({ size, root }: Checkpoint): Buffer[] | undefined {
    if (!existsSync(this.#leafFile)) return undefined;
    const bytes = readFileSync(this.#leafFile);
    if (bytes.length < size * HASH_BYTES) return undefined;
    const leaves = Array.from({ length: size }, (_, index) => bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
    return merkleRoot(leaves).equals(root) ? leaves : undefined;
  }

  /**
   * Signs the tree of these leaves, which must have been checked against every earlier checkpoint. The same size is signed once.
   * @throws AppError conflict without any leaf: an empty ledger is no evidence of anything.
   */
  add(leaves: readonly Buffer[]): StoredCheckpoint {
    if (leaves.length === 0) throw new AppError('conflict', 'The ledger is empty: there is nothing to sign.');
    const last = this.all().at(-1);
    const checkpoint = { size: leaves.length, root: merkleRoot(leaves) };
    if (last && last.size >= checkpoint.size) return last;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, 'verifier-key'), `${verifierKey(this.#key)}\n`);
    // What an interrupted run left behind the last checkpoint is cut off first.
    const kept = last && this.leaves(last) ? last.size : 0;
    if (existsSync(this.#leafFile)) truncateSync(this.#leafFile, kept * HASH_BYTES);
    appendFileSync(this.#leafFile, Buffer.concat(leaves.slice(kept)), { flush: true });
    const file = this.#file(checkpoint.size);
    writeFileSync(file, signCheckpoint(checkpoint, this.#key), { flag: 'wx', flush: true });
    return { file, ...checkpoint };
  }

  get #leafFile(): string {
    return join(this.#folder, 'leaf-hashes');
  }

  #file(size: number): string {
    return join(this.#folder, `${String(size).padStart(15, '0')}.checkpoint`);
  }
}
