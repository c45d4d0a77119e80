import type { EntityManager } from '@mikro-orm/core';
import { LoginAttempt } from '../entities/system/login-attempt.entity.ts';

export const BAD_CREDENTIALS = 'bad-credentials';
export const THROTTLED = 'throttled';

const WINDOW_MS = 15 * 60_000;
const FREE_TRIES_PER_PAIR = 5;
const FREE_TRIES_PER_ADDRESS = 30;
const FIRST_PAUSE_MS = 15_000;
const KNOWN_ADDRESS_MS = 30 * 86_400_000;

export interface Try {
  readonly attemptId: string;
  readonly email: string;
  readonly ipAddress: string;
  readonly now: Date;
}

/**
 * How long this name must still wait at this address. It counts failures by name *and* address, and by address; never by name alone:
 * whoever hammers on a name locks out only himself. An address from which the name has signed in before is not held back by what
 * others do there.
 * @returns Milliseconds, 0 when the attempt may go on, and the failures of the pair so far.
 */
export async function waitBeforeSignIn(em: EntityManager, attempt: Try): Promise<{ waitMs: number; pairFailures: number }> {
  const { email, ipAddress, now } = attempt;
  const since = new Date(now.getTime() - WINDOW_MS);
  const lastSuccess = await em.findOne(LoginAttempt, { email, ipAddress, succeeded: true, occurredAt: { $gte: new Date(now.getTime() - KNOWN_ADDRESS_MS) } }, { orderBy: { occurredAt: 'desc' } });
  const failed = { ipAddress, succeeded: false, reason: BAD_CREDENTIALS, id: { $ne: attempt.attemptId } } as const;
  const pairSince = lastSuccess && lastSuccess.occurredAt > since ? lastSuccess.occurredAt : since;
  const pair = await failuresOf(em, { ...failed, email, occurredAt: { $gte: pairSince } });
  let waitMs = pauseLeft(pair, FREE_TRIES_PER_PAIR, now);
  if (!lastSuccess) waitMs = Math.max(waitMs, pauseLeft(await failuresOf(em, { ...failed, occurredAt: { $gte: since } }), FREE_TRIES_PER_ADDRESS, now));
  return { waitMs, pairFailures: pair.count };
}

interface Failures {
  readonly count: number;
  readonly lastAt: Date | undefined;
}

async function failuresOf(em: EntityManager, where: object): Promise<Failures> {
  const count = await em.count(LoginAttempt, where);
  const last = count > 0 ? await em.findOne(LoginAttempt, where, { orderBy: { occurredAt: 'desc' } }) : null;
  return { count, lastAt: last?.occurredAt };
}

/** After the free tries the pause doubles with each failure, up to the whole window. */
function pauseLeft({ count, lastAt }: Failures, freeTries: number, now: Date): number {
  if (count < freeTries || !lastAt) return 0;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(count - freeTries, 10), WINDOW_MS);
  return Math.max(0, lastAt.getTime() + pauseMs - now.getTime());
}
