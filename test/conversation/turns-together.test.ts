import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { Conversation } from '../../src/entities/communication/conversation.entity.ts';
import { changeConversation, listMessages } from '../../src/data/conversations/conversation-list.ts';
import { ENGINES } from '../support/databases.ts';
import { givenTurns } from '../support/given-turns.ts';

const SAY = { text: ['All is well.'] } as const;

describe.each(ENGINES)('questions of one conversation on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenTurns>>;
  const em = () => given.database.orm.em.fork();
  const messagesOf = async (conversationId: string) => em().find(ChatMessage, { conversation: conversationId }, { orderBy: { sequence: 'asc' } });
  const shown = async (conversationId: string) => (await listMessages(given.turns.deps.openScope(given.anna), conversationId)).messages.map((message) => message.content);
  beforeAll(async () => { given = await givenTurns(engine); });
  beforeEach(() => given.model.script(SAY));
  afterAll(() => given.close());

  test('a message that is sent again begins nothing, in a conversation or at its start', async () => {
    const first = { clientMessageId: given.newId(), text: 'Is all well?' };
    const opened = await given.ask(first);
    const again = await given.ask(first);
    expect([again.repeated, again.turnId, again.conversationId]).toEqual([true, opened.turnId, opened.conversationId]);
    const next = { clientMessageId: given.newId(), text: 'Really?', conversationId: opened.conversationId };
    const [one, two] = [await given.ask(next), await given.ask(next)];
    expect([two.repeated, two.turnId]).toEqual([true, one.turnId]);
    expect(await messagesOf(opened.conversationId)).toHaveLength(4);
  });

  test('five copies at once, to two servers, are one question in one conversation', async () => {
    const request = { clientMessageId: given.newId(), text: 'Is all well?' };
    const received = await Promise.all([given.turns, given.secondServer, given.turns, given.secondServer, given.turns].map((server) => server.start(given.anna, request, 'widget')));
    expect(new Set(received.map(({ turnId }) => turnId)).size).toBe(1);
    expect(received.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await Promise.all([given.turns, given.secondServer].map((server) => server.finished(received[0]?.turnId ?? '')));
    expect(await messagesOf(received[0]?.conversationId ?? '')).toHaveLength(2);
  });

  test('the same id from somebody else is another question, and nobody may ask in a conversation of another', async () => {
    const request = { clientMessageId: given.newId(), text: 'Is all well?' };
    const mine = await given.ask(request);
    const theirs = await given.ask(request, given.bert);
    expect(theirs.repeated).toBe(false);
    expect(theirs.conversationId).not.toBe(mine.conversationId);
    await expect(given.ask({ conversationId: mine.conversationId }, given.bert)).rejects.toMatchObject({ code: 'not-found', publicMessage: 'There is no such conversation.' });
    await expect(given.ask({ conversationId: 'no-such-conversation' }, given.bert)).rejects.toMatchObject({ code: 'not-found', publicMessage: 'There is no such conversation.' });
  });

  test('two tabs that ask at once are both answered, one after the other in the conversation', async () => {
    const { conversationId, answerId } = await given.ask();
    const both = await Promise.all([given.turns, given.secondServer].map((server, tab) => server.start(given.anna, { clientMessageId: given.newId(), text: `From tab ${tab}`, conversationId }, 'console')));
    await Promise.all([given.turns.finished(both[0]?.turnId ?? ''), given.secondServer.finished(both[1]?.turnId ?? '')]);
    const messages = await messagesOf(conversationId);
    expect(messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(messages.filter(({ role, status }) => role === 'assistant' && status === 'completed')).toHaveLength(3);
    expect([messages[2]?.parentMessageId, messages[4]?.parentMessageId]).toEqual([answerId, messages[3]?.id]);
  });

  test('twenty questions at once in one conversation all find their place', async () => {
    const { conversationId } = await given.ask();
    const asked = await Promise.all(Array.from({ length: 20 }, async () => given.ask({ conversationId })));
    expect(new Set(asked.map(({ turnId }) => turnId)).size).toBe(20);
    expect((await messagesOf(conversationId)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  test('an edited question is a branch: shown instead of the old one, which the model is told nothing of', async () => {
    const first = await given.ask({ text: 'First question' });
    const { conversationId } = first;
    await given.ask({ conversationId, text: 'Second, misspelt' });
    given.model.requests.length = 0;
    const edited = await given.ask({ conversationId, text: 'Second, mended', parentMessageId: first.answerId });
    expect(await shown(conversationId)).toEqual(['First question', 'All is well.', 'Second, mended', 'All is well.']);
    expect(given.model.requests.at(-1)?.slice(1)).toEqual(['First question', 'All is well.', 'Second, mended']);
    await given.ask({ conversationId, text: 'Third' });
    expect((await messagesOf(conversationId)).at(-2)?.parentMessageId).toBe(edited.answerId);
    expect(await messagesOf(conversationId)).toHaveLength(8);
  });

  test('the older version is named, and can be shown and gone on with again', async () => {
    const first = await given.ask({ text: 'First question' });
    const { conversationId } = first;
    const old = await given.ask({ conversationId, text: 'Second, misspelt' });
    await given.ask({ conversationId, text: 'Third' });
    const mended = await given.ask({ conversationId, text: 'Second, mended', parentMessageId: first.answerId });
    const { messages } = await listMessages(given.turns.deps.openScope(given.anna), conversationId);
    expect(messages.map(({ versions }) => versions)).toEqual([undefined, undefined, [old.questionId, mended.questionId], undefined]);
    const turnTo = async (shownMessageId: string, principal = given.anna) => changeConversation(em(), principal, conversationId, { shownMessageId }, given.turns.deps);
    await turnTo(old.questionId);
    expect(await shown(conversationId)).toEqual(['First question', 'All is well.', 'Second, misspelt', 'All is well.', 'Third', 'All is well.']);
    await given.ask({ conversationId, text: 'Fourth' });
    expect((await shown(conversationId)).at(-2)).toBe('Fourth');
    await expect(turnTo('no-such-message')).rejects.toMatchObject({ code: 'not-found' });
    await expect(turnTo(mended.questionId, given.bert)).rejects.toMatchObject({ code: 'not-found', publicMessage: 'There is no such conversation.' });
    expect((await shown(conversationId)).at(-2)).toBe('Fourth');
  });

  test('asking the first question again starts at the top', async () => {
    const { conversationId } = await given.ask({ text: 'First question' });
    await given.ask({ conversationId, text: 'First question', parentMessageId: null });
    expect(await shown(conversationId)).toEqual(['First question', 'All is well.']);
    expect(given.model.requests.at(-1)?.slice(1)).toEqual(['First question']);
  });

  test('a message of another conversation is no place to go on from', async () => {
    const [here, there] = [await given.ask(), await given.ask()];
    await expect(given.ask({ conversationId: here.conversationId, parentMessageId: there.answerId })).rejects.toMatchObject({ code: 'not-found', publicMessage: 'There is no such message.' });
    expect((await em().findOneOrFail(Conversation, { id: here.conversationId })).nextSequence).toBe(3);
  });
});
