import { expect, test } from 'vitest';
import type { Persona } from '../../../src/agent/offline/types.ts';
import { play } from './scripted-turn.ts';

async function lastCalls(persona: Persona, ...turns: readonly string[]): Promise<{ name: string; args: Readonly<Record<string, unknown>> }[]> {
  const played = await play(turns, persona);
  return played.at(-1)!.calls.filter(({ name }) => name !== 'find_names');
}

test('"and the year before?" asks the same for the year before', async () => {
  expect(await lastCalls('client', 'How did Core Growth do in 2025?', 'And the year before?')).toMatchObject([{ name: 'get_performance', args: { portfolio: 'p-1', periods: ['2024'] } }]);
  expect(await lastCalls('client', 'What dividends did I get this year?', 'and last year?')).toMatchObject([{ name: 'get_income', args: { period: 'last_year' } }]);
});

test('"what about" another portfolio keeps what was asked', async () => {
  expect(await lastCalls('client', 'What was the volatility of Core Growth over three years?', 'What about Pension Income?')).toMatchObject([{ name: 'get_risk', args: { portfolio: 'p-2', period: '3Y' } }]);
});

test('"it" is the security that the answer named', async () => {
  expect(await lastCalls('client', 'What is the biggest position in Core Growth?', 'How has it done since I bought it?')).toMatchObject([{ name: 'get_holding', args: { security: 's-1', portfolio: 'p-1' } }]);
});

test('staff go on about the client of the turn before', async () => {
  expect(await lastCalls('advisor', "What is Margaret Ellison's risk profile?", 'When did we last meet?')).toMatchObject([{ name: 'list_interactions', args: { client: 'c-1', kind: 'meeting' } }]);
});

test('a further condition narrows the same question', async () => {
  expect(await lastCalls('advisor', 'Which of my clients are underweight in equities?', 'Only those more than 5 points below')).toMatchObject([{ name: 'screen_book', args: { criterion: 'underweight', assetClass: 'equity', thresholdFraction: 0.05 } }]);
});

test('a name alone answers the question that was asked back', async () => {
  expect(await lastCalls('client', 'Rebalance my portfolio', 'Pension Income')).toMatchObject([{ name: 'draft_rebalance', args: { portfolio: 'p-2' } }]);
});

test('a question that stands on its own takes nothing from before', async () => {
  expect(await lastCalls('client', 'How did Core Growth do in 2025?', 'What are all my portfolios worth in total?')).toEqual([{ name: 'get_portfolio_summary', args: {} }]);
});

test('the other one is the portfolio that was not spoken of', async () => {
  expect(await lastCalls('client', 'How is Core Growth split by sector?', 'And the other one?')).toContainEqual({ name: 'get_allocation', args: { portfolio: 'p-2', by: 'sector' } });
});
