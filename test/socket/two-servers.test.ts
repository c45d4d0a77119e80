import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { chunk, startModelServer, type Behaviour, type ModelServer } from '../support/model-server.ts';
import { givenServers, type ServerProcess, type Tab } from './given-servers.ts';

/** Both services are started by the test command; where they cannot be had, it says loudly that these suites did not run. */
const SERVICES = process.env['TEST_MARIADB_URL'] && process.env['TEST_REDIS_URL'] ? [process.env['TEST_REDIS_URL']] : [];

const WORDS = ['calm', 'clear', 'steady', 'bright', 'quiet', 'plain', 'even', 'mild', 'fair', 'gentle', 'warm', 'light', 'soft', 'level', 'open', 'simple'];
const SENTENCES = WORDS.map((word) => `The outlook is ${word}. `);
const closed: number[] = [];

/** Speaks slowly, a sentence at a time. */
const speaks: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk({ role: 'assistant', content: '' }));
  response.on('close', () => { if (!response.writableFinished) closed.push(Date.now()); });
  void speak(response);
};

async function speak(response: ServerResponse): Promise<void> {
  for (const sentence of isEndless ? Array.from({ length: 2_000 }, (_, at) => SENTENCES[at % SENTENCES.length] ?? '') : SENTENCES) {
    if (response.destroyed) return;
    response.write(chunk({ content: sentence }));
    await new Promise((done) => setTimeout(done, isEndless ? 100 : 120));
  }
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
}

let isEndless = false;

const isEnd = (event: TurnEvent): boolean => event.type === 'completed' || event.type === 'failed';
const seqs = (events: readonly TurnEvent[]): number[] => events.map(({ seq }) => seq);
const counted = (length: number): number[] => Array.from({ length }, (_, at) => at);
const textOf = (events: readonly TurnEvent[]): string => events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');

