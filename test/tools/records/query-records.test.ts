import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reachOf } from '../../../src/access/compile-reach.ts';
import { CATALOGUE, TABLE_NAMES } from '../../../src/data/records/table-catalogue.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { givenServiceBook, MARK } from '../../support/given-service-book.ts';

let book: Awaited<ReturnType<typeof givenServiceBook>>;
beforeAll(async () => { book = await givenServiceBook(); });
afterAll(() => book.close());

const query = (as: Parameters<typeof book.call>[0], args: unknown) => book.call(as, 'query_records', args);

async function problemOf(call: Promise<unknown>) {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

test('all 71 tables are reachable by an auditor', async () => {
  expect(TABLE_NAMES).toHaveLength(71);
  for (const table of TABLE_NAMES) expect((await query('auditor', { table, limit: 1 })).tables[0]?.key).toBe('records');
});

describe.each(CATALOGUE.map((table) => [table.name, table] as const))('%s', (name, { description, columns }) => {
  const secret = Object.keys(description.schema.meta.properties).filter((column) => description.sensitivityOf(column) === 'secret');

  test('has no secret column, by name or in rows', async () => {
    expect(columns.map((column) => column.name)).not.toEqual(expect.arrayContaining(secret.length > 0 ? secret : ['no such column']));
    for (const column of secret) {
      expect((await problemOf(query('auditor', { table: name, fields: [column] }))).code).toBe('invalid-input');
      expect((await problemOf(query('auditor', { table: name, filters: [{ field: column, op: 'contains', value: 'a' }] }))).code).toBe('invalid-input');
      expect((await problemOf(query('auditor', { table: name, groupBy: [column] }))).code).toBe('invalid-input');
    }
  });

  test.each(['anna', 'advisor'] as const)('shows %s nothing of Bert', async (person) => {
    const found = await query(person, { table: name, fields: columns.filter(({ type }) => type !== 'relation').slice(0, 20).map((column) => column.name) });
    expect(JSON.stringify(found.tables[0]?.rows).toLowerCase()).not.toMatch(new RegExp(`${MARK}|bert`));
  });

  test('gives a role without reach no rows', async () => {
    if (reachOf(description, { userId: 'u-anna', role: 'client', displayName: 'Anna', clientIds: ['anna'] }) !== 'none') return;
    expect((await query('anna', { table: name })).tables[0]).toMatchObject({ rows: [], total: 0 });
  });
});

test('filters, groups, sums and sorts', async () => {
  const counted = await query('auditor', { table: 'ComplianceChecks', groupBy: ['result'], aggregates: [{ fn: 'count' }], orderBy: [{ field: 'count', direction: 'desc' }] });
  expect(counted.tables[0]?.rows).toEqual(expect.arrayContaining([['failed', 2], ['passed', 2]]));
  const joined = await query('auditor', { table: 'SupportTickets', fields: ['number', 'client.fullName'], filters: [{ field: 'client.riskProfile', op: 'eq', value: 'growth' }] });
  expect(joined.tables[0]?.rows).toEqual([[1, 'Anna Keller']]);
  const dated = await query('auditor', { table: 'ETL_Logs', fields: ['job'], filters: [{ field: 'startedAt', op: 'gte', value: '2026-11-23' }] });
  expect(dated.tables[0]?.total).toBe(1);
});

test('a cut list says so and gives the total', async () => {
  const found = await query('auditor', { table: 'Clients', limit: 2 });
  expect(found.tables[0]).toMatchObject({ total: 3 });
  expect(found.tables[0]?.rows).toHaveLength(2);
  expect(found.caveats.join()).toContain('2 of 3');
});

test('an auditor sees personal columns only when they are named', async () => {
  const masked = await query('auditor', { table: 'Clients', filters: [{ field: 'id', op: 'eq', value: 'anna' }] });
  expect(JSON.stringify(masked)).not.toContain('Anna Keller');
  const named = await query('auditor', { table: 'Clients', fields: ['fullName'], filters: [{ field: 'id', op: 'eq', value: 'anna' }] });
  expect(named.tables[0]?.rows).toEqual([['Anna Keller']]);
});

test.each([
  { table: 'Clients', fields: ['nope'] }, { table: 'Clients', filters: [{ field: 'status', op: 'gt', value: [1] }] }, { table: 'Clients', filters: [{ field: 'onboardedOn', op: 'eq', value: 'soon' }] },
  { table: 'Clients', filters: [{ field: 'user.passwordHash', op: 'contains', value: '$' }] }, { table: 'Portfolios', orderBy: [{ field: 'client.taxNumber' }] },
])('refuses %j in our own words', async (args) => {
  const error = await problemOf(query('auditor', args));
  expect(error.code).toBe('invalid-input');
  expect(error.publicMessage).not.toMatch(/select|sqlite|column .* does not exist/i);
});

test('the catalogue leads from a task to tools of the role and tables within reach', async () => {
  const found = await book.call('anna', 'describe_catalogue', { task: 'open a support ticket' });
  expect(found.tables[0]?.rows.map(([name]) => name)).toContain('open_ticket');
  expect(found.tables[1]?.rows.map(([name]) => name)).toContain('SupportTickets');
  const secret = await book.call('anna', 'describe_catalogue', { task: 'audit log entries, password hash' });
  expect(JSON.stringify(secret)).not.toMatch(/passwordHash|AuditLogs|verify_audit_log/);
});
