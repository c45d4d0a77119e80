import type { FastifyInstance } from 'fastify';

/** `/health/live`: the process answers. `/health/ready`: it can do its work, shown by a real database ping. */
export function healthRoutes(app: FastifyInstance, deps: { readonly pingDatabase: () => Promise<boolean> }): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await deps.pingDatabase();
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'database unreachable' });
  });
}
