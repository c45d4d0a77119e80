import { beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/access/password.ts';
import { csrfToken, isCsrfToken } from '../../src/access/session-token.ts';
import { endSession, principalOfToken, startWidgetSession, type SessionDeps } from '../../src/access/sessions.ts';
import { signIn } from '../../src/access/sign-in.ts';
import { UserSession } from '../../src/entities/behavior/user-session.entity.ts';
import { SecurityEvent } from '../../src/entities/compliance/security-event.entity.ts';
import { dayOf } from '../../src/shared/calendar.ts';
import { idSource } from '../../src/shared/ids.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { givenUser } from '../support/given-user.ts';

const PASSWORD = 'correct horse battery staple';
const MINUTE = 60_000;
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

async function givenSignIn(engine: 'sqlite' | 'mariadb') {
  const database = await givenDatabase(engine);
  const em = database.orm.em;
  let nowMs = Date.parse('2026-11-23T09:00:00Z');
  const clock = { now: () => new Date(nowMs), today: () => dayOf(new Date(nowMs)) };
  const deps: SessionDeps = { em, clock, newId: idSource(() => nowMs) };
  const fork = em.fork();
  const user = await givenUser(fork, { passwordHash });
  const client = await givenClient(fork, { user });
  const attempt = (password: string, ipAddress = '192.0.2.1', email = user.email) => signIn(deps, { email, password, ipAddress });
  return { database, em, deps, user, client, attempt, wait: (ms: number) => void (nowMs += ms) };
}

describe.each(ENGINES)('on %s', (engine) => {
  test('hammering on a name holds back that address alone, and never the person elsewhere', async () => {
    const { database, em, attempt, wait } = await givenSignIn(engine);
    for (let i = 0; i < 5; i += 1) await expect(attempt('wrong', '198.51.100.9')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(attempt(PASSWORD, '198.51.100.9')).rejects.toMatchObject({ code: 'rate-limited' });
    expect((await attempt(PASSWORD)).principal.role).toBe('client');
    wait(16_000);
    expect((await attempt(PASSWORD, '198.51.100.9')).token).toHaveLength(43);
    expect((await em.fork().find(SecurityEvent, {}, { orderBy: { occurredAt: 'asc' } })).map(({ kind }) => kind)).toEqual(['login.throttled', 'login.new-address']);
    await database.close();
  });

  test('an unknown name, a wrong password and a throttled unknown name say the same', async () => {
    const { database, attempt } = await givenSignIn(engine);
    const wrong = await attempt('wrong').catch((error: unknown) => error);
    const unknown = await attempt('wrong', '192.0.2.1', 'nobody@example.com').catch((error: unknown) => error);
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(wrong));
    for (let i = 0; i < 4; i += 1) await attempt('wrong', '192.0.2.1', 'nobody@example.com').catch(() => undefined);
    await expect(attempt('wrong', '192.0.2.1', 'nobody@example.com')).rejects.toMatchObject({ code: 'rate-limited' });
    await database.close();
  });

  test('a session ends when idle, in the end in any case, at sign-out and at the next sign-in', async () => {
    const { database, em, deps, user, attempt, wait } = await givenSignIn(engine);
    const first = await attempt(PASSWORD);
    expect((await principalOfToken(deps, first.token))?.userId).toBe(user.id);
    const second = await signIn(deps, { email: user.email, password: PASSWORD, ipAddress: '192.0.2.1', previousToken: first.token });
    expect(await principalOfToken(deps, first.token)).toBeUndefined();
    wait(31 * MINUTE);
    expect(await principalOfToken(deps, second.token)).toBeUndefined();
    const third = await attempt(PASSWORD);
    for (let i = 0; i < 28; i += 1) {
      wait(25 * MINUTE);
      expect(await principalOfToken(deps, third.token)).toBeDefined();
    }
    wait(25 * MINUTE);
    expect(await principalOfToken(deps, third.token)).toBeUndefined();
    const fourth = await attempt(PASSWORD);
    await endSession(deps, fourth.token);
    expect(await principalOfToken(deps, fourth.token)).toBeUndefined();
    const stored = await em.fork().find(UserSession, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });
    // The first two began in the same instant, so their order says nothing.
    expect(stored).toHaveLength(4);
    expect(new Set(stored.map(({ endReason }) => endReason))).toEqual(new Set(['rotated', 'idle-limit', 'absolute-limit', 'signed-out']));
    expect(JSON.stringify(stored)).not.toContain(third.token);
    await database.close();
  });

  test('a widget token lasts a quarter of an hour, however much it is used', async () => {
    const { database, deps, client, wait } = await givenSignIn(engine);
    const { token } = await startWidgetSession(deps, client.id, {});
    wait(14 * MINUTE);
    expect((await principalOfToken(deps, token))?.clientIds).toEqual([client.id]);
    wait(MINUTE);
    expect(await principalOfToken(deps, token)).toBeUndefined();
    await expect(startWidgetSession(deps, 'absent', {})).rejects.toMatchObject({ code: 'not-found' });
    await database.close();
  });
});

test('an anti-forgery token fits its own session alone', () => {
  const secret = 'x'.repeat(32);
  const token = csrfToken('session-1', secret);
  expect(isCsrfToken(token, 'session-1', secret)).toBe(true);
  expect([isCsrfToken(token, 'session-2', secret), isCsrfToken(undefined, 'session-1', secret), isCsrfToken(token, 'session-1', 'y'.repeat(32))]).toEqual([false, false, false]);
});
