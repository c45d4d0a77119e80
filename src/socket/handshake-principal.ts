import { parseCookie } from 'cookie';
import type { Principal } from '../access/principal.ts';
import { SESSION_COOKIE } from '../contract/http-api.ts';
import { AppError } from '../shared/errors.ts';
import type { SocketDeps } from './turn-socket.ts';



/** Who opened a socket: a widget's token, or the session cookie of a page of our own (cookies are same-site, so no other page has it). */
export function handshakePrincipal(services: { readonly principalOfToken: (token: string) => Promise<Principal | undefined> }): SocketDeps['authenticate'] {
  return async ({ cookie, token }) => {
    const sent = token ?? parseCookie(cookie ?? '')[SESSION_COOKIE];
    const principal = sent ? await services.principalOfToken(sent) : undefined;
    if (!principal) throw new AppError('unauthenticated', 'Nobody is signed in here.', { hint: 'Sign in and try again.' });
    return principal;
  };
}
