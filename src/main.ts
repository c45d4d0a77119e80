import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { LedgerPlacer } from './audit/ledger-placer.ts';
import { configuredEndpoints } from './agent/configured-endpoints.ts';
import { composeApp, type App } from './compose.ts';
import { jobRunner } from './compose-jobs.ts';
import { readSettings } from './config.ts';
import type { TurnEvent } from './contract/turn-event.ts';
import { openDatabase } from './db/open-database.ts';
import { DEMO_PASSWORD } from './demo/demo-password.ts';
import { prepareDemo } from './demo/prepare-demo.ts';
import { apiRoutes } from './http/api-routes.ts';
import { buildServer } from './server.ts';
import { clockFor, systemClock } from './shared/clock.ts';
import { loggedError } from './log-error.ts';
import { AppError } from './shared/errors.ts';
import { attachSockets } from './socket/attach-sockets.ts';
import { handshakePrincipal } from './socket/handshake-principal.ts';

/** The composition root: the only reader of the environment and of the wall clock. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ level: settings.LOG_LEVEL, redact: ['req.headers.cookie', 'req.headers.authorization'], serializers: { err: loggedError } });
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  await database.migrate();
  const wall = () => new Date();
  const demo = await prepareDemo(settings, database, settings.TODAY ?? systemClock(wall).today());
  if (!existsSync(resolve(import.meta.dirname, '../dist/web/index.html'))) await (await import('../web/build.ts')).buildWeb();
  const clock = clockFor(settings.TODAY ?? demo, wall);
  let publish: (turnId: string, events: readonly TurnEvent[]) => void = () => undefined;
  const app = composeApp({ settings, database, clock, log, endpoints: await configuredEndpoints(settings), publish: (turnId, events) => publish(turnId, events) });
  const server = await buildServer({
    log, newId: app.newId, embedOrigins: settings.EMBED_ORIGINS, behindProxy: settings.PUBLIC_ORIGIN !== undefined,
    pingDatabase: async () => (await database.orm.checkConnection()).ok,
    routes: apiRoutes(app.api),
  });
  const sockets = await attachSockets(server, {
    turns: app.turns, authenticate: handshakePrincipal({ principalOfToken: app.api.principalOfToken, embedOrigins: settings.EMBED_ORIGINS, publicOrigin: settings.PUBLIC_ORIGIN }), allowedOrigins: settings.EMBED_ORIGINS, newId: app.newId,
    onUnknownError: (error, requestId) => log.error({ err: error, reqId: requestId }, 'socket message failed'),
  }, settings.REDIS_URL);
  publish = sockets.publish;
  const address = await server.listen({ host: settings.HOST, port: settings.PORT });
  log.info({ address, database: database.kind }, 'listening');
  const jobs = jobRunner({ ...app, settings, log });
  const placer = new LedgerPlacer({ em: database.orm.em, clock, everyMs: 5_000, onFailure: (error) => log.error({ err: error }, 'audit entries could not be placed') });
  placer.start();
  // A firm whose day stands still would have the same night again and again.
  if (settings.JOBS === 'on' || (settings.JOBS === 'auto' && !settings.TODAY && !demo)) await jobs.start();
  if (demo) announce(address, demo);
  closeOnSignal(app, async () => {
    await jobs.stop();
    await sockets.close();
    await server.close();
    await placer.stop();
    await database.close();
  });
}

function announce(address: string, day: string): void {
  process.stdout.write(`
Steward is at ${address}  (demo firm, as of ${day})

Sign in with password "${DEMO_PASSWORD}" as
  client    elena.marchetti@example.com
  advisor   sofia@steward.example
  auditor   auditor@steward.example

`);
}

function closeOnSignal(app: App, close: () => Promise<void>): void {
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    void app.turns.drain(10_000).then(close).then(() => process.exit(0), () => process.exit(1));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.publicMessage}\n${error.hint ?? ''}\n`);
  process.exitCode = 1;
}
