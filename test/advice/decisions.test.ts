import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adviceHash } from '../../src/data/advice/advice-hash.ts';
import { decideRecommendation } from '../../src/data/advice/decide-recommendation.ts';
import { expireRecommendations } from '../../src/data/advice/expire-recommendations.ts';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { Task } from '../../src/entities/workflow/task.entity.ts';
import { WorkflowStep } from '../../src/entities/workflow/workflow-step.entity.ts';
import { ENGINES } from '../support/databases.ts';
import { givenAdvised, type Advised, type LOGINS } from './given-advised.ts';

describe.each(ENGINES)('decisions on %s', (engine) => {
  let book: Advised;
  beforeAll(async () => { book = await givenAdvised(engine); });
  afterAll(async () => book.close());

  const rowOf = async (number: number) => book.em().findOneOrFail(AiRecommendation, { number });
  const propose = async (objective: string, who: keyof typeof LOGINS = 'dora', portfolio = 'Alpine Growth'): Promise<number> => {
    const { result } = await book.call(who, 'propose_recommendation', { portfolio, objective });
    return Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
  };
  const eventsOf = async (id: string) => (await book.em().find(AuditLog, { objectId: id }, { orderBy: { id: 'asc' } })).map(({ event }) => event.replace('recommendation.', '')).slice(3);

  test('a client accepts: the row, the review, the task to carry it out and the log say so, and nothing is traded', async () => {
    const number = await propose('rebalance');
    const before = await book.call('anna', 'list_transactions', {});
    const done = await book.act('anna', 'decide_recommendation', { number, decision: 'accept' });
    expect(done['title']).toBe(`Recommendation ${number} accepted`);
    const row = await rowOf(number);
    expect(row).toMatchObject({ status: 'accepted', statusReason: 'Accepted by the client.', isOverride: false, version: 2 });
    expect([row.decidedBy?.id, row.decidedAt !== null]).toEqual(['u-anna', true]);
    expect((await book.em().find(Task, { recommendation: row.id })).map(({ title, status, priority }) => [title.startsWith(`Carry out recommendation ${number}`), status, priority])).toEqual([[true, 'open', 'high']]);
    expect((await book.em().find(WorkflowStep, { instance: { subjectId: row.id } }, { orderBy: { sequence: 'asc' } })).map(({ status }) => status)).toEqual(['done', 'skipped', 'done', 'active']);
    expect(await eventsOf(row.id)).toEqual(['accepted']);
    expect((await book.call('anna', 'list_transactions', {})).content).toBe(before.content);
  });

  test('what was decided cannot be decided again', async () => {
    const number = await propose('rebalance');
    await book.act('anna', 'decide_recommendation', { number, decision: 'decline', reason: 'I need the cash.' });
    expect(await rowOf(number)).toMatchObject({ status: 'declined', decisionReason: 'I need the cash.', isOverride: false });
    for (const decision of ['accept', 'decline', 'defer']) expect((await book.call('anna', 'decide_recommendation', { number, decision, reason: 'again' })).ok).toBe(false);
  });

  test('a deferred one stays with the client, with the reason', async () => {
    const number = await propose('rebalance');
    await book.act('anna', 'decide_recommendation', { number, decision: 'defer', reason: 'After the holidays.' });
    const row = await rowOf(number);
    expect([row.status, row.statusReason, row.decisionReason, row.decidedAt ?? null]).toEqual(['released', 'Deferred by the client.', 'After the holidays.', null]);
  });

  test('an approval is void once the trades are others than those on the card, also when the model sends a hash of its own', async () => {
    const number = await propose('rebalance');
    const prepared = await book.call('anna', 'decide_recommendation', { number, decision: 'accept', tradesHash: 'f'.repeat(64) });
    expect(prepared.approval?.arguments.some(({ value }) => value === 'f'.repeat(64))).toBe(false);
    const row = await rowOf(number);
    const trades = row.trades.map((trade) => ({ ...trade, quantity: '1' }));
    await book.em().nativeUpdate(AiRecommendation, { id: row.id }, { trades, tradesHash: adviceHash(trades) });
    const settled = await book.approve('anna', prepared);
    expect(JSON.parse(settled.content)).toMatchObject({ error: 'conflict' });
    expect((await rowOf(number)).status).toBe('released');
    expect((await book.em().findOneOrFail(ToolInvocation, { id: prepared.approval!.invocationId })).outcome).toBe('failed');
  });

  test('of two who decide on one version, the second is told', async () => {
    const number = await propose('rebalance');
    const { tradesHash, version } = await rowOf(number);
    await decideRecommendation(await book.scope('anna'), { number, tradesHash, expectedVersion: version, decision: 'defer', reason: 'Later.' }, book.app);
    await expect(decideRecommendation(await book.scope('dora'), { number, tradesHash, expectedVersion: version, decision: 'decline', reason: 'No.' }, book.app)).rejects.toMatchObject({ code: 'conflict' });
    expect((await rowOf(number)).status).toBe('released');
  });

  test('an advisor releases with a reason, never without; the client then sees it', async () => {
    const number = await propose('do_nothing');
    expect((await book.call('dora', 'review_recommendation', { number, decision: 'release' })).ok).toBe(false);
    expect((await book.call('dora', 'review_recommendation', { number, decision: 'release', reason: '  ' })).ok).toBe(false);
    await book.act('dora', 'review_recommendation', { number, decision: 'release', reason: 'The cash is meant for a flat.' });
    const row = await rowOf(number);
    expect(row).toMatchObject({ status: 'released', statusReason: 'The cash is meant for a flat.', isOverride: false });
    expect(row.releasedBy?.id).toBe('u-dora');
    expect(await eventsOf(row.id)).toEqual(['released']);
    expect((await book.em().find(Task, { recommendation: row.id })).map(({ status }) => status)).toEqual(['done']);
    expect((await book.call('anna', 'get_recommendation', { number })).ok).toBe(true);
  });

  test('an advisor who says no overrides the engine', async () => {
    const number = await propose('do_nothing');
    await book.act('dora', 'decide_recommendation', { number, decision: 'reject', reason: 'The client prefers to keep the position.' });
    expect(await rowOf(number)).toMatchObject({ status: 'declined', statusReason: 'Rejected in review.', isOverride: true });
    const { result } = await book.call('auditor', 'list_recommendations', { overridesOnly: true });
    expect(JSON.stringify(result['tables'])).toContain('The client prefers to keep the position.');
  });

  test('a client may not review, an auditor may not decide, and another advisor finds nothing', async () => {
    const number = await propose('do_nothing');
    expect((await book.call('anna', 'review_recommendation', { number, decision: 'release', reason: 'x' })).result['error']).toBe('not-permitted');
    expect((await book.call('anna', 'decide_recommendation', { number, decision: 'accept' })).result['error']).toBe('not-found');
    expect((await book.call('auditor', 'decide_recommendation', { number, decision: 'accept' })).result['error']).toBe('not-permitted');
    for (const [tool, args] of [['review_recommendation', { decision: 'release', reason: 'x' }], ['decide_recommendation', { decision: 'decline', reason: 'x' }], ['execute_recommendation', {}]] as const) {
      expect((await book.call('edgar', tool, { number, ...args })).content, tool).toBe((await book.call('edgar', tool, { number: 9999, ...args })).content);
    }
  });

  test('a client learns nothing of what the rules found: not from the card, the record or any column', async () => {
    await book.em().nativeUpdate(KycVerification, { id: 'k1' }, { level: 'enhanced', isPoliticallyExposed: true });
    const number = await propose('rebalance');
    expect(await rowOf(number)).toMatchObject({ status: 'in_review', statusReason: 'Waits for the advisor: aml warned.' });
    await book.act('dora', 'review_recommendation', { number, decision: 'release', reason: 'The officer has looked at the aml finding.' });
    await book.em().nativeUpdate(KycVerification, { id: 'k1' }, { level: 'standard', isPoliticallyExposed: false });
    expect((await book.call('dora', 'decide_recommendation', { number, decision: 'accept', reason: 'Instructed by phone.' })).content).toContain('Rules that warned: aml');
    const card = await book.call('anna', 'decide_recommendation', { number, decision: 'accept' });
    const told = await Promise.all([
      book.call('anna', 'get_recommendation', { number }), book.call('anna', 'list_recommendations', {}), book.call('anna', 'query_records', { table: 'AIRecommendations' }),
      book.call('anna', 'query_records', { table: 'AIRecommendations', fields: ['number', 'inputs', 'statusReason'] }),
    ]);
    expect([card.approval !== undefined, ...told.map(({ ok }) => ok)]).toEqual([true, true, true, true, true]);
    for (const { content, approval } of [card, ...told]) expect(`${content} ${JSON.stringify(approval)}`).not.toMatch(/\baml\b|Rules that warned|openFlags|officer/);
    expect(told[0]?.content).toContain('target equity');
    for (const asked of [{ groupBy: ['statusReason'] }, { filters: [{ field: 'statusReason', op: 'contains', value: 'aml' }] }, { orderBy: [{ field: 'statusReason' }] }, { aggregates: [{ fn: 'max', field: 'statusReason' }] }]) {
      expect((await book.call('anna', 'query_records', { table: 'AIRecommendations', ...asked })).result['error']).toBe('invalid-input');
    }
    expect((await book.call('dora', 'query_records', { table: 'AIRecommendations', fields: ['statusReason'] })).content).toContain('The officer has looked');
  });

  test('trades that were changed beside their hash are not acted on', async () => {
    const number = await propose('rebalance');
    const { id, trades } = await rowOf(number);
    await book.em().nativeUpdate(AiRecommendation, { id }, { trades: trades.map((trade) => ({ ...trade, quantity: '1' })) });
    expect((await book.call('anna', 'decide_recommendation', { number, decision: 'accept' })).result['error']).toBe('conflict');
  });

  test('a blocked one is released only when every rule that stopped it is overridden by enough people', async () => {
    const number = await propose('auto', 'dora', 'Cleo Reserve');
    const row = await rowOf(number);
    expect(row.status).toBe('blocked');
    const release = () => book.call('dora', 'review_recommendation', { number, decision: 'release', reason: 'Agreed with the client in person.' });
    expect((await release()).ok).toBe(false);
    const stopping = (await book.em().find(ComplianceCheck, { recommendation: row.id })).filter(({ result }) => result === 'failed' || result === 'cannot_tell');
    expect(stopping.map(({ evidence }) => evidence['override'])).toEqual(stopping.map(() => 'two_persons'));
    for (const { id } of stopping) await book.em().nativeUpdate(ComplianceCheck, { id }, { overriddenBy: 'u-dora', overriddenAt: new Date(), overrideReason: 'Known to the client.' });
    expect((await release()).ok).toBe(false);
    for (const { id } of stopping) await book.em().nativeUpdate(ComplianceCheck, { id }, { secondConsentBy: 'u-edgar', secondConsentAt: new Date() });
    await book.approve('dora', await release());
    expect(await rowOf(number)).toMatchObject({ status: 'released', isOverride: true });
    expect(await eventsOf(row.id)).toEqual(['sent_to_review', 'released']);
  });

  test('what nobody decided in time has lapsed: it cannot be accepted, and the nightly run ends it', async () => {
    const number = await propose('rebalance');
    book.travel(8);
    expect((await book.call('anna', 'decide_recommendation', { number, decision: 'accept' })).result['error']).toBe('conflict');
    expect(await expireRecommendations(book.app.openScope(SERVICE_PRINCIPAL), book.app)).toBeGreaterThan(0);
    const row = await rowOf(number);
    expect(row).toMatchObject({ status: 'expired', statusReason: 'Nobody decided in time.' });
    expect(await eventsOf(row.id)).toEqual(['expired']);
    expect(await expireRecommendations(book.app.openScope(SERVICE_PRINCIPAL), book.app)).toBe(0);
  });
});
