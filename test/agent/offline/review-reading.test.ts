import { expect, test } from 'vitest';
import type { Ask } from '../../../src/agent/offline/types.ts';
import { understand } from '../../../src/agent/offline/understand.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { findNames } from './name-fixture.ts';

const TODAY = isoDate('2026-11-23');
const ID = '01a205b3-d000-7000-80d5-c06c0bc44c35';

function asksOf(text: string): readonly Ask[] {
  return understand(text, findNames(text), { persona: 'auditor', today: TODAY }).asks;
}

const spans = ({ slots }: Ask): string[] => slots.periods.map(({ expression }) => expression);

test.each([
  [`I'm reconstructing recommendation ${ID}. Which inputs went into it and, in order, what tools were used?`, ID],
  [`I am reviewing ${ID}. Who decided on it, and what reasons did the model give?`, ID],
  ['My sample includes recommendation 44. Which model wrote it, and who released it?', '44'],
])('a sentence that only tells which recommendation is meant names it for the question after it: %s', (text, number) => {
  const asks = asksOf(text);
  expect(asks.map(({ topic }) => topic)).toEqual(['ai_decision']);
  expect(asks[0]?.slots.recommendationNumber).toBe(number);
});

test('a number that is told of oneself names no recommendation', () => {
  expect(asksOf('I turn 70 next week. How many requests were refused in August?')[0]?.slots.recommendationNumber).toBeUndefined();
});

test.each([
  'Who is logged in at this moment? And were there any security events of high severity during October?',
  'Which users are signed in as we speak, and which security events were there in October?',
])('what is asked for as it stands takes no time from another question: %s', (text) => {
  expect(asksOf(text).map((ask) => [ask.topic, spans(ask)])).toEqual([['sessions', []], ['security_events', ['2026-10']]]);
});

test('the name of a second question does not narrow the first; one that closes both does', () => {
  const clients = (text: string): number[] => asksOf(text).map(({ mentions }) => mentions.length);
  expect(clients('Which security events from last month are still open, and which sessions has Margaret Ellison had in the last seven days?')).toEqual([0, 1]);
  expect(clients('How many conversations, and how many failed tool calls were there in August with Margaret Ellison?')).toEqual([1, 1]);
});

test.each([
  ['For last quarter, give me the number of assistant conversations and of tool calls that failed.', [['conversation_history', ['last_quarter']], ['tool_calls', ['last_quarter']]]],
  ['For July 2026: number of chats with the assistant, and number of tool calls that went wrong.', [['conversation_history', ['2026-07']], ['tool_calls', ['2026-07']]]],
  ['During September: number of tool calls, number of security events.', [['tool_calls', ['2026-09']], ['security_events', ['2026-09']]]],
  ['What was the mean time our API took to answer in September? And how many errors were logged that month?', [['metric_status', ['2026-09']], ['error_status', ['2026-09']]]],
])('two counts in one message share the time in front of them: %s', (text, expected) => {
  expect(asksOf(text).map((ask) => [ask.topic, spans(ask)])).toEqual(expected);
});

test.each(['Who exported data in Q2 2026? I need every export with its row count.', 'I want a list of exports for August, with rows and user.'])('exports that are to be listed are not made: %s', (text) => {
  expect(asksOf(text).map(({ topic }) => topic)).toEqual(['export_list']);
});
