import type { FastifyInstance } from 'fastify';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import type { TurnEvent } from '../contract/turn-event.ts';
import { attachTurnSocket, type SocketDeps } from './turn-socket.ts';

export interface Sockets {
  readonly publish: (turnId: string, events: readonly TurnEvent[]) => void;
  close(): Promise<void>;
}

/** Sockets on the HTTP server; with Redis, events reach listeners on every process of the firm's servers. */
export async function attachSockets(app: FastifyInstance, deps: Omit<SocketDeps, 'adapter'>, redisUrl: string | undefined): Promise<Sockets> {
  const redis = redisUrl ? createClient({ url: redisUrl }) : undefined;
  redis?.on('error', (error: unknown) => deps.onUnknownError(error, 'redis'));
  await redis?.connect();
  const { io, publish } = attachTurnSocket(app.server, { ...deps, ...(redis ? { adapter: createAdapter(redis) } : {}) });
  app.addHook('preClose', async () => { await io.close(); });
  return { publish, close: async () => { await redis?.quit(); } };
}
