import type { FastifyInstance } from 'fastify';
import type { ToolProblem } from '../contract/http-api.ts';
import { callDirectly } from '../conversation/direct-tools.ts';
import { AppError, notFound, type ErrorCode } from '../shared/errors.ts';
import { reportTools } from '../../tools/report-tools.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

const PREFIX = 'report_';

/** The six reports of the firm, read-only: GET /api/reports lists what the reader may run, GET /api/reports/top_portfolios?limit=3 runs one. */
export function reportRoutes(app: FastifyInstance, services: ApiServices): void {
  app.get('/api/reports', { schema: { summary: 'Reports that I may run', tags: ['reports'] } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    return reportTools.filter(({ roles }) => roles.includes(principal.role)).map(({ name, purpose }) => ({ name: name.slice(PREFIX.length), purpose, path: `/api/reports/${name.slice(PREFIX.length)}` }));
  });

  for (const tool of reportTools) {
    app.get(`/api/reports/${tool.name.slice(PREFIX.length)}`, {
      schema: { summary: tool.name.replaceAll('_', ' '), description: `${tool.purpose} Roles: ${tool.roles.join(', ')}.`, tags: ['reports'], querystring: tool.input },
      // Checked where the call is recorded, as everywhere.
      validatorCompiler: () => () => true,
    }, async (request) => {
      const { principal } = await requirePrincipal(services, request);
      if (!tool.roles.includes(principal.role)) throw notFound('report');
      const { ok, content, answer } = await callDirectly(services.turns.deps, principal, { callId: request.id, requestId: request.id, name: tool.name, argumentsText: JSON.stringify(typed(request.query as Record<string, string | string[]>)) }); // a query string is text by name, a list where a name stands twice
      if (!ok) throw problemOf(content);
      return answer;
    });
  }
}

/** The tool's own words, as the problem that they are. */
function problemOf(content: string): AppError {
  const { error, message, hint } = JSON.parse(content) as ToolProblem & { readonly error: ErrorCode }; // written by `runCall` from the code of an AppError
  return new AppError(error, message, hint === undefined ? {} : { hint });
}

/** A query string as arguments: numbers and booleans as such, everything else as text. */
function typed(query: Readonly<Record<string, string | readonly string[]>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).map(([name, text]) => {
    if (typeof text !== 'string') return [name, text];
    if (text === 'true' || text === 'false') return [name, text === 'true'];
    return [name, text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text];
  }));
}
