import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits. Only their hash is stored, so a copy of the database signs nobody in. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * The anti-forgery token of a session: pages send it back in a header. It is derived from the session, so none is stored and one that
 * was planted in a cookie does not fit.
 * @param secret The server's own secret, at least 32 characters.
 */
export function csrfToken(sessionToken: string, secret: string): string {
  return createHmac('sha256', secret).update(`csrf\n${sessionToken}`).digest('base64url');
}

export function isCsrfToken(given: string | undefined, sessionToken: string, secret: string): boolean {
  const expected = Buffer.from(csrfToken(sessionToken, secret));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
