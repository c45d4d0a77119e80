import { setTimeout as sleep } from 'node:timers/promises';
import { IsolationLevel, type EntityManager } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';

const DEADLOCK = 1213; // also what a cluster answers when another node won the certification
const LOCK_WAIT_TIMEOUT = 1205;
const DUPLICATE = 1062;
/** Another process has the embedded database, or wrote to it since this transaction first read: waiting longer would not help the latter. */
const SQLITE_BUSY = 5;
const ATTEMPTS = 5;

/**
 * Repeats an idempotent unit of work that lost against another transaction (errno 1213 or 1205), with growing pauses, five attempts in all.
 * The work must open its own transaction, so that each attempt starts clean. Anything else is thrown at once.
 */
export async function retryConflicts<T>(work: () => Promise<T>, pause: (ms: number) => Promise<unknown> = sleep): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConflict(error)) throw error;
      await pause(5 * 2 ** attempt);
    }
  }
}

/**
 * One transaction that is repeated when it loses against another. Inside the caller's transaction it is a part of that one and is not
 * repeated: the server has undone the caller's work too, and only the caller can begin again.
 * Each statement sees what others have committed by then: who looks something up, then takes a portfolio, must not go on from how that stood
 * at the first look. SQLite has one writer anyway.
 * @param work May run several times: it keeps nothing outside itself.
 */
export async function retriedTransaction<T>(em: EntityManager, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  return em.isInTransaction() ? em.transactional(work) : retryConflicts(async () => em.transactional(work, em.getPlatform() instanceof SqlitePlatform ? {} : { isolationLevel: IsolationLevel.READ_COMMITTED }));
}

export function isConflict(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('errno' in current && (current.errno === DEADLOCK || current.errno === LOCK_WAIT_TIMEOUT)) return true;
    if ('errcode' in current && typeof current.errcode === 'number' && (current.errcode & 0xff) === SQLITE_BUSY) return true;
  }
  return false;
}

/** Whether a row with the same key was there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && (('errno' in error && error.errno === DUPLICATE) || error.message.includes('UNIQUE constraint failed'));
}
