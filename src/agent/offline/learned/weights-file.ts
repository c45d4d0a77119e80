import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Weights } from './train.ts';

const HEAD = join(import.meta.dirname, 'weights.json');
const STEPS = join(import.meta.dirname, 'weights.bin');

export interface WeightsHead extends Omit<Weights, 'steps'> {
  /** SHA-256 of the sentences that were learned from, hexadecimal. */
  readonly sentencesHash: string;
}

/** The weights that `npm run learn` left. */
export function readWeights(): WeightsHead & Weights {
  const head = JSON.parse(readFileSync(HEAD, 'utf8')) as WeightsHead; // our own file
  return { ...head, steps: new Int8Array(readFileSync(STEPS)) };
}

export function writeWeights({ steps, ...head }: Weights, sentencesHash: string): void {
  writeFileSync(HEAD, `${JSON.stringify({ sentencesHash, ...head })}\n`);
  writeFileSync(STEPS, steps);
}
