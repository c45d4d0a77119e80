import type { FastifyInstance } from 'fastify';

const METHODS = 'GET, POST, PATCH, DELETE';
const HEADERS = 'authorization, content-type, x-csrf-token, last-event-id';

/**
 * Lets pages of the listed origins call the API from the browser, for the widget on a firm's own site. No credentials: a page elsewhere
 * shows the widget's token, and the cookie of our own pages is never sent along.
 */
export function embedOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    void reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return;
    void reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS') return;
    await reply.headers({ 'access-control-allow-methods': METHODS, 'access-control-allow-headers': HEADERS, 'access-control-max-age': '600' }).status(204).send();
  });
}
