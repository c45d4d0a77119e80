import { HumanMessage, SystemMessage, type AIMessageChunk } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { OfflineChatModel } from '../../../src/agent/offline/offline-chat-model.ts';
import { answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { namesAnswer, plainTools, play } from './scripted-turn.ts';

const SYSTEM = new SystemMessage('Prompt\n---\nRole: client\nUser: Margaret Ellison\nToday: 2026-11-23\nBase currency: USD');
const TOOLS = [{ type: 'function' as const, function: { name: 'find_names', description: 'x', parameters: { type: 'object', properties: {} } } }];
const TODAY = isoDate('2026-11-23');

async function stream(question: string, bound = true): Promise<{ chunks: AIMessageChunk[]; tokens: string[] }> {
  const model = new OfflineChatModel();
  const tokens: string[] = [];
  const chunks: AIMessageChunk[] = [];
  const callbacks = [{ handleLLMNewToken: (token: string) => { tokens.push(token); } }];
  for await (const chunk of await (bound ? model.bindTools(TOOLS) : model).stream([SYSTEM, new HumanMessage(question)], { callbacks })) chunks.push(chunk);
  return { chunks, tokens };
}

test('text streams in pieces, each told to the callbacks, and ends with a finish reason', async () => {
  const { chunks, tokens } = await stream('What can you do?');
  expect(tokens.length).toBeGreaterThan(5);
  expect(chunks.map((chunk) => chunk.text).join('')).toBe(tokens.join(''));
  expect(chunks.at(-1)!.response_metadata).toMatchObject({ model_name: 'steward-offline-2', finish_reason: 'stop' });
});

test('a question with data behind it starts with a name lookup as a tool-call chunk', async () => {
  const { chunks } = await stream('What is Core Growth worth?');
  expect(chunks[0]!.tool_call_chunks).toMatchObject([{ name: 'find_names', args: expect.stringContaining('What is Core Growth worth?') }]);
});

test('the same messages give the same reply, and other messages another id', async () => {
  const [first, again, other] = await Promise.all([stream('What can you do?'), stream('What can you do?'), stream('Hello')]);
  expect(first.chunks[0]!.id).toBe(again.chunks[0]!.id);
  expect(first.chunks[0]!.id).not.toBe(other.chunks[0]!.id);
});

test('without tools it still ends in text', async () => {
  const { chunks } = await stream('What is Core Growth worth?', false);
  expect(chunks.some((chunk) => (chunk.tool_call_chunks ?? []).length > 0)).toBe(false);
  expect(chunks.map((chunk) => chunk.text).join('').length).toBeGreaterThan(10);
});

test('a missing value is said to be unavailable with its reason, never zero', async () => {
  const [turn] = await play(['What is the volatility of Core Growth?'], 'client', (name, args) => (name === 'find_names' ? namesAnswer(String(args['text'])) : answer({
    title: 'Risk', asOf: TODAY, figures: [{ key: 'volatility', label: 'Volatility', value: null, reason: 'there are fewer than two returns', unit: 'fraction', asOf: TODAY, method: 'sample deviation' }],
  })));
  expect(turn!.text).toContain('unavailable because there are fewer than two returns');
});

test('an empty list is said to be empty', async () => {
  const [turn] = await play(['Which compliance checks failed last month?'], 'advisor', (name, args) => (name === 'find_names' ? namesAnswer(String(args['text'])) : answer({
    title: 'Compliance checks', asOf: TODAY, tables: [{ key: 'checks', title: 'Checks', method: '', total: 0, columns: [{ key: 'rule', label: 'Rule', kind: 'text' }], rows: [] }],
  })));
  expect(turn!.text).toMatch(/There are no compliance checks that fit/);
});

test('money, percent and dates read as people write them', async () => {
  const [turn] = await play(['What are my portfolios worth?'], 'client', plainTools);
  expect(turn!.text).toContain('USD 1,234,567.89');
  expect(turn!.text).toContain('23 November 2026');
  expect(turn!.text).toMatch(/You could also ask:\n- /);
});

test('a write shows what would change and asks; only its result is called done', async () => {
  const preview = answer({ title: 'Switch off marketing by email', asOf: TODAY, facts: [{ key: 'setting', label: 'Marketing by email', value: 'on, would be off', kind: 'text' }] });
  const [turn] = await play(['Turn off marketing emails'], 'client', (name, args) => (name === 'find_names' ? namesAnswer(String(args['text'])) : { status: 'pending_approval', message: 'Shown to the person.', preview }));
  expect(turn!.calls.at(-1)).toEqual({ name: 'set_notification_preference', args: { kind: 'marketing', channel: 'email', enabled: false } });
  expect(turn!.text).toContain('Nothing has changed yet');
  expect(turn!.text).toMatch(/Shall I go ahead\?/);
});

test('a tool that fails is reported in the product\u2019s own words, with the hint', async () => {
  const [turn] = await play(['What is Core Growth worth?'], 'client', (name, args) => (name === 'find_names' ? namesAnswer(String(args['text'])) : { error: 'unavailable', message: 'Prices are missing for that day.', hint: 'Try the day before.' }));
  expect(turn!.text).toContain('Prices are missing for that day. Try the day before.');
});
