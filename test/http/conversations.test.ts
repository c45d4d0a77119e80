import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClientFeedback } from '../../src/entities/behavior/client-feedback.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { givenServer, readEvents } from '../support/given-server.ts';

type Session = Awaited<ReturnType<Awaited<ReturnType<typeof givenServer>>['signIn']>>;
interface Listed { readonly id: string; readonly title: string; readonly archived: boolean }
interface Message { readonly id: string; readonly role: string; readonly content: string; readonly events: readonly { readonly seq: number }[] }

describe("a person's own conversations over HTTP", () => {
  let given: Awaited<ReturnType<typeof givenServer>>;
  let anna: Session;
  let bert: Session;
  let conversationId = '';
  let answerId = '';
  beforeAll(async () => {
    given = await givenServer();
    [anna, bert] = [await given.signIn(given.anna.email), await given.signIn(given.bert.email)];
    const response = await given.server.inject({ method: 'POST', url: '/api/turns', cookies: anna.cookies, headers: anna.headers, payload: { clientMessageId: 'conversation-1', text: 'What can you do?\n# Not a heading' } });
    const events = readEvents(response.body);
    conversationId = String(events[0]?.['conversationId']);
    answerId = String(events.at(-1)?.['messageId']);
  });
  afterAll(() => given.close());

  const get = async (url: string, session = anna) => given.server.inject({ url, cookies: session.cookies });
  const change = async (payload: object, session = anna) => given.server.inject({ method: 'PATCH', url: `/api/conversations/${conversationId}`, cookies: session.cookies, headers: session.headers, payload });
  const list = async (query = '', session = anna) => (await get(`/api/conversations${query}`, session)).json<Listed[]>();
  const feedback = async (id: string, payload: object, session = anna) => given.server.inject({ method: 'POST', url: `/api/messages/${id}/feedback`, cookies: session.cookies, headers: session.headers, payload });

  test('are listed and found by their words, and by nobody else', async () => {
    expect((await list()).map(({ id }) => id)).toEqual([conversationId]);
    expect((await list('?query=NOT%20A%20heading')).map(({ id }) => id)).toEqual([conversationId]);
    expect(await list('?query=nothing%20like%20it')).toEqual([]);
    expect([...(await list('', bert)), ...(await list('?query=heading', bert))]).toEqual([]);
  });

  test('can be renamed and archived, on record, and by nobody else', async () => {
    expect((await change({ title: 'What it can do' })).statusCode).toBe(204);
    expect((await list())[0]?.title).toBe('What it can do');
    expect((await change({ archived: true })).statusCode).toBe(204);
    expect(await list()).toEqual([]);
    expect(await list('?archived=true')).toMatchObject([{ id: conversationId, archived: true }]);
    await change({ archived: false });
    const theirs = await change({ title: 'Mine now' }, bert);
    expect([theirs.statusCode, theirs.json<{ detail: string }>().detail]).toEqual([404, 'There is no such conversation.']);
    expect((await list())[0]?.title).toBe('What it can do');
    const acts = await given.database.orm.em.fork().find(AuditLog, { event: 'conversation.changed', actorId: given.anna.id });
    expect(acts.map(({ detail }) => detail)).toEqual([{ fields: ['title'] }, { fields: ['archived'] }, { fields: ['archived'] }]);
  });

  test('show question and answer with the events of the turn', async () => {
    const messages = (await get(`/api/conversations/${conversationId}/messages`)).json<Message[]>();
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(messages[1]?.id).toBe(answerId);
    expect(messages[1]?.events.map(({ seq }) => seq)).toEqual(messages[1]?.events.map((_, index) => index));
    expect((await get(`/api/conversations/${conversationId}/messages`, bert)).statusCode).toBe(404);
  });

  test('can be kept as Markdown, in which a question cannot pass for an answer, and as JSON', async () => {
    const markdown = await get(`/api/conversations/${conversationId}/export?format=md`);
    expect(markdown.headers['content-type']).toContain('text/markdown');
    expect(markdown.headers['content-disposition']).toBe('attachment; filename="conversation.md"');
    expect(markdown.body).toContain('# What it can do\n');
    expect(markdown.body).toContain('> What can you do?\n> # Not a heading');
    expect(markdown.body).toContain('**Answer by the assistant, an AI**');
    const json = (await get(`/api/conversations/${conversationId}/export?format=json`)).json<{ title: string; messages: Message[] }>();
    expect([json.title, json.messages.map(({ role }) => role)]).toEqual(['What it can do', ['user', 'assistant']]);
    for (const format of ['md', 'json']) expect((await get(`/api/conversations/${conversationId}/export?format=${format}`, bert)).statusCode).toBe(404);
  });

  test('take thumbs with a reason on an answer that one got', async () => {
    expect((await feedback(answerId, { thumbs: 'down', reason: 'Too long.' })).statusCode).toBe(204);
    const [row] = await given.database.orm.em.fork().find(ClientFeedback, {});
    expect(row).toMatchObject({ thumb: 'down', comment: 'Too long.' });
    expect([row?.user.id, row?.client?.id, row?.conversation?.id, row?.message?.id]).toEqual([given.anna.id, given.clients[0]?.id, conversationId, answerId]);
    expect((await feedback(answerId, { thumbs: 'up' }, bert)).statusCode).toBe(404);
    expect((await feedback('no-such-message', { thumbs: 'up' })).statusCode).toBe(404);
    expect((await feedback(answerId, { thumbs: 'sideways' })).statusCode).toBe(400);
    expect(await given.database.orm.em.fork().count(ClientFeedback, {})).toBe(1);
  });
});
