import type { EntityManager } from '@mikro-orm/core';
import { UserSession } from '../entities/behavior/user-session.entity.ts';
import { Client } from '../entities/clients/client.entity.ts';
import type { Clock } from '../shared/clock.ts';
import { notFound } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { Principal } from './principal.ts';
import { resolvePrincipal } from './resolve-principal.ts';
import { hashToken, newSessionToken } from './session-token.ts';

export const IDLE_LIMIT_MS = 30 * 60_000;
export const ABSOLUTE_LIMIT_MS = 12 * 3_600_000;
export const WIDGET_LIMIT_MS = 15 * 60_000;
/** A session is written at most this often: not each request needs a write. */
const TOUCH_EVERY_MS = 60_000;

export interface SessionDeps {
  /** The root entity manager; each call works on a fork of its own. */
  readonly em: EntityManager;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface Origin {
  readonly ipAddress?: string;
  readonly userAgent?: string;
}

export interface StartedSession {
  /** For the cookie; it is known to nobody else and stored nowhere. */
  readonly token: string;
  readonly sessionId: string;
  readonly absoluteExpiresAt: Date;
}

/** Begins a session with a fresh random token. */
export async function startSession(deps: SessionDeps, userId: string, origin: Origin, limits = { idleMs: IDLE_LIMIT_MS, absoluteMs: ABSOLUTE_LIMIT_MS }): Promise<StartedSession> {
  const now = deps.clock.now();
  const token = newSessionToken();
  const sessionId = deps.newId();
  const absoluteExpiresAt = new Date(now.getTime() + limits.absoluteMs);
  await deps.em.fork().insert(UserSession, {
    id: sessionId,
    user: userId,
    idHash: hashToken(token),
    status: 'active',
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + Math.min(limits.idleMs, limits.absoluteMs)),
    absoluteExpiresAt,
    ipAddress: origin.ipAddress ?? null,
    userAgent: origin.userAgent?.slice(0, 255) ?? null,
  });
  return { token, sessionId, absoluteExpiresAt };
}

/**
 * A token for the embedded widget: the firm's own back end, which holds the widget key, asks for one on behalf of one of its clients.
 * It lasts 15 minutes in all and is not prolonged by use.
 * @throws AppError not-found when the client does not exist or has no login.
 */
export async function startWidgetSession(deps: SessionDeps, clientId: string, origin: Origin): Promise<StartedSession> {
  const client = await deps.em.fork().findOne(Client, { id: clientId, user: { isActive: true } });
  if (!client?.user) throw notFound('client');
  return startSession(deps, client.user.id, origin, { idleMs: WIDGET_LIMIT_MS, absoluteMs: WIDGET_LIMIT_MS });
}

/** Who sends this token, worked out anew on each request; undefined when the session is unknown, over, or its login is closed. */
export async function principalOfToken(deps: SessionDeps, token: string): Promise<Principal | undefined> {
  const em = deps.em.fork();
  const now = deps.clock.now();
  const session = await em.findOne(UserSession, { idHash: hashToken(token), status: 'active' });
  if (!session) return undefined;
  if (session.expiresAt <= now || session.absoluteExpiresAt <= now) {
    const endReason = session.absoluteExpiresAt <= now ? 'absolute-limit' : 'idle-limit';
    await em.nativeUpdate(UserSession, { id: session.id, status: 'active' }, { status: 'expired', endedAt: now, endReason });
    return undefined;
  }
  const principal = await resolvePrincipal(em, session.user.id, deps.clock.today());
  if (!principal) return undefined;
  if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_EVERY_MS) {
    const expiresAt = new Date(Math.min(now.getTime() + IDLE_LIMIT_MS, session.absoluteExpiresAt.getTime()));
    await em.nativeUpdate(UserSession, { id: session.id, status: 'active' }, { lastSeenAt: now, expiresAt });
  }
  return { ...principal, sessionId: session.id };
}

/** Ends the session of a token. Unknown tokens are fine: signing out twice is no error. */
export async function endSession(deps: SessionDeps, token: string, reason: 'signed-out' | 'rotated' = 'signed-out'): Promise<void> {
  await deps.em.fork().nativeUpdate(UserSession, { idHash: hashToken(token), status: 'active' }, { status: 'ended', endedAt: deps.clock.now(), endReason: reason });
}
