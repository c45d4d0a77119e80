import { expect, test } from 'vitest';
import { understand } from '../../../src/agent/offline/understand.ts';
import type { Persona } from '../../../src/agent/offline/types.ts';
import { isoDate } from '../../../src/shared/calendar.ts';

function read(text: string, persona: Persona) {
  return understand(text, [], { persona, today: isoDate('2026-11-23') });
}

test.each([
  ['auditor', 'Who signed off 41?', '41'], ['advisor', 'Go ahead with 17, the client agrees.', '17'], ['client', 'I am happy with 23 and take it up.', '23'], ['auditor', 'I need the memo on 8 for the audit file.', '8'],
  ['client', '52?', '52'], ['client', 'Recommendation 12: why?', '12'],
] as const)('%s: "%s" speaks of recommendation %s', (persona, text, number) => {
  expect(read(text, persona).slots.recommendationNumber).toBe(number);
});

test.each([
  ['client', 'Show my top 5 holdings'], ['client', 'Until I am 70, how does it develop?'], ['advisor', 'Close flag 36, the papers have arrived.'], ['client', 'How did it do in 2025?'], ['auditor', 'Which team leads the Formula 1 standings?'],
  ['client', 'Sell 40 shares of it'], ['advisor', 'Which of my 12 clients hold gold?'],
] as const)('%s: the number in "%s" is no recommendation', (persona, text) => {
  expect(read(text, persona).slots.recommendationNumber).toBeUndefined();
});

test('a lone number is taken out where it stands, and what was said last counts beside it', () => {
  expect(read('It was worth 1250 usd: who approved 12?', 'auditor').slots).toMatchObject({ recommendationNumber: '12', amounts: [{ value: 1250 }] });
  expect(read('Who approved 41 this year, sorry, last year?', 'auditor').slots.periods.map(({ expression }) => expression)).toEqual(['last_year']);
});

test('a note is no paper for a meeting', () => {
  expect(read('Add a note on her preference for bonds.', 'advisor').asks.map(({ topic }) => topic)).toEqual(['add_note']);
  expect(read('Show who wrote the memo on recommendation 12.', 'auditor').asks.map(({ topic }) => topic)).not.toContain('report_generate');
});

test('a time ahead of a list holds for each of its questions and is none itself', () => {
  const { asks } = read('Last quarter: number of failed tool calls, and total chats with the assistant?', 'auditor');
  expect(asks.map(({ topic, slots }) => [topic, slots.periods[0]?.expression])).toEqual([['tool_calls', 'last_quarter'], ['conversation_history', 'last_quarter']]);
});

test('an act that the whole message says nothing of is not asked for', () => {
  expect(read('back on 14 September 2026, how much was my portfolio worth?', 'client').asks.map(({ topic }) => topic)).toEqual(['value_history']);
});

test('thanks hold no question that follows them', () => {
  expect(read('Interesting, thank you. And which dividend was the largest?', 'client').asks.map(({ topic }) => topic)).toEqual(['dividend_income']);
});
