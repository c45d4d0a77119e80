import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { factOf, figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

// Half of 11,880 is earmarked, 1,000 is saved elsewhere.
const SAVED = 6940;

test('a goal counts its share of the portfolio and what is saved outside', async () => {
  const answer = await book.call('anna', 'list_goals', {});
  expect([figureOf(answer, 'current'), figureOf(answer, 'target'), figureOf(answer, 'shortfall')]).toEqual(['6940', '20000', '13060']);
  expect(figureOf(answer, 'progressFraction')).toBeCloseTo(SAVED / 20_000, 12);
  expect(factOf(answer, 'onTrack')).toBe(false);
});

test('a projection without growth is the saving alone', async () => {
  const answer = await book.call('anna', 'project_goal', { goal: 'lake house' });
  expect([figureOf(answer, 'projectedValue'), figureOf(answer, 'shortfall'), figureOf(answer, 'months')]).toEqual(['8140', '11860', 12]);
  expect(Number(figureOf(answer, 'requiredMonthly'))).toBeCloseTo((20_000 - SAVED) / 12, 2);
});

test('what is assumed instead changes the projection and nothing on record', async () => {
  const changed = await book.call('anna', 'project_goal', { goal: 'house', monthlyContribution: 1000, lumpSum: 2000 });
  expect([figureOf(changed, 'projectedValue'), factOf(changed, 'onTrack')]).toEqual(['20940', true]);
  expect(figureOf(await book.call('anna', 'project_goal', { goal: 'house' }), 'projectedValue')).toBe('8140');
});

test('what is taken out today is missing from the projection, and no more than is put by can be taken', async () => {
  const asPlanned = await book.call('anna', 'project_goal', { goal: 'house' });
  const less = await book.call('anna', 'project_goal', { goal: 'house', withdrawal: 500 });
  expect(Number(figureOf(asPlanned, 'currentValue')) - Number(figureOf(less, 'currentValue'))).toBe(500);
  await expect(book.call('anna', 'project_goal', { goal: 'house', withdrawal: 1_000_000 })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a simulation without volatility is certain', async () => {
  const answer = await book.call('anna', 'simulate_portfolio', { horizonYears: 2, returnFraction: 0.1, volatilityFraction: 0, percentile: 30 });
  expect(Number(figureOf(answer, 'p5'))).toBeCloseTo(11_880 * 1.21, 1);
  expect(Number(figureOf(answer, 'percentileValue'))).toBeCloseTo(11_880 * 1.21, 1);
  expect(figureOf(answer, 'probabilityOfDepletion')).toBe(0);
});

test('a stress test multiplies each value by its shock', async () => {
  const answer = await book.call('anna', 'run_stress_test', { shocks: { equity: -0.2 } });
  expect(figureOf(answer, 'lossBase')).toBe('1530');
  const crisis = await book.call('anna', 'run_stress_test', { scenario: 'covid_2020' });
  // Industrials −42 %, energy −56 %, cash unchanged.
  expect(figureOf(crisis, 'lossBase')).toBe((4800 * 0.42 + 2850 * 0.56).toString());
});

test('a shock that names nothing is refused with what can be named', async () => {
  await expect(book.call('anna', 'run_stress_test', { shocks: { tulips: -0.5 } })).rejects.toThrow(AppError);
});

test('a draft rebalance buys what is short, from cash, in whole units', async () => {
  const answer = await book.call('anna', 'draft_rebalance', { portfolio: 'alpine' });
  const trades = rowsOf(answer, 'trades');
  expect(trades.every((trade) => trade['side'] === 'buy' && Number.isInteger(Number(trade['quantity'])))).toBe(true);
  const spent = trades.reduce((sum, trade) => sum + Number(trade['amount']), 0);
  // 70 % of 11,880 is 8,316: 666 more than is held, less than a unit of each share short of it.
  expect(spent).toBeLessThanOrEqual(666);
  expect(spent).toBeGreaterThan(666 - 80 - 142.5);
  expect(Number(figureOf(answer, 'cashAfter'))).toBeCloseTo(4230 - spent, 2);
});

test('a draft keeps within the turnover asked for', async () => {
  expect(figureOf(await book.call('anna', 'draft_rebalance', { portfolio: 'alpine', maxTurnoverFraction: 0.02 }), 'turnoverFraction')).toBeLessThanOrEqual(0.02);
});

test('a draft order is sized in whole units and checked, and nothing is placed', async () => {
  const answer = await book.call('anna', 'draft_order', { side: 'sell', security: 'ACME', portfolio: 'alpine', fraction: 0.25 });
  expect([figureOf(answer, 'holdingQuantity'), figureOf(answer, 'orderQuantity'), figureOf(answer, 'orderValue'), factOf(answer, 'suitability')]).toEqual(['60', '15', '1200', 'suitable']);
  const risky = await book.call('anna', 'draft_order', { side: 'buy', security: 'RISK', portfolio: 'alpine', amount: 105 });
  expect([figureOf(risky, 'orderQuantity'), factOf(risky, 'suitability')]).toEqual(['10', 'not_suitable']);
  expect(rowsOf(risky, 'checks').filter((row) => row['result'] === 'fail').map((row) => row['rule'])).toEqual(['restricted list', 'risk profile']);
  expect(figureOf(await book.call('anna', 'list_transactions', {}), 'count')).toBe(8);
});

test('why a security is restricted is for staff: it may be inside information', async () => {
  const why = async (who: 'anna' | 'advisor') => rowsOf(await book.call(who, 'draft_order', { side: 'buy', security: 'RISK', portfolio: 'alpine', amount: 105 }), 'checks').find((row) => row['rule'] === 'restricted list')?.['detail'];
  expect([await why('anna'), await why('advisor')]).toEqual(['on the restricted list of the firm', 'pending deal']);
  const column = async (who: 'anna' | 'advisor') => JSON.stringify(await book.call(who, 'query_records', { table: 'Securities', fields: ['ticker', 'restrictedReason'] })).includes('pending deal');
  expect([await column('anna'), await column('advisor')]).toEqual([false, true]);
});
