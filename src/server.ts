import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { apiDocs } from './http/api-docs.ts';
import { embedOrigins } from './http/embed-origins.ts';
import { healthRoutes } from './http/health.routes.ts';
import { sendProblem } from './http/problem-details.ts';
import type { NewId } from './shared/ids.ts';

export interface ServerDeps {
  readonly log: FastifyBaseLogger;
  readonly newId: NewId;
  readonly embedOrigins: readonly string[];
  /** Only then are forwarded addresses believed: without a proxy anybody could write them. */
  readonly behindProxy: boolean;
  readonly pingDatabase: () => Promise<boolean>;
  /** Adds the API's routes; kept apart so that tests can serve a part of them. */
  readonly routes: (app: FastifyInstance) => void;
}

const WEB = resolve(import.meta.dirname, '../dist/web');

/** Builds the HTTP server. It never listens: main.ts does, and tests inject. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const app = Fastify({ loggerInstance: deps.log, genReqId: deps.newId, logController: new LogController({ disableRequestLogging: true }), bodyLimit: 1_048_576, trustProxy: deps.behindProxy, forceCloseConnections: true });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  await app.register(fastifyCookie);
  await app.register(rateLimit, { global: true, max: 600, timeWindow: '1 minute' });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'self'", ...deps.embedOrigins],
        // The demo runs over plain HTTP on loopback; a proxy adds TLS.
        upgradeInsecureRequests: null,
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false,
  });
  embedOrigins(app, deps.embedOrigins);
  await apiDocs(app);
  healthRoutes(app, deps);
  deps.routes(app);
  if (existsSync(WEB)) await app.register(fastifyStatic, { root: WEB, extensions: ['html'], cacheControl: false, setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path)) });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
  });
  return app;
}

/** Pages name the scripts of their own build, so they are asked for anew each time; scripts carry their hash in the name; firms link the widget by a name that stays. */
function cachingOf(path: string): string {
  if (path.includes('/assets/')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.js') ? 'public, max-age=300' : 'no-cache';
}
