import { expect, test } from 'vitest';
import { understand } from '../../../src/agent/offline/understand.ts';
import type { Ask, Persona } from '../../../src/agent/offline/types.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { findNames } from './name-fixture.ts';

const TODAY = isoDate('2026-11-23');

function asksOf(text: string, persona: Persona = 'client'): readonly Ask[] {
  return understand(text, findNames(text), { persona, today: TODAY }).asks;
}

const times = (text: string, persona?: Persona): string[] => asksOf(text, persona)[0]?.slots.periods.map(({ expression }) => expression) ?? [];

test.each<readonly [string, Persona, string[]]>([
  ['I was away last week. What risk alerts came up on the people I look after?', 'advisor', ['last_week']],
  ['I have been in hospital since the start of November. What dividends came in?', 'client', ['2026-11-01..as_of']],
  ['Doing my 2025 taxes. I need the gains split into short term and long term please', 'client', ['2025']],
  ['I was in hospital from the first of March to the end of May this year. By how much did Core Growth change in value over those three months, and what was it worth on 31 May?', 'client', ['2026-03-01..2026-05-31', '2026-05-31']],
  ['The first quarter was rough. Which holdings lost most?', 'client', ['2026-Q1']],
  ['I was on leave last week, what dividends came in?', 'client', ['last_week']],
  ['On 14 September 2026 I looked at Core Growth. How much was it worth that day?', 'client', ['2026-09-14']],
])('the time that was told is the time of the question: %s', (text, persona, expected) => {
  expect(times(text, persona)).toEqual(expected);
});

test('a time told beside a question about now is no part of it', () => {
  expect(times('I was away last week. How much is Core Growth worth?')).toEqual([]);
});

test('the currency, the sum, the crash and the thing that were told complete the question', () => {
  expect(asksOf('They want my investments stated in EUR. How much is everything worth in that currency?')[0]?.slots.currencies).toEqual(['EUR']);
  expect(asksOf('My aunt left me 25000 dollars. If I put half of it into House 2031 now, how much will be there at the target date?')[0]).toMatchObject({ topic: 'goal_projection', slots: { amounts: [{ value: 12_500, currency: 'USD' }] } });
  expect(asksOf('I lie awake over another Covid crash. How much would I lose if markets fell like that?')[0]?.slots.scenario).toBe('covid_2020');
  const [price] = asksOf('I was reading about Apple Inc. What did it finish at on 14 September 2026?');
  expect(price).toMatchObject({ topic: 'market_price' });
  expect(price?.mentions.map(({ candidates }) => candidates[0]?.id)).toEqual(['s-1']);
});

test('a sum that was told bounds nothing that is only looked up', () => {
  expect(asksOf('My pension pays 1,200 pounds a month. How much did I withdraw from Core Growth last year?')).toMatchObject([{ topic: 'transaction_search', slots: { amounts: [] } }]);
});

test('a second time, and a security named in the question before, are kept', () => {
  expect(times('What is a euro worth in dollars today, and what was it a year ago?')).toEqual(['today', '2025-11-23']);
  expect(asksOf('Which industry is Apple Inc in, and what did it cost at the end of September?').map(({ topic }) => topic)).toEqual(['security_facts', 'market_price']);
});

test('how many of it belongs to what was just asked', () => {
  expect(asksOf('What helped Core Growth the most last month? top three please')).toMatchObject([{ topic: 'performance_drivers', slots: { count: 3 } }]);
});
