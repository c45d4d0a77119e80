import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ENGINES } from '../support/databases.ts';
import { givenTurns } from '../support/given-turns.ts';

/** A promise for scripts and tools to wait on. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}
const never = new Promise<void>(() => undefined);
const QUESTION = { text: 'How many tasks are open?' };

describe.each(ENGINES)('how turns end on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenTurns>>;
  const em = () => given.database.orm.em.fork();
  const answerOf = async (turnId: string) => em().findOneOrFail(ChatMessage, { turnId, role: 'assistant' });
  const start = async () => given.turns.start(given.anna, { ...QUESTION, clientMessageId: given.newId() }, 'console');
  beforeAll(async () => { given = await givenTurns(engine); });
  afterEach(() => { given.tools.held = Promise.resolve(); });
  afterAll(() => given.close());

  async function until(what: () => boolean): Promise<void> {
    for (let attempt = 0; !what() && attempt < 200; attempt += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(what()).toBe(true);
  }
  const saw = (turnId: string, type: string) => given.eventsOf(turnId).some((event) => event.type === type);

  describe('stopped', () => {
    test('between two words: what was shown stays, and the provider hears of it', async () => {
      given.model.script({ text: ['This is said. ', 'And this', never] });
      const aborted = given.model.aborted;
      const { turnId } = await start();
      await until(() => saw(turnId, 'text'));
      given.turns.stop(given.anna, turnId);
      await given.turns.finished(turnId);
      expect(given.eventsOf(turnId).at(-1)).toMatchObject({ type: 'completed', status: 'stopped' });
      expect(await answerOf(turnId)).toMatchObject({ status: 'stopped', content: 'This is said. ', errorCode: null });
      expect(given.model.aborted).toBe(aborted + 1);
    });

    test('before the first word, and while a tool runs that never answers', async () => {
      for (const round of [{ text: [never] }, { calls: [['read_slowly', {}]] }] as const) {
        given.model.script(round);
        const { turnId } = await start();
        if ('calls' in round) await until(() => saw(turnId, 'tool-started'));
        given.turns.stop(given.anna, turnId);
        const startedMs = performance.now();
        await given.turns.finished(turnId);
        expect(performance.now() - startedMs).toBeLessThan(1_000);
        expect(await answerOf(turnId)).toMatchObject({ status: 'stopped', content: '' });
      }
    });

    test('by its own person alone', async () => {
      const words = gate();
      given.model.script({ text: [words.promise, 'All is well.'] });
      const { turnId } = await start();
      given.turns.stop(given.bert, turnId);
      words.open();
      await given.turns.finished(turnId);
      expect(await answerOf(turnId)).toMatchObject({ status: 'completed', content: 'All is well.' });
    });
  });

  describe('lost', () => {
    const lapse = async (turnId: string) => em().nativeUpdate(ChatMessage, { turnId, role: 'assistant' }, { leaseUntil: new Date('2026-11-22T00:00:00Z') });

    test('a turn whose server is gone is closed by whoever looks, once, and everybody sees the end', async () => {
      given.model.script({ text: [never] });
      const { turnId } = await start();
      await until(() => given.model.requests.length > 0);
      expect((await given.secondServer.replay(given.anna, turnId, -1)).map(({ type }) => type)).toEqual(['accepted']);
      await lapse(turnId);
      const seen = await Promise.all([given.secondServer.replay(given.anna, turnId, -1), given.secondServer.replay(given.anna, turnId, -1)]);
      expect(seen.map((events) => events.map(({ type, seq }) => [type, seq]))).toEqual([[['accepted', 0], ['failed', 1]], [['accepted', 0], ['failed', 1]]]);
      expect(await em().count(AuditLog, { turnId, event: 'turn.failed' })).toBe(1);
      expect((await given.secondServer.replay(given.anna, turnId, 0)).at(-1)).toMatchObject({ type: 'failed', seq: 1, code: 'unavailable', retryable: true });
      expect(await answerOf(turnId)).toMatchObject({ status: 'failed', errorCode: 'server_lost', leaseUntil: null });
      given.turns.stop(given.anna, turnId);
      await given.turns.finished(turnId);
    });

    test('a server that was taken for dead changes nothing of what was closed', async () => {
      const tool = gate();
      given.tools.held = tool.promise;
      given.model.script({ calls: [['list_tasks', { subject: 'mine' }]] }, { text: ['You have 3 open tasks.'] });
      const { turnId } = await start();
      await until(() => saw(turnId, 'tool-started'));
      await lapse(turnId);
      await given.secondServer.replay(given.anna, turnId, -1);
      tool.open();
      await given.turns.finished(turnId);
      expect(await answerOf(turnId)).toMatchObject({ status: 'failed', errorCode: 'server_lost', content: '' });
      expect(given.eventsOf(turnId).map(({ type }) => type)).toEqual(['accepted', 'tool-started']);
      expect((await em().find(AuditLog, { turnId, event: { $like: 'turn.%' } })).map(({ event }) => event).toSorted()).toEqual(['turn.failed', 'turn.received']);
    });

    test('nobody else learns that the turn exists', async () => {
      given.model.script({ text: ['All is well.'] });
      const { turnId } = await given.ask();
      await expect(given.turns.replay(given.bert, turnId, -1)).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  test('who follows a turn of this server is woken by each event, and who follows one of another by the clock', async () => {
    const words = gate();
    given.model.script({ text: [words.promise, 'All is well.'] });
    const { turnId } = await start();
    await until(() => saw(turnId, 'accepted'));
    const [here, there] = [given.turns.news(turnId, 60_000), given.secondServer.news(turnId, 20)];
    words.open();
    await Promise.all([here, there]);
    await given.turns.finished(turnId);
    expect(saw(turnId, 'completed')).toBe(true);
  });

  test('an approval given on another server while the answer is still being written is kept, and so is the answer', async () => {
    const words = gate();
    given.model.script({ calls: [['create_note', { subject: 'call back' }]] }, { text: ['The card is shown. ', 'Nothing has', words.promise, ' changed yet.'] });
    const { turnId } = await start();
    await until(() => saw(turnId, 'text'));
    const card = given.eventsOf(turnId).flatMap((event) => (event.type === 'approval-needed' ? [event.approval] : []))[0];
    await settleByCard(given.secondServer.deps, given.anna, { invocationId: card?.invocationId ?? '', argumentsHash: card?.argumentsHash ?? '', decision: 'approve' });
    words.open();
    await given.turns.finished(turnId);
    const { events, content, status } = await answerOf(turnId);
    expect([content, status, given.tools.writes]).toEqual(['The card is shown. Nothing has changed yet.', 'completed', 1]);
    expect(events?.map(({ seq }) => seq)).toEqual(events?.map((_, index) => index));
    expect(events?.filter(({ type }) => type === 'approval-decided')).toMatchObject([{ outcome: 'approved' }]);
    expect(given.eventsOf(turnId).toSorted((a, b) => a.seq - b.seq)).toEqual(events);
  });
});
