const DEADLOCK = 1213; // also what a cluster answers when another node won the certification
const LOCK_WAIT_TIMEOUT = 1205;
const ATTEMPTS = 5;

/**
 * Repeats an idempotent unit of work that lost against another transaction (errno 1213 or 1205), with growing pauses.
 * The work must open its own transaction, so that each attempt starts clean. Anything else is thrown at once.
 */
export async function retryConflicts<T>(work: () => Promise<T>, pause: (ms: number) => Promise<void>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isConflict(error)) throw error;
      await pause(5 * 2 ** attempt);
    }
  }
}

export function isConflict(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('errno' in current && (current.errno === DEADLOCK || current.errno === LOCK_WAIT_TIMEOUT)) return true;
  }
  return false;
}
