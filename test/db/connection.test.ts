import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { createConnection, type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retriedTransaction, retryConflicts } from '../../src/data/retry-conflicts.ts';
import { openDatabase, type Database } from '../../src/db/open-database.ts';
import { parseServerUrl } from '../../src/db/server-url.ts';
import { AppError } from '../../src/shared/errors.ts';
import { ENGINES, freshMariaDb } from '../support/databases.ts';

const LOST = /closed|lost|ended by the other party|ECONNRESET|killed/i;

describe('the database URL', () => {
  test('its options reach the pool and the encryption', () => {
    const server = parseServerUrl('mariadb://ann:p%40ss@db.example:3307/firm?ssl=true&ssl_verify=false&pool_max=4&connect_timeout_ms=700');
    expect(server).toEqual({
      host: 'db.example', port: 3307, user: 'ann', password: 'p@ss', dbName: 'firm', tls: { rejectUnauthorized: false }, poolMax: 4, connectTimeoutMs: 700,
    });
    expect(parseServerUrl('mysql://ann@db/firm')).toMatchObject({ port: 3306, poolMax: 10 });
    expect(parseServerUrl('mysql://ann@db/firm')).not.toHaveProperty('tls');
    expect(parseServerUrl('mysql://ann@db/firm?ssl=true').tls).toEqual({ rejectUnauthorized: true });
  });

  test.each([
    ['no url at all s3cret', 'not a URL'],
    ['postgres://ann:s3cret@db/firm', 'scheme'],
    ['mysql://ann:s3cret@db', 'no database'],
    ['mysql://ann:s3cret@db/firm?pool_max=many', 'pool_max'],
    ['mysql://ann:s3cret@db/firm?pool_max=0', 'pool_max'],
    ['mysql://ann:s3cret@db/firm?connect_timeout_ms=-1', 'connect_timeout_ms'],
    ['mysql://ann:s3cret%@db/firm', 'password'],
    ['mysql://ann:s3cret@db/firm?ssl=perhaps', 'ssl'],
    ['mysql://ann:s3cret@db/firm?ssl_ca=/there/is/no/such.pem', 'ssl_ca'],
    ['mysql://ann:s3cret@db/firm?poolmax=3', 'poolmax'],
  ])('a wrong one is refused by the part that is wrong, and the password is not repeated: %s', (url, part) => {
    const error = errorOf(() => parseServerUrl(url));
    expect(error).toMatchObject({ code: 'invalid-input', publicMessage: expect.stringContaining(part) });
    expect(`${error.publicMessage} ${error.hint}`).not.toContain('s3cret');
  });
});

test('what is no conflict is thrown at once, and a conflict that does not end is thrown after five attempts', async () => {
  let runs = 0;
  const failing = (errno: number) => async () => {
    runs += 1;
    throw Object.assign(new Error('refused'), { errno });
  };
  await expect(retryConflicts(failing(1062), async () => undefined)).rejects.toThrow('refused');
  expect(runs).toBe(1);
  const pauses: number[] = [];
  await expect(retryConflicts(failing(1213), async (ms) => pauses.push(ms))).rejects.toThrow('refused');
  expect([runs, pauses]).toEqual([6, [10, 20, 40, 80]]);
});

describe.runIf(ENGINES.includes('mariadb'))('on MariaDB', () => {
  let database: Database;
  let other: Connection;

  beforeAll(async () => {
    const url = await freshMariaDb();
    other = await createConnection(url);
    database = await openDatabase({ url: `${url}?pool_max=3`, file: '' });
    await other.query('create table counters (id int primary key, n int not null) engine = innodb');
    await other.query('insert into counters values (1, 0), (2, 0)');
  });
  afterAll(async () => {
    await database.close();
    await other.end();
  });

  const execute = (em: EntityManager, sql: string) => (em as SqlEntityManager).execute(sql); // both engines are SQL
  const run = (sql: string) => execute(database.orm.em.fork(), sql);
  const counters = async () => (await run('select n from counters order by id')).map(({ n }) => n);

  async function killPool(): Promise<number> {
    const [rows] = await other.query('select id from information_schema.processlist where db = database() and id <> connection_id()');
    const ids = (rows as { id: number }[]).map(({ id }) => id);
    for (const id of ids) await other.query(`kill ${id}`);
    return ids.length;
  }

  test('a connection lost in the middle of a query is an error to its caller, and the next query works by itself', async () => {
    const hanging = run('select sleep(20)').catch((error: unknown) => error);
    await sleep(200);
    expect(await killPool()).toBeGreaterThan(0);
    expect(String(await hanging)).toMatch(LOST);
    expect(await run('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('connections lost while idle are replaced', async () => {
    await Promise.all([run('select sleep(0.1)'), run('select sleep(0.1)'), run('select sleep(0.1)')]);
    expect(await killPool()).toBe(3);
    await sleep(50); // the server closes them a moment after it said so
    for (let query = 0; query < 4; query += 1) expect(await run('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a connection lost inside a transaction loses the whole transaction, and nothing of it remains', async () => {
    const before = await counters();
    await expect(database.orm.em.fork().transactional(async (tx) => {
      await execute(tx, 'update counters set n = n + 100 where id = 1');
      await killPool();
      await execute(tx, 'update counters set n = n + 100 where id = 2');
    })).rejects.toThrow(LOST);
    expect(await counters()).toEqual(before);
  });

  test('of two transactions in a deadlock the one that loses runs again, and both are done', async () => {
    const before = (await counters()).map(Number);
    let [runs, held] = [0, 0];
    let waiting: (() => void) | undefined;
    const bothHoldOne = new Promise<void>((resolve) => { waiting = resolve; });
    const unit = (first: number, second: number) => retriedTransaction(database.orm.em.fork(), async (tx) => {
      runs += 1;
      await execute(tx, `update counters set n = n + 1 where id = ${first}`);
      held += 1;
      if (held === 2) waiting?.();
      await bothHoldOne;
      await execute(tx, `update counters set n = n + 1 where id = ${second}`);
    });
    await Promise.all([unit(1, 2), unit(2, 1)]);
    expect(runs).toBe(3);
    expect(await counters()).toEqual(before.map((n) => n + 2));
  });

  test('a transaction that waited too long for a lock runs again', async () => {
    const before = (await counters()).map(Number);
    await other.query('begin');
    await other.query('update counters set n = n where id = 1');
    let runs = 0;
    await retriedTransaction(database.orm.em.fork(), async (tx) => {
      runs += 1;
      await execute(tx, 'set innodb_lock_wait_timeout = 1');
      if (runs === 2) await other.query('commit');
      await execute(tx, 'update counters set n = n + 1 where id = 1');
    });
    expect(runs).toBe(2);
    expect(await counters()).toEqual([before[0]! + 1, before[1]]);
  });

  test('each connection of the pool plans long lists by the statistics', async () => {
    const limit = 'select @@session.eq_range_index_dive_limit as dives, sleep(0.1) as busy';
    const all = await Promise.all([run(limit), run(limit), run(limit)]);
    expect(all.flat().map(({ dives }) => Number(dives))).toEqual([10, 10, 10]);
  });
});

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
