import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TurnEvent } from '../../src/contract/turn-event.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { Conversation } from '../../src/entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { ENGINES } from '../support/databases.ts';
import { givenTurns } from '../support/given-turns.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const COUNT = { calls: [['list_tasks', { subject: 'mine' }]] } as const;
const SAY = { text: ['You have 3 open', ' tasks. That is', ' all.'] } as const;

describe.each(ENGINES)('what a turn leaves on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenTurns>>;
  const em = () => given.database.orm.em.fork();
  beforeAll(async () => { given = await givenTurns(engine); });
  beforeEach(() => given.model.script(COUNT, SAY));
  afterAll(() => given.close());

  test('question and answer with tokens, cost, latency and figures with their source', async () => {
    const { conversationId, turnId, questionId, answerId } = await given.ask();
    const [question, reply] = await em().find(ChatMessage, { conversation: conversationId }, { orderBy: { sequence: 'asc' } });
    expect(question).toMatchObject({ id: questionId, turnId, role: 'user', content: 'How many tasks are open?', sequence: 1, status: 'completed' });
    expect(reply).toMatchObject({
      id: answerId, turnId, role: 'assistant', parentMessageId: questionId, content: 'You have 3 open tasks. That is all.', status: 'completed', sequence: 2,
      promptTokens: 2_000, completionTokens: 40, costMicros: 4_400, modelReported: 'scripted-2026-11', errorCode: null, leaseUntil: null,
    });
    expect(reply?.latencyMs).toBeGreaterThanOrEqual(0);
    expect(reply?.completedAt).toBeInstanceOf(Date);
    expect(reply?.figures).toMatchObject([{ start: 9, end: 10, source: { toolName: 'list_tasks', value: 3, unit: 'count', asOf: '2026-11-23', method: 'counted' } }]);
  });

  test('each tool call with arguments, hashes, size, outcome and duration', async () => {
    const { turnId, answerId, conversationId } = await given.ask();
    const [call] = await em().find(ToolInvocation, { turnId });
    const result = call?.result ?? '';
    expect(call).toMatchObject({
      toolName: 'list_tasks', toolVersion: '2', effect: 'read', round: 1, callIndex: 0, arguments: { subject: 'mine' }, argumentsHash: sha256(canonicalJson({ subject: 'mine' })),
      outcome: 'ok', errorCode: null, clientId: given.anna.clientId, resultBytes: Buffer.byteLength(result), resultHash: sha256(canonicalJson(result)),
    });
    expect([call?.message?.id, call?.conversation?.id, call?.user.id]).toEqual([answerId, conversationId, given.anna.userId]);
    expect(JSON.parse(result)).toMatchObject({ title: 'Open tasks', figures: [{ key: 'open', value: 3 }] });
    expect(call?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('one row for the version that answered, however often it answers and on however many servers', async () => {
    const { answerId } = await given.ask();
    const second = given.secondServer;
    const { turnId } = await second.start(given.anna, { clientMessageId: given.newId(), text: 'Once more?' }, 'console');
    await second.finished(turnId);
    const versions = await em().find(AiModelVersion, {});
    const { deps } = given.turns;
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({ modelId: 'scripted-2026-11', promptHash: deps.prompt.hash, catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion, provider: 'test' });
    expect((await em().findOneOrFail(ChatMessage, { id: answerId })).modelVersion?.id).toBe(versions[0]?.id);
  });

  test('every event is stored before it is sent, and the record is there before the answer is said to be complete', async () => {
    const checks: Promise<void>[] = [];
    const late: string[] = [];
    given.watch.onPublish = (turnId, events) => {
      checks.push((async () => {
        const stored = (await em().findOneOrFail(ChatMessage, { turnId, role: 'assistant' })).events ?? [];
        for (const event of events) if (stored[event.seq]?.type !== event.type) late.push(event.type);
        if (!events.some((event) => event.type === 'completed')) return;
        const acts = (await em().find(AuditLog, { turnId }, { orderBy: { occurredAt: 'asc', id: 'asc' } })).map((entry) => entry.event);
        if (acts.toSorted().join() !== 'tool.called,turn.completed,turn.received') late.push(`audit: ${acts.join()}`);
        if ((await em().count(ToolInvocation, { turnId })) !== 1) late.push('invocation');
      })());
    };
    const { turnId } = await given.ask();
    await Promise.all(checks);
    given.watch.onPublish = () => undefined;
    expect(late).toEqual([]);
    const events = given.eventsOf(turnId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(events.map((event) => TurnEvent.parse(event))).toEqual(events);
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['accepted', 'completed']);
    expect((await em().findOneOrFail(ChatMessage, { turnId, role: 'assistant' })).events).toEqual(events);
  });

  test('the title tells the kind of question and nothing of what was asked', async () => {
    given.model.script({ calls: [['list_tasks', { subject: 'Zephyrine 481516' }]] }, SAY);
    const { conversationId } = await given.ask({ text: 'Which tasks has Zephyrine 481516 given me?' });
    const { title } = await em().findOneOrFail(Conversation, { id: conversationId });
    expect(title).toBe('Service');
  });

  test('a call for a tool that fails leaves its outcome, and the answer still comes', async () => {
    given.model.script({ calls: [['no_such_tool', {}], ['list_tasks', { subject: 7 }]] }, { text: ['I could not look that up.'] });
    const { turnId } = await given.ask();
    const calls = await em().find(ToolInvocation, { turnId }, { orderBy: { callIndex: 'asc' } });
    expect(calls.map(({ callIndex, outcome, errorCode }) => [callIndex, outcome, errorCode])).toEqual([[0, 'refused', 'not-found'], [1, 'refused', 'invalid-input']]);
    expect(given.eventsOf(turnId).at(-1)).toMatchObject({ type: 'completed', status: 'completed' });
  });
});
