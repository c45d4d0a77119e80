import { afterAll, beforeAll, expect, test } from 'vitest';
import { figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test.each([['sharpe', 'sharpeRatio'], ['drawdown', 'maxDrawdown'], ['volatility', 'volatility']] as const)('portfolios are ranked by the same %s that the risk of one portfolio shows', async (metric, figure) => {
  const ranking = rowsOf(await book.call('advisor', 'rank_portfolios', { metric, period: 'YTD' }), 'ranking');
  const risk = await book.call('advisor', 'get_risk', { portfolio: 'Alpine Growth', period: 'YTD' });
  expect(ranking.map(({ portfolio }) => portfolio)).toEqual(['Alpine Growth']);
  expect(ranking[0]!['value']).toBeCloseTo(Number(figureOf(risk, figure)), 9);
});

test('a portfolio of somebody else\u2019s client is in no ranking', async () => {
  const all = rowsOf(await book.call('auditor', 'rank_portfolios', { metric: 'value' }), 'ranking');
  expect(all.map(({ portfolio }) => portfolio)).toEqual(['Alpine Growth', 'Baltic Income']);
});
