import { join } from 'node:path';
import { pino } from 'pino';
import { resolvePrincipal } from '../access/resolve-principal.ts';
import type { Principal } from '../access/principal.ts';
import { configuredEndpoints } from '../agent/configured-endpoints.ts';
import type { ModelEndpoint } from '../agent/model-endpoint.ts';
import { composeApp, type App } from '../compose.ts';
import type { Settings } from '../config.ts';
import type { TurnEvent } from '../contract/turn-event.ts';
import { openDatabase } from '../db/open-database.ts';
import { prepareDemo } from '../demo/prepare-demo.ts';
import { User } from '../entities/clients/user.entity.ts';
import { loggedError } from '../log-error.ts';
import { clockFor, systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

/** The application without a server, for the command line. An empty embedded database is filled with the demo firm first. */
export async function openApp(settings: Settings, publish: (turnId: string, events: readonly TurnEvent[]) => void, endpoints?: readonly ModelEndpoint[]): Promise<App> {
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  await database.migrate();
  const wall = () => new Date();
  const demoDay = await prepareDemo(settings, database, settings.TODAY ?? systemClock(wall).today());
  const clock = clockFor(settings.TODAY ?? demoDay, wall);
  const log = pino({ level: settings.LOG_LEVEL === 'info' ? 'error' : settings.LOG_LEVEL, serializers: { err: loggedError } }, pino.destination(2));
  return composeApp({ settings, database, clock, log, publish, endpoints: endpoints ?? await configuredEndpoints(settings) });
}

/** Who an e-mail address signs in as. The command line belongs to the firm's operators: it needs no password. */
export async function principalByEmail(app: App, email: string): Promise<Principal> {
  const em = app.database.orm.em.fork();
  const user = await em.findOne(User, { email: email.trim().toLowerCase() });
  const principal = user ? await resolvePrincipal(em, user.id, app.clock.today()) : undefined;
  if (!principal) throw new AppError('not-found', `Nobody signs in as ${email}.`, { hint: 'Use the e-mail address of a client, an advisor or an auditor; the demo firm has elena.marchetti@example.com.' });
  return principal;
}
