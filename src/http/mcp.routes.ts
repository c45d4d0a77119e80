import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../shared/errors.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

/**
 * The Model Context Protocol over streamable HTTP. Stateless: each request stands alone with its bearer token, so any process can take
 * it. A cookie is not enough here, because a page of another origin could not be told from the person's own program.
 */
export function mcpRoutes(app: FastifyInstance, services: ApiServices): void {
  app.post('/mcp', { schema: { summary: 'Model Context Protocol (streamable HTTP), with a bearer token', tags: ['tools'], security: [{ bearer: [] }], body: z.union([z.looseObject({ jsonrpc: z.literal('2.0') }), z.array(z.looseObject({ jsonrpc: z.literal('2.0') }))]) }, validatorCompiler: () => () => true }, async (request, reply) => {
    if (!request.headers.authorization) throw new AppError('unauthenticated', 'A bearer token is needed here.');
    const { principal } = await requirePrincipal(services, request);
    // The protocol's packages are loaded with the first request, not at every start.
    const [{ mcpServerFor }, { StreamableHTTPServerTransport }] = await Promise.all([import('./mcp-server.ts'), import('@modelcontextprotocol/sdk/server/streamableHttp.js')]);
    const server = mcpServerFor(services.turns.deps, principal);
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    reply.raw.on('close', () => { void server.close(); });
    // The library's own class misses its interface by exactOptionalPropertyTypes alone.
    await server.connect(transport as Transport);
    reply.hijack();
    await transport.handleRequest(request.raw, reply.raw, request.body);
  });

  // No stream from the server's side and no session to end.
  app.route({
    method: ['GET', 'DELETE'], url: '/mcp', schema: { hide: true },
    handler: async (_request, reply) => reply.status(405).header('allow', 'POST').send(),
  });
}
