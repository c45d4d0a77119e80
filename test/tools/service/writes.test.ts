import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { givenServiceBook, type Person } from '../../support/given-service-book.ts';

let book: Awaited<ReturnType<typeof givenServiceBook>>;
beforeAll(async () => { book = await givenServiceBook(); });
afterAll(() => book.close());

type Counts = Readonly<Record<string, number>>;

/** Rows of every table, so that a test sees each change wherever it happens. */
async function counts(): Promise<Counts> {
  const em = book.database.orm.em.fork();
  const found: Record<string, number> = {};
  for (const meta of em.getMetadata().getAll().values()) if (!meta.abstract && meta.tableName) found[meta.tableName] = await em.count(meta.class, {});
  return found;
}

function difference(before: Counts, after: Counts): Counts {
  return Object.fromEntries(Object.entries(after).filter(([table, count]) => count !== before[table]).map(([table, count]) => [table, count - (before[table] ?? 0)]));
}

const WRITES: readonly (readonly [as: Person, tool: string, args: Record<string, unknown>, adds: Counts, facts: Record<string, unknown>])[] = [
  ['advisor', 'create_task', { title: 'Call Anna', client: 'Anna Keller', dueOn: '2026-11-27' }, { Tasks: 1 }, { title: 'Call Anna', client: 'Anna Keller', dueOn: '2026-11-27', assignee: 'Dora Lind' }],
  ['anna', 'create_task', { title: 'Call me' }, { Tasks: 1 }, { client: 'Anna Keller', assignee: 'Dora Lind' }],
  ['advisor', 'log_interaction', { client: 'Anna Keller', kind: 'call', occurredOn: '2026-11-23', notes: 'No changes.' }, { AdvisorInteractions: 1 }, { kind: 'call', notes: 'No changes.' }],
  ['advisor', 'add_note', { client: 'Cleo', text: 'Prefers mornings' }, { AdvisorInteractions: 1 }, { client: 'Cleo Brandt', text: 'Prefers mornings' }],
  ['anna', 'open_ticket', { subject: 'Wrong address', body: 'On the statement' }, { SupportTickets: 1 }, { subject: 'Wrong address', body: 'On the statement', priority: 'normal' }],
  ['anna', 'set_notification_preference', { kind: 'price_alert', channel: 'email', enabled: false }, {}, { before: 'on', after: 'off' }],
  ['anna', 'set_notification_preference', { kind: 'report_ready', channel: 'sms', enabled: true }, { NotificationPreferences: 1 }, { before: null, after: 'on' }],
  ['anna', 'set_preference', { key: 'currency', value: 'usd' }, {}, { before: 'EUR', after: 'USD' }],
  ['anna', 'set_preference', { key: 'language', value: 'de' }, { UserPreferences: 1 }, { before: null, after: 'de' }],
  ['advisor', 'add_tag', { tag: 'vip', client: 'Cleo' }, { TagAssignments: 1 }, { tag: 'VIP', before: null, after: 'VIP' }],
  ['advisor', 'add_tag', { tag: 'Golf', portfolio: 'Alpine Growth' }, { Tags: 1, PortfolioTags: 1 }, { after: 'Golf', isNew: true }],
  ['anna', 'request_report', { kind: 'monthly_statement' }, { PortfolioReports: 1 }, { from: '2026-10-01', to: '2026-10-31' }],
  ['auditor', 'export_records', { dataset: 'audit_log', period: '2026-10' }, { DataExportLogs: 1 }, { dataset: 'audit_log', from: '2026-10-01', to: '2026-10-31' }],
  ['auditor', 'export_records', { dataset: 'security_events', period: '2026-11' }, { DataExportLogs: 1 }, { dataset: 'security_events', from: '2026-11-01', to: '2026-11-30' }],
  ['auditor', 'export_records', { dataset: 'sessions', format: 'json' }, { DataExportLogs: 1 }, { dataset: 'sessions', format: 'json' }],
  ['auditor', 'export_records', { dataset: 'changes', period: '2026-10' }, { DataExportLogs: 1 }, { dataset: 'changes' }],
  ['auditor', 'export_records', { dataset: 'errors', period: '2026-11' }, { DataExportLogs: 1 }, { dataset: 'errors' }],
  ['auditor', 'export_records', { dataset: 'flags' }, { DataExportLogs: 1 }, { dataset: 'flags' }],
];

