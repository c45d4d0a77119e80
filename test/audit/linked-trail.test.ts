import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callDirectly } from '../../src/conversation/direct-tools.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { ENGINES } from '../support/databases.ts';
import { givenAdvised, type Advised } from '../advice/given-advised.ts';

describe.each(ENGINES)('what caused a change, on %s', (engine) => {
  let book: Advised;
  beforeAll(async () => { book = await givenAdvised(engine); });
  afterAll(() => book?.close());

  const trails = async (tableName: string) => book.em().find(AuditTrail, { tableName }, { orderBy: { id: 'asc' } });
  const entryOf = async (trail: AuditTrail | undefined) => book.em().findOneOrFail(AuditLog, { id: trail?.auditLogId ?? 'none' });

  test('an approved write is put down to the decision of the person, and to the request that brought it', async () => {
    const dora = await book.principal('dora');
    const args = { client: 'Anna Keller', kind: 'call', occurredOn: '2026-11-20', notes: 'Spoke about the bonds.' };
    const prepared = await callDirectly(book.app.turns.deps, dora, { callId: 'c-1', name: 'log_interaction', argumentsText: JSON.stringify(args), requestId: 'request-1' });
    await settleByCard(book.app.turns.deps, dora, { invocationId: prepared.approval!.invocationId, argumentsHash: prepared.approval!.argumentsHash, decision: 'approve' }, 'request-2');
    const [made, ...others] = await trails('AdvisorInteractions');
    expect([made?.operation, made?.requestId, others]).toEqual(['insert', 'request-2', []]);
    expect(await entryOf(made)).toMatchObject({ event: 'approval.given', toolName: 'log_interaction', objectId: prepared.approval!.invocationId, requestId: 'request-2', actorId: 'u-dora' });
    expect((await book.em().findOneOrFail(AuditLog, { event: 'approval.requested' })).requestId).toBe('request-1');
  });

  test('what a turn puts on record is put down to its turn and, where one transaction holds both, to the entry of the act', async () => {
    const { turnId } = await book.app.turns.start(await book.principal('anna'), { clientMessageId: book.app.newId(), text: 'What would you change in Alpine Growth?' }, 'api');
    await book.app.turns.finished(turnId);
    const [made] = await trails('AIRecommendations');
    expect(made).toMatchObject({ operation: 'insert', requestId: turnId });
    expect(await entryOf(made)).toMatchObject({ event: 'recommendation.drafted', objectId: made?.rowKey, turnId });
    await book.act('anna', 'decide_recommendation', { number: 1, decision: 'decline', reason: 'Not now.' });
    const declined = (await trails('AIRecommendations')).at(-1);
    expect(declined?.changes).toContainEqual({ field: 'status', before: 'released', after: 'declined' });
    expect(await entryOf(declined)).toMatchObject({ event: 'recommendation.declined', objectId: made?.rowKey, actorId: 'u-anna' });
  });

  test('no row points to an entry that is not there', async () => {
    const linked = (await book.em().find(AuditTrail, { auditLogId: { $ne: null } })).map(({ auditLogId }) => auditLogId!);
    const there = new Set((await book.em().find(AuditLog, { id: { $in: linked } })).map(({ id }) => id));
    expect(linked.filter((id) => !there.has(id))).toEqual([]);
  });
});
