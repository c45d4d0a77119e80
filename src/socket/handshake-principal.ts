import { parseCookie } from 'cookie';
import type { Principal } from '../access/principal.ts';
import { SESSION_COOKIE } from '../contract/http-api.ts';
import { AppError } from '../shared/errors.ts';
import type { SocketDeps } from './turn-socket.ts';

interface HandshakeDeps {
  readonly principalOfToken: (token: string) => Promise<Principal | undefined>;
  /** Origins whose pages may embed the widget. */
  readonly embedOrigins: readonly string[];
  /** Where people reach the server, when a proxy changes the host's name. */
  readonly publicOrigin: string | undefined;
}

/**
 * Who opened a socket: a widget's token, or the session cookie of a page of our own. Browsers open sockets to anywhere and say from
 * which page: a cookie counts from our own origin alone (a neighbour on the same site would have it sent along), a token also from
 * those that may embed the widget. Programs outside a browser name no origin.
 */
export function handshakePrincipal({ principalOfToken, embedOrigins, publicOrigin }: HandshakeDeps): SocketDeps['authenticate'] {
  const embedding = new Set(embedOrigins);
  return async ({ cookie, token, origin, host }) => {
    const isOwn = origin === undefined || hostOf(origin) === host || (publicOrigin !== undefined && origin === new URL(publicOrigin).origin);
    const sent = token === undefined ? (isOwn ? parseCookie(cookie ?? '')[SESSION_COOKIE] : undefined) : isOwn || embedding.has(origin) ? token : undefined;
    const principal = sent ? await principalOfToken(sent) : undefined;
    if (!principal) throw new AppError('unauthenticated', 'Nobody is signed in here.', { hint: 'Sign in and try again.' });
    return principal;
  };
}

const hostOf = (origin: string): string | undefined => URL.parse(origin)?.host;
