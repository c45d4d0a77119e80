import type { FastifyInstance } from 'fastify';
import type { ApiServices } from './api-services.ts';
import { conversationRoutes } from './conversations.routes.ts';
import { importRoutes } from './imports.routes.ts';
import { mcpRoutes } from './mcp.routes.ts';
import { recommendationRoutes } from './recommendations.routes.ts';
import { reportRoutes } from './reports.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { toolRoutes } from './tools.routes.ts';
import { turnRoutes } from './turns.routes.ts';

/** The API's routes, one line a resource. */
export function apiRoutes(services: ApiServices): (app: FastifyInstance) => void {
  return (app) => {
    sessionRoutes(app, services);
    conversationRoutes(app, services);
    turnRoutes(app, services);
    toolRoutes(app, services);
    recommendationRoutes(app, services);
    reportRoutes(app, services);
    importRoutes(app, services);
    mcpRoutes(app, services);
  };
}
