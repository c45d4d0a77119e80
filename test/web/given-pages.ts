import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { attachSockets } from '../../src/socket/attach-sockets.ts';
import { handshakePrincipal } from '../../src/socket/handshake-principal.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { hashPassword } from '../../src/access/password.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import { apiRoutes } from '../../src/http/api-routes.ts';
import { buildServer } from '../../src/server.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { givenDatabase } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { GIVEN_AT } from '../support/given-sequence.ts';
import { PASSWORD, WIDGET_KEY } from '../support/given-server.ts';
import { givenUser } from '../support/given-user.ts';

/** The real server with its sockets on a loopback port, one client with a login, and a firm's site at another origin that may embed the widget. */
export async function givenPages() {
  const database = await givenDatabase('sqlite');
  const site = await givenSite();
  const clock = fixedDayClock(isoDate('2026-11-23'), () => new Date(GIVEN_AT.getTime() + performance.now()));
  const log = pino({ level: 'silent' });
  let publish: (turnId: string, events: readonly TurnEvent[]) => void = () => undefined;
  const app = composeApp({ settings: readSettings({ SESSION_SECRET: 's'.repeat(32), WIDGET_KEY }), database, clock, log, publish: (turnId, events) => publish(turnId, events) });
  const server = await buildServer({ log, newId: app.newId, embedOrigins: [site.origin], behindProxy: false, pingDatabase: async () => true, routes: apiRoutes(app.api) });
  const sockets = await attachSockets(server, {
    turns: app.turns, newId: app.newId, allowedOrigins: [site.origin], onUnknownError: (error) => { throw error; },
    authenticate: handshakePrincipal({ principalOfToken: app.api.principalOfToken, embedOrigins: [site.origin], publicOrigin: undefined }),
  }, undefined);
  publish = sockets.publish;
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const em = database.orm.em.fork();
  const user = await givenUser(em, { passwordHash: await hashPassword(PASSWORD) });
  await givenClient(em, { user });
  return {
    address, site, database, app, server, user,
    /** A widget token, as the firm's back end gets it. */
    widgetToken: async () => {
      const response = await server.inject({ method: 'POST', url: '/api/widget-token', headers: { 'x-widget-key': WIDGET_KEY }, payload: { clientEmail: user.email } });
      return response.json<{ token: string }>().token;
    },
    close: async () => {
      await server.close();
      await site.close();
      await database.close();
    },
  };
}

/** A page server of another origin; what it serves is set by the test. */
async function givenSite() {
  let html = '';
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  // By name: another origin than the server's, which is reached by number.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    serve: (page: string) => { html = page; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
