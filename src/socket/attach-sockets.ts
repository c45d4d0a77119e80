import type { FastifyInstance } from 'fastify';
import type { TurnEvent } from '../contract/turn-event.ts';
import { attachTurnSocket, type SocketDeps } from './turn-socket.ts';

export interface Sockets {
  readonly publish: (turnId: string, events: readonly TurnEvent[]) => void;
  close(): Promise<void>;
}

/** Sockets on the HTTP server; with Redis, events reach listeners on every process of the firm's servers. */
export async function attachSockets(app: FastifyInstance, deps: Omit<SocketDeps, 'adapter'>, redisUrl: string | undefined): Promise<Sockets> {
  const shared = redisUrl ? await connectRedis(redisUrl, (error) => deps.onUnknownError(error, 'redis')) : undefined;
  const { io, publish, close } = attachTurnSocket(app.server, { ...deps, ...(shared ? { adapter: shared.adapter } : {}) });
  app.addHook('preClose', async () => {
    close();
    await io.close();
  });
  return { publish, close: async () => { await shared?.quit(); } };
}

/** Loaded only where it is used: its client has 600 modules, a tenth of the time to start. */
async function connectRedis(url: string, onError: (error: unknown) => void) {
  const [{ createClient }, { createAdapter }] = await Promise.all([import('redis'), import('@socket.io/redis-streams-adapter')]);
  const client = createClient({ url });
  client.on('error', onError);
  await client.connect();
  return { adapter: createAdapter(client), quit: () => client.quit() };
}
