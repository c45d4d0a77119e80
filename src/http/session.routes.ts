import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SESSION_COOKIE, SessionInfo, SignIn, WidgetToken, WidgetTokenRequest } from '../contract/http-api.ts';
import type { Principal } from '../access/principal.ts';
import { AppError } from '../shared/errors.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal, setSessionCookie } from './request-principal.ts';

/** Sign in, who am I, sign out; tokens for the embedded widget. */
export function sessionRoutes(instance: FastifyInstance, services: ApiServices): void {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  const info = (principal: Principal, token: string): SessionInfo => ({
    user: { id: principal.userId, name: principal.displayName, role: principal.role },
    csrfToken: services.csrf.tokenOf(token), model: services.model, firmName: services.firmName, now: services.turns.deps.clock.now().toISOString(), suggestions: [...services.exampleQuestions(principal.role)], linkHosts: [...services.linkHosts],
  });

  app.post('/api/session', { schema: { summary: 'Sign in', tags: ['session'], security: [], body: SignIn, response: { 200: SessionInfo } }, config: { rateLimit: { max: 30, timeWindow: '1 minute' } } }, async (request, reply) => {
    const { token, principal } = await services.signIn({ ...request.body, previousToken: request.cookies[SESSION_COOKIE], ipAddress: request.ip, userAgent: request.headers['user-agent'] });
    setSessionCookie(services, reply, token);
    return info(principal, token);
  });

  app.get('/api/session', { schema: { summary: 'Who is signed in', tags: ['session'], response: { 200: SessionInfo } } }, async (request) => {
    const { principal, token } = await requirePrincipal(services, request);
    return info(principal, token);
  });

  app.delete('/api/session', { schema: { summary: 'Sign out', tags: ['session'], response: { 204: z.null() } } }, async (request, reply) => {
    const { token } = await requirePrincipal(services, request);
    await services.signOut(token);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).status(204).send(null);
  });

  app.post('/api/widget-token', { schema: { summary: 'A short-lived token for the chat widget (for the firm\'s back end, with its widget key)', tags: ['session'], security: [{ widgetKey: [] }], body: WidgetTokenRequest, response: { 200: WidgetToken } } }, async (request) => {
    const key = request.headers['x-widget-key'];
    if (!services.widgetKeyFits(typeof key === 'string' ? key : undefined)) throw new AppError('unauthenticated', 'The widget key is missing or wrong.');
    const { token, expiresAt } = await services.widgetToken(request.body.clientEmail, { ipAddress: request.ip, userAgent: request.headers['user-agent'] });
    return { token, expiresAt: expiresAt.toISOString() };
  });

  app.post('/api/embed-demo/token', { schema: { summary: 'A widget token for the client who is signed in, for the page that shows the widget embedded', tags: ['session'], response: { 200: WidgetToken } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { token, expiresAt } = await services.ownWidgetToken(principal, { ipAddress: request.ip, userAgent: request.headers['user-agent'] });
    return { token, expiresAt: expiresAt.toISOString() };
  });
}
