import { canonicalJson } from '../../shared/canonical-json.ts';
import type { AdviceRequest, AdviceSnapshot } from './advice-snapshot.ts';

/**
 * Seed of every random draw: 32-bit FNV-1a of portfolio, day, positions with quantity and price, and request. Equal inputs draw equally, whatever
 * the order of their keys; other inputs draw otherwise. Not for security: the hash of the whole snapshot is kept beside it.
 */
export function seedOf({ state }: AdviceSnapshot, request: AdviceRequest): number {
  const positions = state.positions.map(({ security, quantity, price, fxToBase }) => `${security.id} ${quantity} ${price} ${fxToBase}`).sort();
  const text = [state.portfolio.id, state.asOf, ...positions, canonicalJson(request)].join('|');
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
