import { afterAll, beforeAll, expect, test } from 'vitest';
import { AiInsight } from '../../../src/entities/analytics/ai-insight.entity.ts';
import { AuditLog } from '../../../src/entities/compliance/audit-log.entity.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fixedDayClock } from '../../../src/shared/clock.ts';
import { findInsightsTool } from '../../../tools/book/find-insights.tool.ts';
import { handleInsightTool } from '../../../tools/book/handle-insight.tool.ts';
import { givenServiceBook, SERVICE_DAY, type Person } from '../../support/given-service-book.ts';
import { givenRow } from '../../support/given-row.ts';
import { GIVEN_AT, nextNumber } from '../../support/given-sequence.ts';

const ANNAS = '01900000-0000-7000-8000-0000000000a1';
const BERTS = '01900000-0000-7000-8000-0000000000b1';
const MISSING = '01900000-0000-7000-8000-0000000000c1';

let book: Awaited<ReturnType<typeof givenServiceBook>>;
beforeAll(async () => {
  book = await givenServiceBook();
  const em = book.database.orm.em.fork();
  for (const [id, client, model] of [[ANNAS, 'anna', 'm-1'], [BERTS, 'bert', 'm-2']] as const) {
    await givenRow(em, AiInsight, { id, client, portfolio: `p-${client}`, kind: 'idle_cash', severity: 'low', title: 'Cash lies idle', detail: 'Much of it', figures: [], modelVersion: model, dataAsOf: SERVICE_DAY, detectedAt: GIVEN_AT, status: 'open', sharedAt: null });
  }
});
afterAll(() => book.close());

const contextOf = (as: Person) => {
  const db = book.scope(as);
  return { db, principal: db.principal, clock: fixedDayClock(SERVICE_DAY, () => GIVEN_AT), newId: () => `made-${nextNumber()}`, modelVersionLabel: 'test', modelVersion: async () => 'm-1' };
};
const handle = (as: Person, insightId: string, act: 'share' | 'unshare' | 'acknowledge' | 'dismiss', reason?: string) => handleInsightTool.run({ insightId, act, ...(reason === undefined ? {} : { reason }) }, contextOf(as));
const problemOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'none', (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.publicMessage}` : String(error)));
const titles = async (as: Person): Promise<unknown[]> => (await book.call(as, 'list_insights', {})).tables[0]!.rows.map((row) => row[0]);

test('a client sees an insight from the moment it is shared, and no longer when it is taken back', async () => {
  expect(await titles('anna')).not.toContain('Cash lies idle');
  const shown = await handleInsightTool.preview({ insightId: ANNAS, act: 'share' }, contextOf('advisor'));
  expect(Object.fromEntries(shown.facts.map(({ key, value }) => [key, value]))).toMatchObject({ insight: 'Cash lies idle', client: 'Anna Keller', before: 'open, staff only', after: 'the client sees it' });
  expect(await titles('anna')).not.toContain('Cash lies idle');
  await handle('advisor', ANNAS, 'share');
  expect(await titles('anna')).toContain('Cash lies idle');
  expect(await book.database.orm.em.fork().find(AuditLog, { event: 'insight.shared' })).toMatchObject([{ actorId: 'u-dora', objectId: ANNAS, clientId: 'anna' }]);
  await handle('advisor', ANNAS, 'unshare');
  expect(await titles('anna')).not.toContain('Cash lies idle');
});

test('an approval is of the insight as it stood: what a nightly run changed meanwhile is not shared by it', async () => {
  const em = book.database.orm.em.fork();
  const { version } = await em.findOneOrFail(AiInsight, { id: ANNAS });
  const bound = await handleInsightTool.bind!({ insightId: ANNAS, act: 'share', version: version + 7 }, contextOf('advisor'));
  expect(bound.version).toBe(version);
  await em.nativeUpdate(AiInsight, { id: ANNAS }, { title: 'Very much cash lies idle', version: version + 1 });
  expect(await problemOf(handleInsightTool.run(bound, contextOf('advisor')))).toMatch(/^conflict/);
  expect((await book.database.orm.em.fork().findOneOrFail(AiInsight, { id: ANNAS })).sharedAt ?? null).toBeNull();
});

test('another advisor\u2019s insight looks exactly like a missing one, shown or handled', async () => {
  for (const work of [(id: string) => handle('advisor', id, 'share'), (id: string) => handleInsightTool.preview({ insightId: id, act: 'dismiss' }, contextOf('advisor'))]) {
    expect(await problemOf(work(BERTS))).toBe(await problemOf(work(MISSING)));
    expect(await problemOf(work(BERTS))).toContain('not-found');
  }
  expect(await book.database.orm.em.fork().findOneOrFail(AiInsight, { id: BERTS })).toMatchObject({ status: 'open', sharedAt: null });
});

test('an insight is acknowledged, then dismissed with a reason, and not twice', async () => {
  await handle('advisor', ANNAS, 'acknowledge');
  expect(await problemOf(handle('advisor', ANNAS, 'acknowledge'))).toBe('conflict: It is acknowledged.');
  await handle('advisor', ANNAS, 'dismiss', 'Kept for a purchase');
  expect(await book.database.orm.em.fork().findOneOrFail(AiInsight, { id: ANNAS })).toMatchObject({ status: 'dismissed', statusReason: 'Kept for a purchase', handledBy: { id: 'u-dora' }, handledAt: GIVEN_AT });
  expect(await problemOf(handle('advisor', ANNAS, 'share'))).toBe('conflict: It was dismissed.');
});

test('looking at an own client stores what stands out and shares none of it; a client without anything gets an empty list that says so', async () => {
  const found = await findInsightsTool.run({ client: 'Anna Keller' }, contextOf('advisor'));
  const rows = await book.database.orm.em.fork().find(AiInsight, { client: 'anna' });
  expect(found.figures.find(({ key }) => key === 'count')!.value).toBe(rows.filter(({ status }) => status === 'open' || status === 'acknowledged').length);
  expect(rows.every(({ sharedAt }) => !sharedAt)).toBe(true);
  const nothing = await findInsightsTool.run({ client: 'Cleo Brandt' }, contextOf('advisor'));
  expect([nothing.tables[0]!.total, nothing.caveats]).toEqual([0, ['Nothing stands out today.']]);
});

test('looking at somebody else\u2019s client is refused like a name that does not exist, and stores nothing', async () => {
  const before = await book.database.orm.em.fork().count(AiInsight, {});
  expect(await problemOf(findInsightsTool.run({ client: 'Bert Olsen' }, contextOf('advisor')))).toMatch(/^not-found/);
  expect(await book.database.orm.em.fork().count(AiInsight, {})).toBe(before);
});
