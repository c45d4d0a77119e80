import { DeadlockException, LockWaitTimeoutException, raw, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import { AuditLog } from '../entities/compliance/audit-log.entity.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

const BATCH = 500;
const ATTEMPTS = 5;

/**
 * Gives every committed entry that waits its place in the ledger, oldest first, and returns how many got one. This is the only code that
 * places entries. Each batch is a transaction of its own that locks nothing but its rows, so no business transaction waits for it. Should
 * two appenders meet, the later finds its rows taken and starts again.
 * @throws AppError conflict when another appender keeps winning.
 */
export async function sequenceEntries(em: EntityManager, clock: Clock): Promise<number> {
  let placed = 0;
  for (;;) {
    const batch = await placeBatch(em, clock);
    placed += batch;
    if (batch < BATCH) return placed;
  }
}

async function placeBatch(em: EntityManager, clock: Clock): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await em.fork().transactional((transaction) => placeWaiting(transaction, clock));
    } catch (error) {
      if (!isRace(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}

function isRace(error: unknown): boolean {
  return error instanceof UniqueConstraintViolationException || error instanceof DeadlockException || error instanceof LockWaitTimeoutException
    || (error instanceof AppError && error.code === 'conflict');
}

async function placeWaiting(em: EntityManager, clock: Clock): Promise<number> {
  const waiting = await em.find(AuditLog, { sequence: null }, { fields: ['id'], orderBy: { occurredAt: 'asc', id: 'asc' }, limit: BATCH, disableIdentityMap: true });
  if (waiting.length === 0) return 0;
  const [last] = await em.find(AuditLog, { sequence: { $ne: null } }, { fields: ['sequence'], orderBy: { sequence: 'desc' }, limit: 1, disableIdentityMap: true });
  const first = (last?.sequence ?? -1) + 1;
  const places = raw(`case id ${waiting.map(() => 'when ? then ?').join(' ')} end`, waiting.flatMap(({ id }, index) => [id, first + index]));
  // Rows are found by their key, not by the index of places: a range lock there would hold up whoever adds an entry.
  const isWaiting = { [raw('coalesce(sequence, -1)')]: -1 };
  const taken = await em.nativeUpdate(AuditLog, { id: { $in: waiting.map(({ id }) => id) }, ...isWaiting }, { sequence: places, sequencedAt: clock.now() });
  if (taken !== waiting.length) throw new AppError('conflict', 'Another process was placing the same audit entries.', { hint: 'Try again: one appender is enough.' });
  return taken;
}
