import { createHash } from 'node:crypto';

/*
 * The Merkle tree of RFC 6962 (Certificate Transparency), section 2.1. Hashes are 32-byte buffers. Leaves are hashed as SHA-256(0x00 || leaf)
 * before they come here, inner nodes as SHA-256(0x01 || left || right), so that a node can never pass for a leaf.
 */

const NODE = Buffer.of(1);
const HASH_BYTES = 32;

/** SHA-256 of nothing: the root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** A tree that grows leaf by leaf and keeps only the roots of its full subtrees: memory grows with the logarithm of its size. */
export class CompactRange {
  #size = 0;
  readonly #peaks: Buffer[] = [];

  get size(): number {
    return this.#size;
  }

  append(leaf: Buffer): void {
    let node = leaf;
    // One peak for each bit of the size: a carry joins two subtrees of equal size.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = nodeHash(this.#peaks.pop()!, node);
    this.#peaks.push(node);
    this.#size += 1;
  }

  root(): Buffer {
    return this.#peaks.length === 0 ? EMPTY_ROOT : this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leaf);
  return range.root();
}

/** The audit path of one leaf (2.1.1), from the leaf's sibling up. @throws RangeError for an index outside the tree. */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`leaf ${index} is not in a tree of ${leaves.length}`);
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...inclusionProof(leaves.slice(0, split), index), merkleRoot(leaves.slice(split))]
    : [...inclusionProof(leaves.slice(split), index - split), merkleRoot(leaves.slice(0, split))];
}

/** Proof that the tree of the first `size` leaves is a prefix of the tree of all (2.1.2). Empty for `size` 0 and for the whole tree. @throws RangeError for a size outside the tree. */
export function consistencyProof(leaves: readonly Buffer[], size: number): Buffer[] {
  if (!Number.isSafeInteger(size) || size < 0 || size > leaves.length) throw new RangeError(`a tree of ${leaves.length} has no prefix of ${size}`);
  return size === 0 ? [] : subproof(leaves, size, true);
}

function subproof(leaves: readonly Buffer[], size: number, isWhole: boolean): Buffer[] {
  if (size === leaves.length) return isWhole ? [] : [merkleRoot(leaves)];
  const split = splitOf(leaves.length);
  return size <= split
    ? [...subproof(leaves.slice(0, split), size, isWhole), merkleRoot(leaves.slice(split))]
    : [...subproof(leaves.slice(split), size - split, false), merkleRoot(leaves.slice(0, split))];
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

/** Whether the proof shows the leaf at that place of that tree. Anything malformed is false, never an error. */
export function isIncluded({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let place = index;
  let last = size - 1;
  let node = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else node = nodeHash(node, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && node.equals(root);
}

export interface ConsistencyClaim {
  readonly size1: number;
  readonly root1: Buffer;
  readonly size2: number;
  readonly root2: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the proof shows that the second tree holds the first, unchanged, as its beginning. Anything malformed is false. */
export function isConsistent({ size1, root1, size2, root2, proof }: ConsistencyClaim): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 > size2) return false;
  if (size1 === 0 && !root1.equals(EMPTY_ROOT)) return false;
  if (size1 === size2) return proof.length === 0 && root1.equals(root2);
  if (![root1, root2, ...proof].every(isHash)) return false;
  if (size1 === 0) return proof.length === 0;
  let place = size1 - 1;
  let last = size2 - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  // A first tree that is one full subtree is its own starting node and is left out of the proof.
  const nodes = place === 0 ? [root1, ...proof] : [...proof];
  let first = nodes.shift();
  let second = first;
  if (!first || !second) return false;
  for (const node of nodes) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      first = nodeHash(node, first);
      second = nodeHash(node, second);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else second = nodeHash(second, node);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && first.equals(root1) && second.equals(root2);
}

const half = (value: number): number => Math.floor(value / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (value: Buffer): boolean => value.length === HASH_BYTES;
