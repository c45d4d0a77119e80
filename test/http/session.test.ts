import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_COOKIE } from '../../src/contract/http-api.ts';
import { givenServer, PASSWORD, readEvents, WIDGET_KEY } from '../support/given-server.ts';

let given: Awaited<ReturnType<typeof givenServer>>;
beforeAll(async () => { given = await givenServer(); });
afterAll(() => given.close());

const question = (n: number) => ({ clientMessageId: `message-${n}`, text: 'What can you do?' });

describe('signing in', () => {
  test('the cookie cannot be read by scripts nor sent by other sites', async () => {
    const response = await given.server.inject({ method: 'POST', url: '/api/session', payload: { email: given.anna.email, password: PASSWORD } });
    expect(response.statusCode).toBe(200);
    expect(response.cookies.find((cookie) => cookie.name === SESSION_COOKIE)).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(response.json()).toMatchObject({ user: { id: given.anna.id, role: 'client' }, model: { offline: true } });
  });

  test('a wrong password and an unknown name get the same answer, as problem details', async () => {
    const [wrong, unknown] = await Promise.all([given.anna.email, 'nobody@example.com'].map((email) => given.server.inject({ method: 'POST', url: '/api/session', payload: { email, password: 'wrong' } })));
    expect([wrong?.statusCode, unknown?.statusCode]).toEqual([401, 401]);
    expect(wrong?.headers['content-type']).toContain('application/problem+json');
    expect(wrong?.json<{ detail?: string }>().detail).toEqual(unknown?.json<{ detail?: string }>().detail);
  });

  test('nothing is told to somebody who is not signed in', async () => {
    for (const url of ['/api/session', '/api/conversations', '/api/invocations/x', '/api/turns/x/events']) expect((await given.server.inject({ url })).statusCode, url).toBe(401);
  });

  test('signing out ends the session', async () => {
    const { cookies, headers } = await given.signIn(given.anna.email);
    expect((await given.server.inject({ method: 'DELETE', url: '/api/session', cookies, headers })).statusCode).toBe(204);
    expect((await given.server.inject({ url: '/api/session', cookies })).statusCode).toBe(401);
  });

  test('a change without the anti-forgery token, or with that of another session, is refused', async () => {
    const [anna, bert] = [await given.signIn(given.anna.email), await given.signIn(given.bert.email)];
    for (const headers of [{}, { 'x-csrf-token': 'x' }, bert.headers]) {
      expect((await given.server.inject({ method: 'POST', url: '/api/turns', cookies: anna.cookies, headers, payload: question(1) })).statusCode).toBe(403);
    }
  });

  test('the page that shows the widget embedded gets a token of the client who is signed in there, and nobody else one', async () => {
    const { cookies, headers } = await given.signIn(given.anna.email);
    const reply = await given.server.inject({ method: 'POST', url: '/api/embed-demo/token', cookies, headers });
    const session = await given.server.inject({ url: '/api/session', headers: { authorization: `Bearer ${reply.json<{ token: string }>().token}` } });
    expect(session.json()).toMatchObject({ user: { id: given.anna.id, role: 'client' } });
    expect((await given.server.inject({ method: 'POST', url: '/api/embed-demo/token', cookies })).statusCode).toBe(403);
    expect((await given.server.inject({ method: 'POST', url: '/api/embed-demo/token' })).statusCode).toBe(401);
  });

  test('a widget token needs the firm\'s key and opens that client\'s session alone', async () => {
    const ask = (key: string) => given.server.inject({ method: 'POST', url: '/api/widget-token', headers: { 'x-widget-key': key }, payload: { clientEmail: given.bert.email } });
    expect((await ask('wrong')).statusCode).toBe(401);
    const { token } = (await ask(WIDGET_KEY)).json<{ token: string }>();
    expect((await given.server.inject({ url: '/api/session', headers: { authorization: `Bearer ${token}` } })).json()).toMatchObject({ user: { id: given.bert.id } });
  });
});

describe('a turn over HTTP', () => {
  async function asked(n: number) {
    const anna = await given.signIn(given.anna.email);
    const response = await given.server.inject({ method: 'POST', url: '/api/turns', cookies: anna.cookies, headers: anna.headers, payload: question(n) });
    return { anna, response, events: readEvents(response.body) };
  }

  test('the answer comes as numbered events that end, and can be read again from any number', async () => {
    const { anna, response, events } = await asked(10);
    expect(response.headers['content-type']).toContain('text/event-stream');
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(events[0]?.type).toBe('accepted');
    expect(events.at(-1)).toMatchObject({ type: 'completed', status: 'completed' });
    const again = await given.server.inject({ url: `/api/turns/${String(events[0]?.['turnId'])}/events?after=1`, cookies: anna.cookies });
    expect(readEvents(again.body)).toEqual(events.slice(2));
  });

  test('the conversation is listed, read, renamed, exported and archived by its owner, and is not there for anybody else', async () => {
    const { anna, events } = await asked(11);
    const id = String(events[0]?.['conversationId']);
    const list = async (query = '') => (await given.server.inject({ url: `/api/conversations${query}`, cookies: anna.cookies })).json<{ id: string; title: string }[]>();
    expect((await list()).map((conversation) => conversation.id)).toContain(id);
    const messages = (await given.server.inject({ url: `/api/conversations/${id}/messages`, cookies: anna.cookies })).json<{ role: string; id: string }[]>();
    expect(messages.map((message) => message.role)).toEqual(['user', 'assistant']);
    const change = (payload: object) => given.server.inject({ method: 'PATCH', url: `/api/conversations/${id}`, cookies: anna.cookies, headers: anna.headers, payload });
    expect((await change({ title: 'My review' })).statusCode).toBe(204);
    expect((await list('?query=review')).map((conversation) => conversation.title)).toEqual(['My review']);
    expect((await given.server.inject({ url: `/api/conversations/${id}/export`, cookies: anna.cookies })).body).toContain('# My review');
    const feedback = await given.server.inject({ method: 'POST', url: `/api/messages/${messages[1]?.id}/feedback`, cookies: anna.cookies, headers: anna.headers, payload: { thumbs: 'down', reason: 'too short' } });
    expect(feedback.statusCode).toBe(204);
    expect((await change({ archived: true })).statusCode).toBe(204);
    expect((await list()).map((conversation) => conversation.id)).not.toContain(id);
    const bert = await given.signIn(given.bert.email);
    for (const url of [`/api/conversations/${id}/messages`, `/api/conversations/${id}/export`, `/api/turns/${String(events[0]?.['turnId'])}/events`]) {
      expect((await given.server.inject({ url, cookies: bert.cookies })).statusCode, url).toBe(404);
    }
  });

  test('an unknown field or an empty question is refused before anything is stored', async () => {
    const anna = await given.signIn(given.anna.email);
    for (const payload of [{ ...question(12), principal: 'other' }, { ...question(12), text: ' ' }]) {
      expect((await given.server.inject({ method: 'POST', url: '/api/turns', cookies: anna.cookies, headers: anna.headers, payload })).statusCode).toBe(400);
    }
  });
});
