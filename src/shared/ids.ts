import { v7 } from 'uuid';

/** Makes application ids: UUIDv7, so that inserts stay ordered in the primary-key index. */
export type NewId = () => string;

/**
 * @param nowMs Milliseconds since the epoch; ids sort by it.
 * @param random 16 random bytes a call; omitted in production (the platform's generator), seeded in the demo firm and in tests.
 */
export function idSource(nowMs: () => number, random?: () => Uint8Array): NewId {
  if (!random) return () => v7({ msecs: nowMs() });
  let sequence = 0;
  return () => v7({ msecs: nowMs(), seq: (sequence = (sequence + 1) >>> 0), random: random() });
}
