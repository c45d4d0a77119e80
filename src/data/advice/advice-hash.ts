import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';

/** SHA-256 of the canonical JSON: the same trades, or the same inputs, have the same hash on any engine and in any order of keys. */
export function adviceHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