describe.each(SERVICES)('two servers of one firm', (redisUrl) => {
  let model: ModelServer;
  let given: Awaited<ReturnType<typeof givenServers>>;
  let servers: readonly [ServerProcess, ServerProcess];
  beforeAll(async () => {
    model = await startModelServer([speaks]);
    given = await givenServers(model.baseUrl, redisUrl);
    servers = [await given.start(), await given.start()];
  }, 180_000);
  afterAll(async () => {
    await given.close();
    await model.close();
  });
  const tabs = async (): Promise<[Tab, Tab]> => [await given.open(servers[0], given.email), await given.open(servers[1], given.email)];

  test('a client that drops and comes back at the other server goes on at its last number: nothing lost, doubled or out of order', async () => {
    isEndless = false;
    const [first, second] = await tabs();
    const { turnId } = await first.ask('How do things look?');
    await first.until((event) => event.turnId === turnId && event.seq >= 4);
    first.socket.disconnect();
    const seen = first.eventsOf(turnId);
    await second.resume(turnId, seen.at(-1)!.seq);
    await second.until((event) => event.turnId === turnId && isEnd(event));
    const all = [...seen, ...second.eventsOf(turnId)];
    expect(seqs(all)).toEqual(counted(all.length));
    expect(all.at(-1)).toMatchObject({ type: 'completed', status: 'completed' });
    expect(textOf(all).trim()).toBe(SENTENCES.join('').trim());
  });

  test('dropping again and again, from server to server, gives the same answer', async () => {
    isEndless = false;
    const [first] = await tabs();
    const { turnId } = await first.ask('How do things look?');
    const all: TurnEvent[] = [];
    let tab = first;
    for (let hop = 0; hop < 8 && !all.some(isEnd); hop += 1) {
      const from = all.at(-1)?.seq ?? -1;
      await tab.until((event) => event.turnId === turnId && (event.seq > from + 1 || isEnd(event)));
      tab.socket.disconnect();
      all.push(...tab.eventsOf(turnId));
      tab = await given.open(servers[hop % 2 === 0 ? 1 : 0], given.email);
      await tab.resume(turnId, all.at(-1)!.seq);
    }
    if (!all.some(isEnd)) {
      await tab.until((event) => event.turnId === turnId && isEnd(event));
      all.push(...tab.eventsOf(turnId));
    }
    expect(seqs(all)).toEqual(counted(all.length));
    expect(textOf(all).trim()).toBe(SENTENCES.join('').trim());
  });

  test('two tabs at two servers see the same', async () => {
    isEndless = false;
    const [first, second] = await tabs();
    const { turnId } = await first.ask('How do things look?');
    await first.until((event) => event.turnId === turnId && event.seq >= 2);
    await second.resume(turnId, -1);
    await Promise.all([first, second].map((tab) => tab.until((event) => event.turnId === turnId && isEnd(event))));
    expect(second.eventsOf(turnId)).toEqual(first.eventsOf(turnId));
    expect(seqs(first.eventsOf(turnId))).toEqual(counted(first.eventsOf(turnId).length));
  });

  test('two questions at once in one conversation, at two servers: both are answered, one after the other in the record', async () => {
    isEndless = false;
    const [first, second] = await tabs();
    const { turnId: opening, conversationId } = await first.ask('Good morning.');
    await first.until((event) => event.turnId === opening && isEnd(event));
    const asked = await Promise.all([first.ask('How do things look?', conversationId), second.ask('And tomorrow?', conversationId)]);
    await Promise.all([first, second].map((tab, at) => tab.until((event) => event.turnId === asked[at]!.turnId && isEnd(event))));
    for (const [at, tab] of [first, second].entries()) expect(tab.eventsOf(asked[at]!.turnId).at(-1)).toMatchObject({ type: 'completed', status: 'completed' });
    const stored = await given.database.orm.em.fork().find(ChatMessage, { conversation: conversationId }, { orderBy: { sequence: 'asc' } });
    expect(stored.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(stored.filter(({ role }) => role === 'assistant').map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    // Neither question is lost, and each answer follows its own.
    for (const answer of stored.filter(({ role }) => role === 'assistant')) expect(stored.find(({ id }) => id === answer.parentMessageId)?.turnId).toBe(answer.turnId);
  });

  test('nobody can follow somebody else\'s turn, nor stop it', async () => {
    isEndless = false;
    const [first] = await tabs();
    const stranger = await given.open(servers[1], given.strangerEmail);
    const { turnId } = await first.ask('How do things look?');
    expect(await stranger.resume(turnId, -1)).toMatchObject({ code: 'not-found' });
    await stranger.stop(turnId);
    await first.until((event) => event.turnId === turnId && isEnd(event));
    expect(first.eventsOf(turnId).at(-1)).toMatchObject({ type: 'completed', status: 'completed' });
    expect(stranger.events).toEqual([]);
  });

  test('stop from a tab at the other server reaches the provider: it sees the connection closed', async () => {
    isEndless = true;
    const [first, second] = await tabs();
    const before = closed.length;
    const { turnId } = await first.ask('Talk for ever.');
    await first.until((event) => event.turnId === turnId && event.type === 'text');
    await second.stop(turnId);
    const end = await first.until((event) => event.turnId === turnId && isEnd(event), 5_000);
    expect(end).toMatchObject({ type: 'completed', status: 'stopped' });
    await expect.poll(() => closed.length, { timeout: 3_000 }).toBe(before + 1);
  });

  test('after kill -9 of the server that ran the turn, the person hears at the other one that it failed, and can ask again', async () => {
    isEndless = true;
    const doomed = await given.start();
    const first = await given.open(doomed, given.email);
    const { turnId, conversationId } = await first.ask('Talk for ever.');
    await first.until((event) => event.turnId === turnId && event.type === 'text');
    doomed.child.kill('SIGKILL');
    const second = await given.open(servers[1], given.email);
    const last = first.eventsOf(turnId).at(-1)!.seq;
    await second.resume(turnId, last);
    const end = await second.until((event) => event.turnId === turnId && isEnd(event), 60_000);
    expect(end).toMatchObject({ type: 'failed', code: 'unavailable', retryable: true, hint: expect.any(String) });
    const after = second.eventsOf(turnId);
    expect(seqs(after)).toEqual(counted(after.length).map((at) => at + last + 1));
    isEndless = false;
    const again = await second.ask('How do things look?', conversationId);
    await second.until((event) => event.turnId === again.turnId && event.type === 'completed');
  }, 120_000);
});
