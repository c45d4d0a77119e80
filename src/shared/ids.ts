import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Makes application ids: UUIDv7, so that inserts stay ordered in the primary-key index. */
export type NewId = () => string;

/**
 * @param nowMs Milliseconds since the epoch; ids sort by it.
 * @param random 16 random bytes a call; omitted in production (the platform's generator), seeded in the demo firm and in tests.
 */
export function idSource(nowMs: () => number, random?: () => Uint8Array): NewId {
  const bytes = random ?? pooledBytes();
  // Ids of one millisecond sort in the order of their making: nothing else tells the entries of one transaction apart.
  let sequence = 0;
  return () => v7({ msecs: nowMs(), seq: (sequence = (sequence + 1) >>> 0), random: bytes() });
}

/** The platform's generator is asked for many ids at once: each call of it costs more than the id. */
function pooledBytes(): () => Uint8Array {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === pool.length) {
      pool = randomBytes(4_096);
      used = 0;
    }
    used += 16;
    return pool.subarray(used - 16, used);
  };
}
