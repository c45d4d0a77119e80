import type { SqlEntityManager } from '@mikro-orm/sql';
import { describe, expect, test } from 'vitest';
import { actAsService } from '../../src/access/act-as-service.ts';
import type { Denial } from '../../src/access/denial.ts';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import { bindPrincipal, type RowChange } from '../../src/access/write-guard.ts';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { Tag } from '../../src/entities/tagging/tag.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenAdvisor, givenAssignment } from '../support/given-advisor.ts';
import { givenClient } from '../support/given-client.ts';
import { givenPortfolio } from '../support/given-portfolio.ts';
import { requiredValues } from '../support/given-row.ts';

const TODAY = isoDate('2026-11-23');

async function givenTwoBooks(engine: 'sqlite' | 'mariadb') {
  const database = await givenDatabase(engine);
  const em = database.orm.em as SqlEntityManager;
  const denials: Denial[] = [];
  const changes: RowChange[] = [];
  const open = scopedDbs({ em, onDenied: async (denial) => void denials.push(denial), hooks: [async (change) => void changes.push(change)] });
  const fork = em.fork();
  const [mine, theirs] = [await givenClient(fork), await givenClient(fork)];
  const [advisor, colleague] = [await givenAdvisor(fork), await givenAdvisor(fork)];
  await givenAssignment(fork, advisor, mine);
  await givenAssignment(fork, colleague, theirs);
  const [own, other] = [await givenPortfolio(fork, mine), await givenPortfolio(fork, theirs)];
  const principal = (await resolvePrincipal(em.fork(), advisor.user!.id, TODAY))!;
  const bound = em.fork();
  bindPrincipal(bound, principal);
  changes.length = 0;
  return { database, em, denials, changes, open, mine, theirs, own, other, principal, bound, advisor };
}

describe.each(ENGINES)('on %s', (engine) => {
  test('a flush with a bound entity manager changes no foreign row, however the row was got hold of', async () => {
    const { database, em, mine, theirs, own, other, bound } = await givenTwoBooks(engine);
    const attempts: readonly (() => Promise<unknown>)[] = [
      async () => { bound.getReference(Portfolio, other.id).name = 'taken'; await bound.flush(); },
      async () => { (await bound.findOneOrFail(Portfolio, other.id)).name = 'taken'; await bound.flush(); },
      async () => { (await bound.findOneOrFail(Portfolio, own.id)).client = bound.getReference(Client, theirs.id); await bound.flush(); },
      async () => { (await bound.findOneOrFail(Portfolio, other.id)).client = bound.getReference(Client, mine.id); await bound.flush(); },
      async () => { bound.remove(bound.getReference(Portfolio, other.id)); await bound.flush(); },
      async () => { bound.persist(bound.create(Portfolio, { ...requiredValues(bound.getMetadata().get(Portfolio) as never, 900), client: theirs.id } as never)); await bound.flush(); },
      async () => bound.transactional(async (tx) => { tx.getReference(Portfolio, other.id).name = 'taken'; }),
      async () => bound.upsert(Portfolio, { ...requiredValues(bound.getMetadata().get(Portfolio) as never, 901), id: other.id, client: mine.id } as never),
    ];
    const rows = async () => JSON.stringify(await em.fork().find(Portfolio, {}, { orderBy: { id: 'asc' } }));
    const before = await rows();
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toThrow(/There is no such|never both at once/);
      bound.clear();
    }
    expect(await rows()).toBe(before);
    await database.close();
  });

  test('a denied write undoes the whole transaction, is reported once afterwards, and reads like a missing row', async () => {
    const { database, open, own, other, denials, principal } = await givenTwoBooks(engine);
    const db = open(principal);
    const rename = (id: string) => db.transaction(async (tx) => {
      await tx.update(Portfolio, own.id, { name: 'renamed' });
      await tx.update(Portfolio, id, { name: 'taken' });
    });
    const foreign = await rename(other.id).catch((error: unknown) => error);
    const absent = await rename('absent').catch((error: unknown) => error);
    expect(foreign).toBeInstanceOf(Error);
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(absent));
    expect((foreign as Error).message).toBe((absent as Error).message);
    expect((await db.findOneOrNotFound(Portfolio, own.id)).name).toBe(own.name);
    expect(denials.map(({ entity, operation, key }) => ({ entity, operation, key }))).toEqual([{ entity: 'Portfolio', operation: 'update', key: other.id }]);
    await database.close();
  });

  test('conditions, order and groups are no oracle for secret columns or foreign rows', async () => {
    const { database, open, principal, mine, theirs } = await givenTwoBooks(engine);
    const db = open(principal);
    await expect(db.find(User, { passwordHash: { $like: 'a%' } })).rejects.toThrow('has no column');
    await expect(db.find(Client, { user: { personalKey: null } })).rejects.toThrow('has no column');
    await expect(db.find(Client, {}, { orderBy: { taxNumber: 'asc' } })).rejects.toThrow('has no column');
    await expect(db.find(Client, {}, { orderBy: { user: { email: 'asc' } } })).rejects.toThrow('cannot be sorted');
    await expect(db.aggregate({ entity: Client, groupBy: ['user.email'], aggregates: {} })).rejects.toThrow('cannot be sorted or grouped');
    await expect(db.aggregate({ entity: Client, aggregates: { t: { fn: 'max', of: 'taxNumber' } } })).rejects.toThrow('has no column');
    // The login of a client is out of an advisor's reach: its columns match nothing.
    expect(await db.find(Client, { user: { email: mine.user!.email } })).toEqual([]);
    expect(await db.find(Client, { $or: [{ id: mine.id }, { id: theirs.id }] }, { fields: ['id'] })).toEqual([{ id: mine.id }]);
    expect(await db.find(Client, { $not: { id: mine.id } })).toEqual([]);
    await expect(db.find(Portfolio, { client: undefined } as never)).rejects.toThrow('compared only');
    await database.close();
  });

  test('a change is told to the hooks inside its transaction, with the person as actor also when the service wrote it', async () => {
    const { database, open, own, changes, principal } = await givenTwoBooks(engine);
    await open(principal).transaction(async (tx) => {
      await tx.update(Portfolio, own.id, { name: 'renamed' }, { expectedVersion: 1 });
      await actAsService(tx).create(Tag, requiredValues(database.orm.em.getMetadata().get(Tag) as never, 77) as never);
    });
    expect(changes.map(({ table, operation, actor }) => ({ table, operation, actor: actor?.userId }))).toEqual([
      { table: 'Portfolios', operation: 'update', actor: principal.userId },
      { table: 'Tags', operation: 'create', actor: principal.userId },
    ]);
    expect(changes[0]?.before?.['name']).toBe(own.name);
    await expect(open(principal).transaction((tx) => tx.update(Portfolio, own.id, { name: 'late' }, { expectedVersion: 1 }))).rejects.toMatchObject({ code: 'conflict' });
    await database.close();
  });

  test('an assignment counts on its first and last day and on no other', async () => {
    const { database, em, advisor, theirs } = await givenTwoBooks(engine);
    await givenAssignment(em.fork(), advisor, theirs, { startsOn: isoDate('2026-12-01'), endsOn: isoDate('2026-12-03') });
    const reach = async (day: string) => (await resolvePrincipal(em.fork(), advisor.user!.id, isoDate(day)))!.clientIds.includes(theirs.id);
    expect([await reach('2026-11-30'), await reach('2026-12-01'), await reach('2026-12-03'), await reach('2026-12-04')]).toEqual([false, true, true, false]);
    await database.close();
  });
});
