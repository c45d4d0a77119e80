import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/services.ts';
import { givenConversations } from '../support/given-faulty-turn.ts';
import { callChunk, calls, chunk, disconnectsAfter, fails, says, stallsAfter, startModelServer, type Behaviour, type ModelServer } from '../support/model-server.ts';

const GOOD = says('All is in order.');
const LIMIT_MS = 4_000;

let given: Awaited<ReturnType<typeof givenConversations>>;
const servers: ModelServer[] = [];
beforeAll(async () => { given = await givenConversations(); });
afterEach(async () => { await Promise.all(servers.splice(0).map((server) => server.close())); });
afterAll(() => given.close());

async function serve(...behaviours: readonly Behaviour[]): Promise<ModelServer> {
  const server = await startModelServer(behaviours);
  servers.push(server);
  return server;
}

const START = callChunk('', { id: 'call_1', name: 'write_note' });
const WHOLE_CALL = START + callChunk('{"subject":"a"}');

/** Each passes when tried again; `kind` is what the record must say. */
const PASSING: readonly (readonly [name: string, fault: Behaviour, kind: string])[] = [
  ['429 without retry-after', fails(429, 'slow down'), 'rate-limited'],
  ['429 with retry-after', fails(429, 'slow down', { 'retry-after': '2' }), 'rate-limited'],
  ['408', fails(408, 'too slow'), 'timeout'],
  ['500', fails(500, 'oops'), 'server-error'],
  ['502', fails(502, 'bad gateway'), 'server-error'],
  ['503', fails(503, 'overloaded'), 'server-error'],
  ['529', fails(529, 'overloaded'), 'server-error'],
  ['connection reset', (response) => { response.socket?.resetAndDestroy(); }, 'connection'],
  ['first byte too late', () => undefined, 'timeout'],
  ['stall before any text', stallsAfter(chunk({ role: 'assistant', content: '' })), 'timeout'],
  ['stall inside a tool call', stallsAfter(START, callChunk('{"sub')), 'timeout'],
  ['stall after a tool call', stallsAfter(WHOLE_CALL), 'timeout'],
  ['disconnect before a tool call', disconnectsAfter(), 'connection'],
  ['disconnect inside a tool call', disconnectsAfter(START, callChunk('{"sub')), 'connection'],
  ['disconnect after a tool call', disconnectsAfter(WHOLE_CALL), 'connection'],
  ['stream that ends without a reason', (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end(WHOLE_CALL); }, 'truncated'],
  ['empty completion', says(''), 'empty'],
  ['a web page instead of a stream', (response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'); }, 'unreadable'],
  ['a stream of broken JSON', (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"id": \n\n'); }, 'unreadable'],
  ['an error inside the stream', (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end(chunk({ content: '' }) + 'data: {"error":{"message":"gone"}}\n\n'); }, 'connection'],
];

describe('a fault that passes', () => {
  test.each(PASSING)('%s: the next attempt answers, nothing is done twice, the fault is on record', async (_name, fault, kind) => {
    const server = await serve(fault, GOOD);
    const turn = await given.ask([server.baseUrl]);
    expect(turn.text).toBe('All is in order.');
    expect(turn.last).toMatchObject({ type: 'completed', status: 'completed' });
    expect(server.requests).toHaveLength(2);
    expect(turn.faults).toEqual([kind]);
    expect(turn.logged).toEqual([`model attempt failed ${kind}`]);
    expect(turn.done).toEqual({ reads: 0, writes: 0 });
    expect(turn.outcomes).toEqual([]);
    expect(turn.tookMs).toBeLessThan(LIMIT_MS);
  });

  test('the provider\'s own wait is kept, and without one the waits grow', async () => {
    const named = await given.ask([(await serve(fails(429, 'slow', { 'retry-after': '2' }), GOOD)).baseUrl]);
    const unnamed = await given.ask([(await serve(fails(429, 'slow'), fails(429, 'slow'), GOOD)).baseUrl]);
    expect(named.waits).toEqual([2_000]);
    expect(unnamed.waits).toEqual([500, 1_000]);
  });

  test('a first byte that is slow but in time needs no second attempt', async () => {
    const server = await serve((response, request) => { setTimeout(() => GOOD(response, request), 60); });
    expect((await given.ask([server.baseUrl])).faults).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('a sentence that was shown before the connection broke is not shown again', async () => {
    const server = await serve(disconnectsAfter(chunk({ content: 'All is in order. And no' })), says('All is in order. Nothing is due.'));
    expect((await given.ask([server.baseUrl])).text).toBe('All is in order. Nothing is due.');
  });
});

describe('a fault that stays', () => {
  test.each(PASSING)('%s: the second model answers', async (_name, fault) => {
    const [first, second] = [await serve(fault), await serve(GOOD)];
    const turn = await given.ask([first.baseUrl, second.baseUrl]);
    expect(turn.text).toBe('All is in order.');
    expect(first.requests).toHaveLength(3);
    expect(turn.tookMs).toBeLessThan(LIMIT_MS);
  });

  test('every model down: a clear message, stored, with the way on', async () => {
    const turn = await given.ask([(await serve(fails(503, 'secret internals'))).baseUrl, `http://127.0.0.1:${await freePort()}/v1`]);
    expect(turn.last).toMatchObject({ type: 'failed', code: 'unavailable', retryable: true, hint: expect.any(String) });
    expect(turn.stored).toMatchObject({ status: 'failed', errorCode: 'unavailable' });
    expect(turn.faults).toEqual(['connection', 'connection', 'connection', 'server-error', 'server-error', 'server-error']);
    expect(JSON.stringify(turn.events)).not.toContain('secret internals');
    expect(turn.audited).toContain('turn.failed');
  });

  test.each([
    ['context overflow', fails(400, "This model's maximum context length is 8192 tokens"), 'context-overflow'],
    ['a refused key', fails(401, 'bad key'), 'rejected'],
    ['a refused request', fails(400, 'no'), 'rejected'],
  ] as const)('%s is not tried again on the same model', async (_name, fault, kind) => {
    const [first, second] = [await serve(fault), await serve(GOOD)];
    const turn = await given.ask([first.baseUrl, second.baseUrl]);
    expect([first.requests.length, turn.text, turn.faults]).toEqual([1, 'All is in order.', [kind]]);
  });

  test('a turn whose time is up ends as failed and says so', async () => {
    const forever: Behaviour = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(chunk({ content: ' ' })), 20);
      response.on('close', () => clearInterval(timer));
    };
    const turn = await given.ask([(await serve(forever)).baseUrl], 'Is all well?', { turnTimeoutMs: 300 });
    expect(turn.last).toMatchObject({ type: 'failed', code: 'timeout' });
    expect(turn.stored).toMatchObject({ status: 'failed', errorCode: 'timeout' });
    expect(turn.tookMs).toBeLessThan(LIMIT_MS);
  });
});

test('a turn that the person stops keeps what was shown, and is no failure', async () => {
  const server = await serve(stallsAfter(chunk({ content: 'All is in order. And no' })));
  const turn = await given.ask([server.baseUrl], 'Is all well?', { stopAfterMs: 200 });
  expect(turn.last).toMatchObject({ type: 'completed', status: 'stopped' });
  expect([turn.text.trim(), turn.stored.status, turn.faults]).toEqual(['All is in order.', 'stopped', []]);
});

describe('a bad tool call', () => {
  test.each([
    ['truncated JSON', 'read_status', '{"subject":"a', 'not complete JSON'],
    ['a key given twice', 'read_status', '{"subject":"a","subject":"b"}', 'given twice'],
    ['a wrong type', 'read_status', '{"subject":5}', 'must be string'],
    ['a field too many', 'read_status', '{"subject":"a","clientId":"other"}', 'does not know'],
    ['a list', 'read_status', '["a"]', 'not a JSON object'],
    ['an unknown tool', 'drop_tables', '{}', 'no such tool'],
  ] as const)('%s is answered in our own words and corrected once', async (_name, tool, args, words) => {
    const server = await serve(calls(tool, args), calls('read_status', '{"subject":"a"}', 'call_2'), GOOD);
    const turn = await given.ask([server.baseUrl]);
    const told = server.requests[1]?.messages.at(-1);
    expect(told?.role).toBe('tool');
    expect(String(told?.content)).toContain(words);
    expect(turn.outcomes).toHaveLength(2);
    expect(turn.outcomes[0]).not.toBe('ok');
    expect(turn.outcomes[1]).toBe('ok');
    expect([turn.done.reads, turn.text]).toEqual([1, 'All is in order.']);
  });

  test('a tool that never answers is given up, and the model goes on without it', async () => {
    const turn = await given.ask([(await serve(calls('read_slowly', '{}'), GOOD)).baseUrl]);
    expect([turn.outcomes, turn.text]).toEqual([['timeout'], 'All is in order.']);
  });

  test('endless tool calls end in words or a clear message, within the bound', async () => {
    const server = await serve(calls('read_status', '{"subject":"a"}'));
    const turn = await given.ask([server.baseUrl]);
    expect(turn.last?.type).toBe('failed');
    expect(turn.last).toMatchObject({ code: 'unavailable', hint: expect.any(String) });
    expect(server.requests.length).toBeLessThanOrEqual(7);
    expect(server.requests.at(-1)?.tools ?? []).toEqual([]);
    expect(turn.audited).toContain('limit.exceeded');
  });

  test('a write asked for again and again is never done without approval, and once with it', async () => {
    const server = await serve(calls('write_note', '{"subject":"a"}'), fails(500, 'oops'), says('Please approve the note.'));
    const asked = await given.ask([server.baseUrl], 'Write a note.');
    expect([asked.outcomes, asked.done.writes, asked.text]).toEqual([['pending_approval'], 0, 'Please approve the note.']);
    const { conversationId } = asked;
    const yes = await given.ask([(await serve(fails(503, 'oops'), says('It is written.'))).baseUrl], 'yes', { conversationId });
    const again = await given.ask([(await serve(says('There is nothing to approve.'))).baseUrl], 'yes', { conversationId });
    expect([yes.done.writes, yes.text, again.done.writes]).toEqual([1, 'It is written.', 0]);
  });
});

test('the daily allowance is counted over turns: past it no model is asked, and the person is told', async () => {
  const server = await serve(GOOD);
  await given.ask([server.baseUrl]);
  const before = server.requests.length;
  await expect(given.ask([server.baseUrl], 'Is all well?', { dailyTokens: 15 })).rejects.toMatchObject({ code: 'rate-limited' });
  expect(server.requests).toHaveLength(before);
  await expect(given.ask([server.baseUrl], 'Is all well?', { dailyTokens: 1_000_000 })).resolves.toMatchObject({ text: 'All is in order.' });
});
