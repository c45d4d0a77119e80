import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Principal } from '../../src/access/principal.ts';
import { scopedDbs, SERVICE_PRINCIPAL, type ScopedDbs } from '../../src/access/scoped-dbs.ts';
import { bindPrincipal } from '../../src/access/write-guard.ts';
import { recordTrail, trailHook, trailLeafHash } from '../../src/audit/record-trail.ts';
import { recordAudit } from '../../src/audit/record.ts';
import { sequenceEntries } from '../../src/audit/ledger.ts';
import { bookTransactions, cancelTransaction, correctTransaction } from '../../src/data/transactions/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { ClientPreference } from '../../src/entities/clients/client-preference.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenPortfolio, givenSecurities } from '../data/given-derived.ts';
import { givenClient } from '../support/given-client.ts';
import { GIVEN_AT } from '../support/given-sequence.ts';

const TODAY = isoDate('2026-11-23');
const clock = fixedDayClock(TODAY, () => GIVEN_AT);

describe.each(ENGINES)('changes on %s', (engine) => {
  let database: Database;
  let open: ScopedDbs;
  let clientId: string;
  let ids = 0;
  const tools = { clock, newId: () => `trail-${(ids += 1)}` };
  const advisor = (): Principal => ({ userId: 'u-advisor', role: 'advisor', displayName: 'Dora Advisor', clientIds: [clientId], advisorId: 'dora' });
  const trails = (table: string, key: string) => open(SERVICE_PRINCIPAL).find(AuditTrail, { tableName: table, rowKey: key }, { orderBy: { id: 'asc' } });
  const run = (sql: string) => database.orm.em.fork().getConnection().execute(sql, [], 'run');

  beforeAll(async () => {
    database = await givenDatabase(engine);
    open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined, hooks: [trailHook(tools)] });
    const em = database.orm.em.fork();
    clientId = (await givenClient(em)).id;
    await em.flush();
    await open(SERVICE_PRINCIPAL).transaction(async (writer) => { await writer.update(Client, { id: clientId }, { netWorth: '1000', taxNumber: 'TIN-1' }); });
  });
  afterAll(() => database?.close());

  test('an update keeps each changed field with the value before and after, and who made it', async () => {
    await open(advisor()).transaction(async (writer) => { await writer.update(Client, { id: clientId }, { netWorth: '2500.25', profileReviewedOn: TODAY }); });
    const last = (await trails('Clients', clientId)).at(-1);
    expect(last).toMatchObject({ operation: 'update', clientId, actorId: 'u-advisor', actorRole: 'advisor', occurredAt: clock.now() });
    expect(last?.changes).toEqual([{ field: 'netWorth', before: '1000', after: '2500.25' }, { field: 'profileReviewedOn', before: null, after: '2026-11-23' }]);
    expect(last?.fieldList).toBe(',netWorth,profileReviewedOn,');
  });

  test('secret columns are in no trail', async () => {
    await open(SERVICE_PRINCIPAL).transaction(async (writer) => { await writer.update(Client, { id: clientId }, { taxNumber: 'TIN-2', phone: '+491' }); });
    const all = await open(SERVICE_PRINCIPAL).find(AuditTrail);
    expect(all.length).toBeGreaterThan(1);
    expect(JSON.stringify(all)).not.toContain('TIN-');
    expect((await trails('Clients', clientId)).at(-1)?.changes.map(({ field }) => field)).toEqual(['phone']);
  });

  test('a row that is made and deleted leaves both, and the deletion keeps what it was', async () => {
    await open(advisor()).transaction(async (writer) => {
      await writer.create(ClientPreference, { id: 'pref-1', client: clientId, kind: 'exclude_sector', value: 'Energy', validFrom: TODAY, createdAt: clock.now() });
      await writer.remove(ClientPreference, { id: 'pref-1' });
    });
    const [made, gone] = await trails('ClientPreferences', 'pref-1');
    expect(made).toMatchObject({ operation: 'insert', clientId });
    expect(made?.changes).toContainEqual({ field: 'value', before: null, after: 'Energy' });
    expect(gone).toMatchObject({ operation: 'delete', clientId });
    expect(gone?.changes).toContainEqual({ field: 'value', before: 'Energy', after: null });
    expect(gone?.changes).toContainEqual({ field: 'validFrom', before: '2026-11-23', after: null });
  });

  test('what is rolled back leaves no trail', async () => {
    const before = (await trails('Clients', clientId)).length;
    await expect(open(advisor()).transaction(async (writer) => {
      await writer.update(Client, { id: clientId }, { phone: '+492' });
      throw new Error('stop');
    })).rejects.toThrow('stop');
    expect(await trails('Clients', clientId)).toHaveLength(before);
  });

  const hasOwnHash = (row: AuditTrail | undefined): boolean => {
    const { leafHash, ...rest } = row!;
    return trailLeafHash(rest) === leafHash;
  };

  test('the hash of a stored trail is that of its row', async () => {
    expect(hasOwnHash((await trails('ClientPreferences', 'pref-1'))[0])).toBe(true);
  });

  test('a write that passes the unit of work by leaves the same record', async () => {
    await recordTrail(database.orm.em.fork(), [{ table: 'Portfolios', rowKey: 'p', clientId, operation: 'update', changes: [{ field: 'name', before: 'A', after: 'B' }], reason: 'typo' }], tools);
    expect(await trails('Portfolios', 'p')).toMatchObject([{ reason: 'typo', fieldList: ',name,', actorId: null, actorRole: 'service' }]);
  });

  test('bookings, which are written as sets, leave their trail in the name of whom they are made for', async () => {
    await givenSecurities(database.orm.em.fork(), { ACME: 'USD' });
    await givenPortfolio(database.orm.em.fork(), { id: 'book' });
    const context = { now: clock.now(), today: TODAY, newId: tools.newId };
    const em = database.orm.em.fork();
    bindPrincipal(em as SqlEntityManager, SERVICE_PRINCIPAL, advisor());
    const { ids: [id] } = await bookTransactions(em, [{ portfolioId: 'book', kind: 'deposit', tradeDate: TODAY, currency: 'USD', grossAmount: '100', source: 'test' }], context);
    const corrected = await correctTransaction(em, { transactionId: id!, patch: { grossAmount: '200' } }, context);
    await cancelTransaction(em, corrected, context);
    const [booked, replaced] = await trails('Transactions', id!);
    expect(booked).toMatchObject({ operation: 'insert', actorId: 'u-advisor', actorRole: 'advisor' });
    expect(booked?.changes).toContainEqual({ field: 'grossAmount', before: null, after: '100' });
    expect(hasOwnHash(booked)).toBe(true);
    expect(replaced?.changes).toContainEqual({ field: 'status', before: 'booked', after: 'cancelled' });
    const [made, cancelled] = await trails('Transactions', corrected);
    expect(made?.changes).toEqual(expect.arrayContaining([{ field: 'grossAmount', before: null, after: '200' }, { field: 'supersedes', before: null, after: id }]));
    expect(cancelled).toMatchObject({ operation: 'update', actorId: 'u-advisor' });
    await expect(bookTransactions(em, [{ portfolioId: 'book', kind: 'sell', securityId: 'ACME', quantity: '1', price: '1', tradeDate: TODAY, currency: 'USD', source: 'test', id: 'refused' }], context)).rejects.toThrow(/only 0 are open/);
    expect(await trails('Transactions', 'refused')).toEqual([]);
  });

  test('the trail can be added to and nothing else, whatever the SQL', async () => {
    const before = await open(SERVICE_PRINCIPAL).find(AuditTrail, {}, { orderBy: { id: 'asc' } });
    await expect(run('update AuditTrails set reason = \'other\'')).rejects.toThrow(/append-only/);
    await expect(run('delete from AuditTrails')).rejects.toThrow(/append-only/);
    expect(await open(SERVICE_PRINCIPAL).find(AuditTrail, {}, { orderBy: { id: 'asc' } })).toEqual(before);
  });

  test('an entry of the log gets its place once, loses its personal part, and changes in no other way', async () => {
    const em = database.orm.em.fork();
    recordAudit(em, { actorId: 'u-1', actorRole: 'advisor', event: 'test.done', decision: 'done' }, tools);
    await em.flush();
    await run("update AuditLogs set person_id = person_id, personal_cipher = null");
    expect(await sequenceEntries(database.orm.em.fork(), clock)).toBe(1);
    const [entry] = await open(SERVICE_PRINCIPAL).find(AuditLog);
    expect(entry?.sequence).toBe(0);
    for (const change of ['sequence = 7', 'sequence = null, sequenced_at = null', "event = 'test.other'", "actor_id = 'u-2'", "leaf_hash = 'x'", "personal_cipher = 'new'", "detail = '{}'"]) {
      await expect(run(`update AuditLogs set ${change}`), change).rejects.toThrow(/append-only/);
    }
    await expect(run('delete from AuditLogs')).rejects.toThrow(/append-only/);
    expect(await open(SERVICE_PRINCIPAL).find(AuditLog)).toEqual([entry]);
  });
});
