import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { consistencyProof, EMPTY_ROOT, inclusionProof, isConsistent, isIncluded, merkleRoot } from '../../src/audit/merkle.ts';

const sha = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leavesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, index) => sha(Buffer.of(0), Buffer.from(`entry ${index}`)));

/** The root straight from the RFC's recursive definition, written without the product's code. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length <= 1) return leaves[0] ?? sha();
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha(Buffer.of(1), rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

/** A size, and a place in it. */
const places = fc.integer({ min: 1, max: 130 }).chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));

describe('the Merkle tree', () => {
  test('has the roots that the RFC defines, at every size up to 130', () => {
    for (let size = 0; size <= 130; size += 1) expect(merkleRoot(leavesOf(size))).toEqual(rootByDefinition(leavesOf(size)));
    expect(merkleRoot([])).toEqual(EMPTY_ROOT);
  });

  test('proves every leaf at its own place and at no other', () => {
    fc.assert(fc.property(places, fc.nat(129), ({ size, index }, other) => {
      const leaves = leavesOf(size);
      const claim = { index, size, leaf: leaves[index]!, proof: inclusionProof(leaves, index), root: merkleRoot(leaves) };
      expect(isIncluded(claim)).toBe(true);
      expect(isIncluded({ ...claim, index: other })).toBe(other === index);
      expect(isIncluded({ ...claim, leaf: sha(leaves[index]!) })).toBe(false);
      expect(isIncluded({ ...claim, proof: [...claim.proof, leaves[0]!] })).toBe(false);
      expect(isIncluded({ ...claim, proof: claim.proof.slice(1) })).toBe(claim.proof.length === 0);
    }), { numRuns: 200, seed: 7 });
  });

  test('proves that it grew out of every earlier tree and out of no other', () => {
    fc.assert(fc.property(places, ({ size, index }) => {
      const leaves = leavesOf(size);
      const size1 = index + 1;
      const claim = { size1, root1: merkleRoot(leaves.slice(0, size1)), size2: size, root2: merkleRoot(leaves), proof: consistencyProof(leaves, size1) };
      expect(isConsistent(claim)).toBe(true);
      const rewritten = leaves.with(index, sha(Buffer.from('rewritten')));
      expect(isConsistent({ ...claim, root2: merkleRoot(rewritten), proof: consistencyProof(rewritten, size1) })).toBe(false);
      expect(isConsistent({ ...claim, proof: [...claim.proof, leaves[0]!] })).toBe(false);
      expect(isConsistent({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(claim.proof.length === 0);
    }), { numRuns: 200, seed: 8 });
  });

  test('refuses to prove what is outside the tree', () => {
    expect(() => inclusionProof(leavesOf(3), 3)).toThrow(RangeError);
    expect(() => inclusionProof([], 0)).toThrow(RangeError);
    expect(() => consistencyProof(leavesOf(3), 4)).toThrow(RangeError);
    expect(() => consistencyProof(leavesOf(3), 1.5)).toThrow(RangeError);
  });
});

interface VectorFile<T> { readonly cases: readonly (T & { readonly id: string; readonly proof: readonly string[] | null; readonly wantErr: boolean })[] }
const folder = process.env['VECTORS_DIR'];
const bytes = (text: string | null): Buffer => Buffer.from(text ?? '', 'base64');
const read = <T>(name: string): VectorFile<T>['cases'] => !folder ? [] : (JSON.parse(readFileSync(join(folder, 'merkle', name), 'utf8')) as VectorFile<T>).cases; // the set's own format

if (!folder) console.warn('\n*** The published Merkle vectors were NOT run: set VECTORS_DIR to the folder that holds merkle/inclusion.json ***\n');

describe.runIf(folder)('published Merkle vectors', () => {
  const inclusion = read<{ leafIdx: number; treeSize: number; root: string; leafHash: string }>('inclusion.json');
  const consistency = read<{ size1: number; size2: number; root1: string; root2: string }>('consistency.json');

  test(`agree on ${inclusion.length} inclusion proofs`, () => {
    const wrong = inclusion.filter(({ leafIdx, treeSize, root, leafHash, proof, wantErr }) =>
      isIncluded({ index: leafIdx, size: treeSize, root: bytes(root), leaf: bytes(leafHash), proof: (proof ?? []).map(bytes) }) === wantErr);
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(inclusion.length).toBeGreaterThan(0);
  });

  test(`agree on ${consistency.length} consistency proofs`, () => {
    const wrong = consistency.filter(({ size1, size2, root1, root2, proof, wantErr }) =>
      isConsistent({ size1, size2, root1: bytes(root1), root2: bytes(root2), proof: (proof ?? []).map(bytes) }) === wantErr);
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(consistency.length).toBeGreaterThan(0);
  });
});
