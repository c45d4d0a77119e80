import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { SESSION_COOKIE } from '../contract/http-api.ts';
import { documentResponses } from './api-responses.ts';

/** OpenAPI of every route, read off the routes' own schemas, at /docs (JSON at /docs/json). Register it before any route. */
export async function apiDocs(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Steward', version: '1', description: 'Errors are problem details (RFC 9457). Changes made with the session cookie need the x-csrf-token header; bearer tokens do not.' },
      tags: [{ name: 'session' }, { name: 'conversations' }, { name: 'turns' }, { name: 'recommendations' }, { name: 'reports' }, { name: 'imports' }, { name: 'tools', description: 'The tool registry: the same tools, reach and record as in a conversation. A write answers with a pending approval.' }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE }, widgetKey: { type: 'apiKey', in: 'header', name: 'x-widget-key' } } },
      security: [{ bearer: [] }, { cookie: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => documentResponses('openapiObject' in document ? document.openapiObject : document.swaggerObject),
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false });
}