describe.each(WRITES)('%s: %s %j', (as, tool, args, adds, facts) => {
  test('shows first, changes nothing until run, then changes exactly that', async () => {
    const before = await counts();
    const shown = await book.preview(as, tool, args);
    expect(Object.fromEntries(Object.keys(facts).map((key) => [key, shown.facts.find((fact) => fact.key === key)?.value]))).toEqual(facts);
    expect(difference(before, await counts())).toEqual({});
    await book.call(as, tool, args);
    expect(difference(before, await counts())).toEqual(adds);
  });
});

const REFUSED: readonly (readonly [as: Person, tool: string, args: Record<string, unknown>, code: string])[] = [
  ['advisor', 'create_task', { title: 'x', client: 'Bert Olsen' }, 'not-found'], ['advisor', 'create_task', { title: 'x', dueOn: '2026-11-20' }, 'invalid-input'],
  ['advisor', 'log_interaction', { client: 'Bert Olsen', kind: 'call', occurredOn: '2026-11-23', notes: 'x' }, 'not-found'], ['advisor', 'log_interaction', { client: 'Anna Keller', kind: 'call', occurredOn: '2026-03-01', notes: 'x' }, 'invalid-input'],
  ['advisor', 'log_interaction', { client: 'Anna Keller', kind: 'call', occurredOn: '2026-11-24', notes: 'x' }, 'invalid-input'], ['advisor', 'add_note', { client: 'Bert Olsen', text: 'x' }, 'not-found'],
  ['anna', 'open_ticket', { subject: 'x', body: 'y', client: 'Bert Olsen' }, 'not-found'], ['advisor', 'add_tag', { tag: 'x', client: 'Bert Olsen' }, 'not-found'], ['advisor', 'add_tag', { tag: 'VIP', client: 'Anna' }, 'conflict'],
  ['anna', 'set_preference', { key: 'phone', value: '1' }, 'invalid-input'], ['anna', 'set_preference', { key: 'language', value: 'klingon' }, 'invalid-input'], ['anna', 'request_report', { kind: 'performance', portfolio: 'Baltic Income' }, 'not-found'],
  ['auditor', 'export_records', { dataset: 'audit_log', format: 'xlsx' }, 'invalid-input'],
];

test.each(REFUSED)('%s may not: %s %j', async (as, tool, args, code) => {
  const before = await counts();
  for (const attempt of [() => book.preview(as, tool, args), () => book.call(as, tool, args)]) {
    const error: unknown = await attempt().then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe(code); // shown to be one above
  }
  expect(difference(before, await counts())).toEqual({});
});

test('a ticket gets the next number over all tickets, and the advisor', async () => {
  const first = await book.call('anna', 'open_ticket', { subject: 'One', body: 'x' });
  const second = await book.call('cleo', 'open_ticket', { subject: 'Two', body: 'x' });
  const number = (answer: typeof first) => Number(answer.facts.find(({ key }) => key === 'number')?.value);
  expect(number(second)).toBe(number(first) + 1);
  const listed = await book.call('cleo', 'list_tickets');
  expect(listed.tables[0]?.rows[0]).toContain('Dora Lind');
});

test('an export holds the rows of the period, without personal columns', async () => {
  await book.call('auditor', 'export_records', { dataset: 'clients', format: 'csv' });
  const [, content] = [...book.files].find(([name]) => name.startsWith('clients'))!;
  expect(content.split('\r\n')[0]).not.toMatch(/fullName|email|address|taxNumber/);
  expect(content.trimEnd().split('\r\n')).toHaveLength(4);
  expect(content).not.toContain('Anna');
});

test.each(['flags', 'changes', 'errors', 'security_events'])('a client\u2019s file of %s holds no row of what the firm keeps for itself', async (dataset) => {
  const rows = async (as: Person) => Number((await book.preview(as, 'export_records', { dataset })).figures.find(({ key }) => key === 'rowCount')?.value);
  expect(await rows('anna')).toBe(0);
  expect(await rows('auditor')).toBeGreaterThan(0);
});
