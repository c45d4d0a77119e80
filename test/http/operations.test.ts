import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { buildServer } from '../../src/server.ts';
import { loggedError } from '../../src/log-error.ts';
import type { Database } from '../../src/db/open-database.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenUser } from '../support/given-user.ts';

const EMAIL = 'anna.personal@example.com';

describe.each(ENGINES)('a server on %s', (engine) => {
  let database: Database;
  const lines: string[] = [];
  const log = pino({ serializers: { err: loggedError } }, new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } }));
  const given = async () => {
    database = await givenDatabase(engine);
    let made = 0;
    return buildServer({
      log, newId: () => `request-${(made += 1)}`, embedOrigins: [], behindProxy: false, pingDatabase: async () => (await database.orm.checkConnection()).ok,
      routes: (app) => {
        app.post('/api/users/:email', async () => {
          for (let time = 0; time < 2; time += 1) await givenUser(database.orm.em.fork(), { email: EMAIL });
        });
      },
    });
  };
  afterAll(() => database.close());

  test('live says that the process answers, ready that the database does; the log has request ids and no personal data', async () => {
    const server = await given();
    expect((await server.inject('/health/live')).statusCode).toBe(200);
    expect((await server.inject('/health/ready')).json()).toEqual({ status: 'ready' });
    // A unique key is broken: the driver's message names the value.
    const failed = await server.inject({ method: 'POST', url: `/api/users/${EMAIL}?email=${EMAIL}`, headers: { cookie: `steward_session=${EMAIL}`, authorization: `Bearer ${EMAIL}` } });
    expect(failed.statusCode).toBe(500);
    expect(failed.body).not.toContain(EMAIL);
    await database.orm.close(true);
    expect((await server.inject('/health/live')).statusCode).toBe(200);
    expect((await server.inject('/health/ready')).statusCode).toBe(503);
    const entries = lines.map((line) => JSON.parse(line) as { reqId?: string; route?: string; msg: string; err?: { type: string } });
    expect(entries.filter(({ msg }) => msg === 'request').map(({ reqId, route }) => [reqId, route])).toContainEqual([failed.json<{ requestId: string }>().requestId, '/api/users/:email']);
    expect(entries.find(({ msg }) => msg === 'request failed')?.err).toMatchObject({ type: 'UniqueConstraintViolationException', message: 'database error' });
    expect(lines.join('')).not.toContain('anna');
    await server.close();
  }, 120_000);
});
