import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../access/principal.ts';
import { SESSION_COOKIE } from '../contract/http-api.ts';
import { AppError } from '../shared/errors.ts';
import type { ApiServices } from './api-services.ts';


const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface SignedInRequest {
  readonly principal: Principal;
  readonly token: string;
}

/**
 * Who is asking: the session cookie of the pages (whose changes must carry the anti-forgery token) or a bearer token of the widget or
 * an integration. Worked out anew for each request.
 * @throws AppError unauthenticated, or not-permitted when the anti-forgery token is missing or wrong.
 */
export async function requirePrincipal(services: ApiServices, request: FastifyRequest): Promise<SignedInRequest> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? request.cookies[SESSION_COOKIE];
  const principal = token ? await services.principalOfToken(token) : undefined;
  if (!token || !principal) throw new AppError('unauthenticated', 'Nobody is signed in here.', { hint: 'Sign in and try again.' });
  const header = request.headers['x-csrf-token'];
  if (!bearer && !SAFE_METHODS.has(request.method) && !services.csrf.fits(typeof header === 'string' ? header : undefined, token)) {
    throw new AppError('not-permitted', 'The request does not come from the page that you signed in on.', { hint: 'Reload the page and try again.' });
  }
  return { principal, token };
}

/** No expiry of its own: the server ends sessions, and its clock may stand on another day than the browser's (TODAY). */
export function setSessionCookie(services: ApiServices, reply: FastifyReply, token: string): void {
  void reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'strict', secure: services.secureCookies });
}
