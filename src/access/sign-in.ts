import type { EntityManager } from '@mikro-orm/core';
import { User } from '../entities/clients/user.entity.ts';
import { SecurityEvent } from '../entities/compliance/security-event.entity.ts';
import { LoginAttempt } from '../entities/system/login-attempt.entity.ts';
import { AppError } from '../shared/errors.ts';
import { verifyPassword } from './password.ts';
import type { Principal } from './principal.ts';
import { resolvePrincipal } from './resolve-principal.ts';
import { endSession, startSession, type SessionDeps, type StartedSession } from './sessions.ts';
import { BAD_CREDENTIALS, THROTTLED, waitBeforeSignIn } from './sign-in-throttle.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly ipAddress: string;
  readonly userAgent?: string;
  /** The token that the browser still carried: its session ends, so that a planted one is worth nothing. */
  readonly previousToken?: string;
}

export interface SignedIn extends StartedSession {
  readonly principal: Principal;
}

const REPORTED_FAILURES = 5;

/**
 * Checks a name and a password and begins a session. The attempt is on record before the password is looked at, so that many at once
 * do not outrun the throttle.
 * @throws AppError unauthenticated, with the same words after the same work for a wrong password, an unknown name and a closed login;
 * rate-limited when this name must wait at this address.
 */
export async function signIn(deps: SessionDeps, credentials: Credentials): Promise<SignedIn> {
  const em = deps.em.fork();
  const now = deps.clock.now();
  const email = credentials.email.trim().toLowerCase().slice(0, 254);
  const { ipAddress } = credentials;
  const userAgent = credentials.userAgent?.slice(0, 255) ?? null;
  const user = await em.findOne(User, { email });
  const attemptId = deps.newId();
  await em.insert(LoginAttempt, { id: attemptId, user: user?.id ?? null, email, occurredAt: now, succeeded: false, reason: BAD_CREDENTIALS, ipAddress, userAgent });

  const { waitMs, pairFailures } = await waitBeforeSignIn(em, { attemptId, email, ipAddress, now });
  if (waitMs > 0) {
    await em.nativeUpdate(LoginAttempt, { id: attemptId }, { reason: THROTTLED });
    throw new AppError('rate-limited', 'Too many failed attempts from here.', { hint: `Try again in ${Math.ceil(waitMs / 1000)} seconds.` });
  }
  const matches = await verifyPassword(user?.isActive ? user.passwordHash : undefined, credentials.password);
  const principal = matches && user ? await resolvePrincipal(em, user.id, deps.clock.today()) : undefined;
  if (!principal) {
    if (pairFailures + 1 === REPORTED_FAILURES) await report(em, deps, { kind: 'login.throttled', severity: 'medium', title: 'Repeated failed sign-ins for one name from one address', userId: user?.id, ipAddress });
    throw new AppError('unauthenticated', 'The name or the password is not right.');
  }
  await reportNewAddress(em, deps, principal.userId, ipAddress);
  await em.nativeUpdate(LoginAttempt, { id: attemptId }, { succeeded: true, reason: null });
  await em.nativeUpdate(User, { id: principal.userId }, { lastSignInAt: now });
  if (credentials.previousToken !== undefined) await endSession(deps, credentials.previousToken, 'rotated');
  const session = await startSession(deps, principal.userId, { ipAddress, ...(userAgent === null ? {} : { userAgent }) });
  return { ...session, principal: { ...principal, sessionId: session.sessionId } };
}

async function reportNewAddress(em: EntityManager, deps: SessionDeps, userId: string, ipAddress: string): Promise<void> {
  const before = { user: userId, succeeded: true } as const;
  const isFirstEver = (await em.count(LoginAttempt, before)) === 0;
  if (isFirstEver || (await em.count(LoginAttempt, { ...before, ipAddress })) > 0) return;
  await report(em, deps, { kind: 'login.new-address', severity: 'low', title: 'Signed in from an address not seen before', userId, ipAddress });
}

interface Report {
  readonly kind: string;
  readonly severity: 'low' | 'medium';
  readonly title: string;
  readonly userId: string | undefined;
  readonly ipAddress: string;
}

async function report(em: EntityManager, { clock, newId }: SessionDeps, { kind, severity, title, userId, ipAddress }: Report): Promise<void> {
  await em.insert(SecurityEvent, { id: newId(), user: userId ?? null, kind, severity, status: 'open', occurredAt: clock.now(), ipAddress, title, version: 1 });
}
