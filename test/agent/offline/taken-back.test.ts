import { expect, test } from 'vitest';
import { understand } from '../../../src/agent/offline/understand.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { findNames } from './name-fixture.ts';

const TODAY = isoDate('2026-11-23');

function read(text: string) {
  const { asks } = understand(text, findNames(text), { persona: 'client', today: TODAY });
  return asks.map(({ topic, mentions, slots }) => ({ topic, names: mentions.map(({ candidates }) => candidates[0]!.name), periods: slots.periods.map(({ expression }) => expression), sectors: slots.sectors }));
}

test('a name or a time that its writer takes back is not asked about', () => {
  expect(read('Return of Core Growth this year, sorry, I mean Pension Income last year')).toEqual([{ topic: 'performance_return', names: ['Pension Income'], periods: ['last_year'], sectors: [] }]);
  expect(read('What is the value of my portfolio? Not Core Growth, sorry, Pension Income')[0]).toMatchObject({ topic: 'portfolio_value', names: ['Pension Income'] });
});

test('a name is not taken back without another in its place', () => {
  expect(read('What is Core Growth worth, and not only today?')[0]).toMatchObject({ names: ['Core Growth'] });
});

test('sentences that tell something ask for nothing, but may say what a pronoun means', () => {
  expect(read('I work in banking myself. What is its weight in Core Growth?')).toMatchObject([{ topic: 'allocation_breakdown', names: ['Core Growth'], sectors: ['Financials'] }]);
  expect(read('My daughter asked about dividends. How risky is Core Growth?').map(({ topic }) => topic)).toEqual(['risk_metrics']);
});

test('what is told before a projection is reckoned with', () => {
  const [ask] = understand('I just inherited 40,000. If it all goes into my House 2031 goal, what would that be worth in the end?', findNames('my House 2031 goal'), { persona: 'client', today: TODAY }).asks;
  expect(ask).toMatchObject({ topic: 'goal_projection', slots: { amounts: [{ value: 40_000 }] } });
});
