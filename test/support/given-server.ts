import { pino } from 'pino';
import { hashPassword } from '../../src/access/password.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import { SESSION_COOKIE } from '../../src/contract/http-api.ts';
import { apiRoutes } from '../../src/http/api-routes.ts';
import { buildServer } from '../../src/server.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { givenDatabase } from './databases.ts';
import { givenClient } from './given-client.ts';
import { GIVEN_AT } from './given-sequence.ts';
import { givenUser } from './given-user.ts';

export const PASSWORD = 'correct horse battery staple';
export const WIDGET_KEY = 'w'.repeat(32);

/** The whole server on a fresh database with the offline model. Two clients, each with a login. */
export async function givenServer(engine: 'sqlite' | 'mariadb' = 'sqlite') {
  const database = await givenDatabase(engine);
  const clock = fixedDayClock(isoDate('2026-11-23'), () => new Date(GIVEN_AT.getTime() + performance.now()));
  const log = pino({ level: 'silent' });
  const app = composeApp({ settings: readSettings({ SESSION_SECRET: 's'.repeat(32), WIDGET_KEY }), database, clock, log, publish: () => undefined });
  const server = await buildServer({ log, newId: app.newId, embedOrigins: [], behindProxy: false, pingDatabase: async () => (await database.orm.checkConnection()).ok, routes: apiRoutes(app.api) });
  await server.ready();
  const em = database.orm.em.fork();
  const passwordHash = await hashPassword(PASSWORD);
  const [anna, bert] = [await givenUser(em, { passwordHash }), await givenUser(em, { passwordHash })];
  const clients = [await givenClient(em, { user: anna }), await givenClient(em, { user: bert })];

  /** Signs in as the pages do: the cookie's value, and the token that changes must carry. */
  async function signIn(email: string) {
    const response = await server.inject({ method: 'POST', url: '/api/session', payload: { email, password: PASSWORD } });
    const token = response.cookies.find((cookie) => cookie.name === SESSION_COOKIE)?.value ?? '';
    const csrf = response.json<{ csrfToken: string }>().csrfToken;
    return { token, csrf, cookies: { [SESSION_COOKIE]: token }, headers: { 'x-csrf-token': csrf } };
  }
  return {
    app, server, database, anna, bert, clients, signIn,
    close: async () => { await server.close(); await database.close(); },
  };
}

/** Events of a server-sent stream, in order. */
export function readEvents(body: string): { readonly type: string; readonly seq: number; readonly [field: string]: unknown }[] {
  return body.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)) as { type: string; seq: number });
}
