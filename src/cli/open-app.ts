import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { resolvePrincipal } from '../access/resolve-principal.ts';
import type { Principal } from '../access/principal.ts';
import type { ModelEndpoint } from '../agent/model-endpoint.ts';
import { composeApp, type App } from '../compose.ts';
import type { Settings } from '../config.ts';
import type { TurnEvent } from '../contract/turn-event.ts';
import { openDatabase } from '../db/open-database.ts';
import { firmIsEmpty, seedWithProgress } from '../demo/first-start.ts';
import { User } from '../entities/clients/user.entity.ts';
import { isoDate } from '../shared/calendar.ts';
import { fixedDayClock, systemClock, type Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

/** The application without a server, for the command line. An empty embedded database is filled with the demo firm first. */
export async function openApp(settings: Settings, publish: (turnId: string, events: readonly TurnEvent[]) => void, endpoints?: readonly ModelEndpoint[]): Promise<App> {
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  await database.migrate();
  const marker = join(settings.DATA_DIR, 'demo-day');
  if (!settings.DATABASE_URL && settings.DEMO === 'auto' && !existsSync(marker) && (await firmIsEmpty(database))) {
    const today = settings.TODAY ?? systemClock(() => new Date()).today();
    await seedWithProgress(database, today);
    writeFileSync(marker, `${today}\n`);
  }
  const clock = commandClock(settings, existsSync(marker) ? readFileSync(marker, 'utf8').trim() : undefined);
  const log = pino({ level: settings.LOG_LEVEL === 'info' ? 'error' : settings.LOG_LEVEL }, pino.destination(2));
  return composeApp({ settings, database, clock, log, publish, ...(endpoints ? { endpoints } : {}) });
}

function commandClock(settings: Settings, demoDay: string | undefined): Clock {
  const wall = () => new Date();
  const fixed = settings.TODAY ?? (demoDay ? isoDate(demoDay) : undefined);
  return fixed ? fixedDayClock(fixed, wall) : systemClock(wall);
}

/** Who an e-mail address signs in as. The command line belongs to the firm's operators: it needs no password. */
export async function principalByEmail(app: App, email: string): Promise<Principal> {
  const em = app.database.orm.em.fork();
  const user = await em.findOne(User, { email: email.trim().toLowerCase() });
  const principal = user ? await resolvePrincipal(em, user.id, app.clock.today()) : undefined;
  if (!principal) throw new AppError('not-found', `Nobody signs in as ${email}.`, { hint: 'Use the e-mail address of a client, an advisor or an auditor; the demo firm has elena.marchetti@steward.example.' });
  return principal;
}
