import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import { TurnRequest } from '../contract/turn-event.ts';
import { settleByCard } from '../conversation/decide-approval.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

/** For turns of other processes; those of this one are heard at once. */
const POLL_MS = 150;
const tags = ['turns'];

/** Turns over plain HTTP, for those who integrate: ask and follow the answer as server-sent events. The same events as on the socket. */
export function turnRoutes(instance: FastifyInstance, services: ApiServices): void {
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.post('/api/turns', { schema: { summary: 'Ask; the answer follows as server-sent events', tags, body: TurnRequest } }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    const received = await services.turns.start(principal, request.body, 'api');
    await follow(services.turns, principal, { turnId: received.turnId, after: -1 }, reply);
  });

  app.get('/api/turns/:turnId/events', {
    schema: { summary: 'Events of a turn after a sequence number', tags, params: z.strictObject({ turnId: z.string().max(36) }), querystring: z.object({ after: z.coerce.number().int().min(-1).default(-1) }) },
  }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    const { turnId } = request.params;
    // The first look decides between an answer and not-found, before any byte is sent.
    await services.turns.replay(principal, turnId, request.query.after);
    const last = Number(request.headers['last-event-id'] ?? Number.NaN);
    await follow(services.turns, principal, { turnId, after: Number.isInteger(last) ? last : request.query.after }, reply);
  });

  app.post('/api/turns/:turnId/stop', { schema: { summary: 'Stop a turn', tags, params: z.strictObject({ turnId: z.string().max(36) }), response: { 204: z.null() } } }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    services.turns.stop(principal, request.params.turnId);
    return reply.status(204).send(null);
  });

  app.post('/api/approvals/:id', {
    schema: {
      summary: 'Approve or decline a pending write', tags, params: z.strictObject({ id: z.string().max(36) }), body: z.strictObject({ argumentsHash: z.string().length(64), decision: z.enum(['approve', 'decline']) }),
      response: { 200: z.object({ invocationId: z.string(), outcome: z.enum(['approved', 'declined']), summary: z.string() }) },
    },
  }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const settled = await settleByCard(services.turns.deps, principal, { invocationId: request.params.id, ...request.body }, request.id);
    return { invocationId: settled.claimed.invocationId, outcome: settled.outcome, summary: settled.summary };
  });
}

/** Writes stored events as they come until the turn has ended or the reader has gone. */
async function follow(turns: ApiServices['turns'], principal: Principal, { turnId, after }: { readonly turnId: string; readonly after: number }, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const stream = reply.raw;
  stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  let last = after;
  try {
    while (!stream.destroyed) {
      const news = turns.news(turnId, POLL_MS); // asked for before the look, so that nothing falls between the two
      for (const event of await turns.replay(principal, turnId, last)) {
        stream.write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
        last = event.seq;
        if (event.type === 'completed' || event.type === 'failed') return;
      }
      await news;
    }
  } finally {
    stream.end(); // also when looking failed: a reader who hears nothing more asks again
  }
}
