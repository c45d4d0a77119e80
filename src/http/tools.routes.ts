import type { FastifyInstance } from 'fastify';
import { callDirectly } from '../conversation/direct-tools.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

/** The tools as plain operations, one path each, so that they stand in the API's own documentation. */
export function toolRoutes(app: FastifyInstance, services: ApiServices): void {
  for (const tool of services.turns.deps.tools.values()) {
    app.post(`/api/tools/${tool.name}`, {
      schema: { operationId: tool.name, summary: tool.name.replaceAll('_', ' '), description: `${tool.purpose}\n\nEffect: ${tool.effect}. Roles: ${tool.roles.join(', ')}.`, tags: ['tools'], body: tool.input },
      // The arguments are checked where the call is recorded: a refused call is on record too.
      validatorCompiler: () => () => true,
    }, async (request) => {
      const { principal } = await requirePrincipal(services, request);
      const { ok, content, answer, approval } = await callDirectly(services.turns.deps, principal, { callId: request.id, requestId: request.id, name: tool.name, argumentsText: JSON.stringify(request.body ?? {}) });
      const result: unknown = answer ?? JSON.parse(content);
      return { ok, result, ...(approval ? { approval } : {}) };
    });
  }
}
