import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenRow } from '../../support/given-row.ts';
import { ENGINES } from '../../support/databases.ts';
import { givenServiceBook, type Person } from '../../support/given-service-book.ts';
import { LoginAttempt } from '../../../src/entities/system/login-attempt.entity.ts';
import { ToolInvocation } from '../../../src/entities/communication/tool-invocation.entity.ts';

describe.each(ENGINES)('records counted in groups on %s', (engine) => {
  let book: Awaited<ReturnType<typeof givenServiceBook>>;
  beforeAll(async () => {
    book = await givenServiceBook(engine);
    const em = book.database.orm.em.fork();
    // A minute before and after midnight, UTC: a day is that of the moment, wherever the server stands.
    for (const [index, at] of ['2026-11-01T23:59:00Z', '2026-11-02T00:01:00Z', '2026-11-03T12:00:00Z'].entries()) {
      await givenRow(em, LoginAttempt, { user: 'u-anna', email: 'anna@example.com', occurredAt: new Date(at), succeeded: index > 0, ipAddress: index > 0 ? '198.51.100.7' : '198.51.100.8', reason: index > 0 ? null : 'wrong_password' });
    }
    for (const [index, durationMs] of [100, 300].entries()) {
      await givenRow(em, ToolInvocation, { user: 'u-anna', clientId: 'anna', toolName: 'get_risk', toolVersion: '1', effect: 'read', outcome: 'ok', arguments: {}, startedAt: new Date(`2026-09-0${index + 1}T10:00:00Z`), durationMs, round: 1, callIndex: 0 });
    }
  }, 60_000);
  afterAll(() => book.close());

  const tally = async (args: Record<string, unknown>, as: Person = 'auditor') => {
    const { tables, figures } = await book.call(as, 'tally_records', args);
    return { total: figures[0]?.value, rows: tables[0]?.rows };
  };

  test('days are those of the moment in UTC, oldest first', async () => {
    expect(await tally({ kind: 'sign_ins', by: ['day'], period: '2026-11-01..2026-11-03' })).toEqual({ total: 3, rows: [['2026-11-01', 1, 1 / 3], ['2026-11-02', 1, 1 / 3], ['2026-11-03', 1, 1 / 3]] });
  });

  test('weeks begin on Monday, months have their names', async () => {
    expect((await tally({ kind: 'sign_ins', by: ['week'], period: '2026-11-01..2026-11-03' })).rows).toEqual([['2026-10-26', 1, 1 / 3], ['2026-11-02', 2, 2 / 3]]);
    expect((await tally({ kind: 'sign_ins', by: ['month'], period: '2026-11-01..2026-11-03' })).rows).toEqual([['November 2026', 3, 1]]);
  });

  test('the largest group comes first, one state can be asked for alone, and small groups left out', async () => {
    expect((await tally({ kind: 'sign_ins', by: ['outcome', 'address'], period: '2026-11-01..2026-11-03' })).rows).toEqual([['succeeded', '198.51.100.7', 2, 2 / 3], ['failed', '198.51.100.8', 1, 1 / 3]]);
    expect((await tally({ kind: 'sign_ins', by: ['reason'], only: 'failed', period: '2026-11-01..2026-11-03' })).rows).toEqual([['wrong_password', 1, 1]]);
    expect((await tally({ kind: 'sign_ins', by: ['address'], minCount: 2, period: '2026-11-01..2026-11-03' })).rows).toEqual([['198.51.100.7', 2, 2 / 3]]);
  });

  test('people and clients have their names; an average leaves out what was not measured', async () => {
    expect((await tally({ kind: 'tool_calls', by: ['tool', 'client'], client: 'Anna' })).rows).toEqual([['get_risk', 'Anna Keller', 2, 2 / 3, 200], ['get_fees', 'Anna Keller', 1, 1 / 3, null]]);
  });

  test('what a kind of record does not have is refused with what it has', async () => {
    await expect(book.call('auditor', 'tally_records', { kind: 'exports', by: ['severity'] })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(book.call('auditor', 'tally_records', { kind: 'questions', by: ['person'], only: 'failed' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('an advisor counts within reach only: of the calls of a client whom another advises, nothing', async () => {
    const all = await tally({ kind: 'tool_calls', by: ['client'] });
    const own = await tally({ kind: 'tool_calls', by: ['client'] }, 'advisor');
    expect(Number(own.total)).toBeLessThan(Number(all.total));
    expect(JSON.stringify(own.rows)).not.toContain('Bert');
  });
});
