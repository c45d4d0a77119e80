import { canonicalJson } from '../../shared/canonical-json.ts';
import type { AdviceRequest, AdviceSnapshot } from './advice-snapshot.ts';

/** 32-bit FNV-1a of the canonical JSON of snapshot and request: the seed of every random draw, so that equal inputs draw equally. Not for security. */
export function seedOf(snapshot: AdviceSnapshot, request: AdviceRequest): number {
  const text = canonicalJson({ snapshot, request });
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
