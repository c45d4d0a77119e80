import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actAsService } from '../../src/access/act-as-service.ts';
import { adviceHash } from '../../src/data/advice/advice-hash.ts';
import { proposeRecommendation } from '../../src/data/advice/propose-recommendation.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { Task } from '../../src/entities/workflow/task.entity.ts';
import { WorkflowInstance } from '../../src/entities/workflow/workflow-instance.entity.ts';
import { WorkflowStep } from '../../src/entities/workflow/workflow-step.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES } from '../support/databases.ts';
import { givenAdvised, type Advised } from './given-advised.ts';

const TABLES = ['AIRecommendations', 'ComplianceChecks', 'WorkflowInstances', 'WorkflowSteps', 'Tasks', 'Notifications', 'AuditTrails'];
const ORIGIN = { tool: { name: 'propose_recommendation', version: 1 } };

function factOf(result: Record<string, unknown>, key: string): unknown {
  return (result['facts'] as { key: string; value: unknown }[]).find((fact) => fact.key === key)?.value;
}

describe.each(ENGINES)('a proposal on %s', (engine) => {
  let book: Advised;
  const counts = async (): Promise<Record<string, number>> => {
    const connection = book.database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
    const all: Record<string, number> = {};
    for (const table of TABLES) all[table] = Number((await connection.execute<{ n: number }[]>(`select count(*) as n from ${table}`))[0]?.n);
    return all;
  };

  beforeAll(async () => { book = await givenAdvised(engine); });
  afterAll(async () => book.close());

  test('is stored whole: checks, review, tasks, messages and audit entries with it', async () => {
    const { result } = await book.call('anna', 'propose_recommendation', { objective: 'rebalance' });
    const em = book.em();
    const row = await em.findOneOrFail(AiRecommendation, { number: Number(factOf(result, 'number')) });
    expect(row).toMatchObject({ status: 'released', strategy: 'rebalance', dataAsOf: '2026-11-23', isOverride: false, tradesHash: adviceHash(row.trades), inputHash: adviceHash({ snapshot: row.inputs['snapshot'], request: row.inputs['request'] }) });
    expect(row.releasedAt).toEqual(row.createdAt);
    expect(row.createdBy?.id).toBe('u-anna');
    expect((await em.find(ComplianceCheck, { recommendation: row.id })).map(({ result: said }) => said)).toEqual(Array<string>(15).fill('passed'));
    const review = await em.findOneOrFail(WorkflowInstance, { subjectId: row.id });
    expect(review).toMatchObject({ kind: 'recommendation_review', status: 'waiting', currentStep: 'client_decision' });
    expect((await em.find(WorkflowStep, { instance: review.id }, { orderBy: { sequence: 'asc' } })).map(({ name, status }) => `${name} ${status}`)).toEqual(['compliance_checks done', 'advisor_review skipped', 'client_decision active', 'execution pending']);
    expect(await em.find(Task, { recommendation: row.id })).toEqual([]);
    expect((await em.find(Notification, { user: 'u-anna' })).map(({ kind }) => kind)).toEqual(['recommendation']);
    const acts = await em.find(AuditLog, { objectId: row.id }, { orderBy: { id: 'asc' } });
    expect(acts.map(({ event, actorId, actorRole, clientId }) => `${event} ${actorId} ${actorRole} ${clientId}`)).toEqual(['drafted', 'checked', 'released'].map((act) => `recommendation.${act} u-anna client anna`));
  });

  test('with a warning waits for the advisor, and the client learns no more than that', async () => {
    const { result, content } = await book.call('anna', 'propose_recommendation', { objective: 'do_nothing' });
    const number = Number(factOf(result, 'number'));
    const row = await book.em().findOneOrFail(AiRecommendation, { number });
    expect([row.status, row.releasedAt ?? null]).toEqual(['in_review', null]);
    expect(content).not.toContain(row.title);
    expect((result['tables'] as unknown[] | undefined) ?? []).toEqual([]);
    expect((await book.call('anna', 'get_recommendation', { number })).content).toBe((await book.call('anna', 'get_recommendation', { number: 9999 })).content);
    expect((await book.em().find(Task, { recommendation: row.id })).map(({ assignedTo, status }) => [assignedTo?.id, status])).toEqual([['u-dora', 'open']]);
    expect(factOf((await book.call('dora', 'get_recommendation', { number })).result, 'status')).toBe('in_review');
  });

  test('against a failed rule is blocked, and its review cannot begin', async () => {
    const { result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Carl Core' });
    const row = await book.em().findOneOrFail(AiRecommendation, { number: Number(factOf(result, 'number')) });
    expect([row.status, row.statusReason]).toEqual(['blocked', 'Stopped by kyc.']);
    expect(await book.em().findOneOrFail(WorkflowInstance, { subjectId: row.id })).toMatchObject({ status: 'failed', currentStep: null });
    const refused = await book.call('dora', 'review_recommendation', { number: row.number, decision: 'release', reason: 'I want it.' });
    expect([refused.ok, refused.approval]).toEqual([false, undefined]);
  });

  test('replaces what was open before, of the same kind for the same portfolio alone', async () => {
    const ids = [];
    for (const objective of ['rebalance', 'rebalance', 'do_nothing']) ids.push(Number(factOf((await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective })).result, 'number')));
    const rows = await book.em().find(AiRecommendation, { number: { $in: ids } }, { orderBy: { number: 'asc' }, populate: ['supersededBy'] });
    expect(rows.map(({ status }) => status)).toEqual(['superseded', 'released', 'in_review']);
    expect(rows[0]?.supersededBy?.id).toBe(rows[1]?.id);
    expect(await book.em().findOneOrFail(WorkflowInstance, { subjectId: rows[0]!.id })).toMatchObject({ status: 'cancelled' });
    expect(await book.em().count(AiRecommendation, { portfolio: 'alpine', strategy: 'rebalance', status: 'released' })).toBe(1);
  });

  test("of a client replaces the client's own, never what the firm made; a blocked one replaces nothing", async () => {
    const propose = async (who: 'anna' | 'dora') => Number(factOf((await book.call(who, 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'rebalance' })).result, 'number'));
    const numbers = [await propose('dora'), await propose('anna'), await propose('anna')];
    const statuses = async () => (await book.em().find(AiRecommendation, { number: { $in: numbers } }, { orderBy: { number: 'asc' } })).map(({ status }) => status);
    expect(await statuses()).toEqual(['released', 'superseded', 'released']);
    await book.em().nativeUpdate(KycVerification, { client: 'anna' }, { expiresOn: isoDate('2026-11-20') });
    numbers.push(await propose('dora'));
    expect(await statuses()).toEqual(['released', 'superseded', 'released', 'blocked']);
    await book.em().nativeUpdate(KycVerification, { client: 'anna' }, { expiresOn: isoDate('2028-06-03') });
    numbers.push(await propose('dora'));
    expect(await statuses()).toEqual(['superseded', 'superseded', 'superseded', 'superseded', 'released']);
  });

  test('of many at once each has its own number', async () => {
    const before = await book.em().count(AiRecommendation);
    const done = await Promise.all(['anna', 'dora', 'anna', 'dora'].map((who) => book.call(who as 'anna', 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'rebalance' })));
    expect(done.map(({ ok, content }) => (ok ? 'ok' : content))).toEqual(['ok', 'ok', 'ok', 'ok']);
    const numbers = (await book.em().find(AiRecommendation, {}, { fields: ['number'] })).map(({ number }) => number);
    expect([numbers.length, new Set(numbers).size]).toEqual([before + 4, before + 4]);
  });

  test("somebody else's portfolio is answered like a missing one, and nothing is stored", async () => {
    const before = await counts();
    const foreign = await book.call('dora', 'propose_recommendation', { portfolio: 'Baltic Income' });
    expect(foreign.content).toBe((await book.call('dora', 'propose_recommendation', { portfolio: 'Atlantis Fund' })).content);
    const scope = await book.scope('dora');
    await expect(proposeRecommendation(scope, { portfolioId: 'baltic', request: { objective: 'auto', constraints: {} } }, { ...ORIGIN, modelVersionId: 'x' }, book.app)).rejects.toMatchObject({ code: 'not-found' });
    expect(await counts()).toEqual(before);
  });

  test('cannot be written in the name of a version that is unknown, retired or made for another engine', async () => {
    const before = await counts();
    const version = (id: string, more: object) => ({ id, label: id, provider: 'p', modelId: id, promptName: 'p', promptHash: 'a'.repeat(64), catalogueHash: 'b'.repeat(64), engineVersion: 'advice-1', status: 'active' as const, releasedOn: new Date(), parameters: {}, createdAt: new Date(), ...more });
    await book.em().insertMany(AiModelVersion, [version('retired', { status: 'retired' }), version('candidate', { status: 'candidate', releasedOn: null }), version('other-engine', { engineVersion: 'advice-0' })]);
    for (const id of ['nowhere', 'retired', 'candidate', 'other-engine']) {
      await expect(proposeRecommendation(await book.scope('dora'), { portfolioId: 'alpine', request: { objective: 'auto', constraints: {} } }, { ...ORIGIN, modelVersionId: id }, book.app), id).rejects.toMatchObject({ code: 'conflict' });
    }
    expect(await counts()).toEqual(before);
  });

  test.each([['confidence', 0.99], ['trades', []], ['modelVersion', 'x'], ['engineVersion', 'x'], ['status', 'released']])('a caller cannot set %s', async (field, value) => {
    const before = await counts();
    const { ok, result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', [field]: value });
    expect([ok, result['error']]).toEqual([false, 'invalid-input']);
    expect(await counts()).toEqual(before);
  });

  test('leaves nothing behind when the last of its rows cannot be written', async () => {
    const before = await counts();
    const scope = await book.scope('dora');
    const failing = { clock: book.clock, newId: failingAfter(20, book.app.newId) };
    const modelVersionId = (await book.em().findOneOrFail(AiRecommendation, { status: 'released' }, { populate: ['modelVersion'] })).modelVersion.id;
    await expect(proposeRecommendation(scope, { portfolioId: 'alpine', request: { objective: 'auto', constraints: {} } }, { ...ORIGIN, modelVersionId }, failing)).rejects.toThrow('no more ids');
    expect(await counts()).toEqual(before);
  });

  test('the service writes it, the person stands in the record', async () => {
    const scope = await book.scope('dora');
    await expect(scope.transaction((writer) => writer.update(ComplianceCheck, { ruleId: 'kyc' } as never, { result: 'passed' }))).rejects.toMatchObject({ code: 'not-permitted' });
    expect(await scope.transaction(async (writer) => actAsService(writer).count(ComplianceCheck))).toBeGreaterThan(0);
  });
});

/** Gives so many ids and then fails: the transaction is cut in the middle. */
function failingAfter(count: number, newId: () => string): () => string {
  let left = count;
  return () => {
    left -= 1;
    if (left < 0) throw new Error('no more ids');
    return newId();
  };
}
