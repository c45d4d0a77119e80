import { describe, expect, test } from 'vitest';
import type { StateLot, StateTrade } from '../../../src/domain/portfolio-state/portfolio-state.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { DAY, judge, position, POSITIONS, security, trade } from './given-subject.ts';

const past = (side: 'buy' | 'sell', daysAgo: number, more: Partial<StateTrade> = {}): StateTrade => ({
  transactionId: `${side}-${daysAgo}`, portfolioId: 'p1', securityId: 'AAA', side, tradeDate: addDays(DAY, -daysAgo), quantity: '100', gainBase: side === 'sell' ? '-250' : null, amountBase: '1000', ...more,
});
const lot = (lotId: string, quantity: number, costBase: number | null, daysAgo: number): StateLot => ({ lotId, quantity: String(quantity), costBase: costBase === null ? null : String(costBase), acquiredOn: addDays(DAY, -daysAgo), isShort: false });

describe('wash sale', () => {
  const recent = (...recentTrades: StateTrade[]) => ({ state: { recentTrades } });
  const buy = { trades: [trade('buy', 'AAA', 100)] };
  test.each([
    ['a purchase 30 days after a sale at a loss', { ...recent(past('sell', 30)), ...buy }, 'warning'],
    ['a purchase 31 days after it', { ...recent(past('sell', 31)), ...buy }, 'passed'],
    ['a purchase after a sale at a gain', { ...recent(past('sell', 10, { gainBase: '5' })), ...buy }, 'passed'],
    ['a purchase after a sale of unknown result', { ...recent(past('sell', 10, { gainBase: null })), ...buy }, 'cannot_tell'],
    ['a purchase of something else', { ...recent(past('sell', 10)), trades: [trade('buy', 'BBB', 100)] }, 'passed'],
    ['a sale in another portfolio of the client', { ...recent(past('sell', 10, { portfolioId: 'p2' })), ...buy }, 'warning'],
    ['a country without the rule', { client: { taxResidence: 'DE' }, ...recent(past('sell', 10)), ...buy }, 'passed'],
    ['sold and bought again, seen at night', recent(past('sell', 20), past('buy', 10)), 'warning'],
    ['bought, then sold as a whole', recent(past('buy', 25), past('sell', 20)), 'passed'],
    ['bought more than was sold', recent(past('buy', 25, { quantity: '150' }), past('sell', 20)), 'warning'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('wash_sale', given).result).toBe(result);
  });

  // 900 units at 10: an old lot of 500 that cost 15, a lot of 100 bought 10 days ago for 12, the rest without loss.
  const lots = [lot('old', 500, 7_500, 400), lot('buy-10', 100, 1_200, 10), lot('cheap', 300, 1_500, 300)];
  const selling = (more: object) => ({ state: { positions: [position(security('AAA'), 9_000, { lots }), ...POSITIONS.slice(1)], recentTrades: [past('buy', 10)] }, ...more });

  test('a loss of 2,500 on 500 units with 100 units bought lately loses a fifth', () => {
    const result = judge('wash_sale', selling({ trades: [trade('sell', 'AAA', 5_000, { lots: [{ lotId: 'old', quantity: '500' }] })] }));
    expect(result).toMatchObject({ result: 'warning', evidence: { cases: [{ kind: 'loss_with_purchases', ticker: 'AAA', lossBase: '2500', disallowedBase: '500' }] } });
  });

  test('selling the late purchase itself replaces nothing', () => {
    expect(judge('wash_sale', selling({ trades: [trade('sell', 'AAA', 1_000, { lots: [{ lotId: 'buy-10', quantity: '100' }] })] })).result).toBe('passed');
  });

  test('without named lots the lot method of the portfolio says what is sold', () => {
    const sale = { trades: [trade('sell', 'AAA', 3_000)] };
    expect(judge('wash_sale', selling(sale)).result).toBe('warning'); // first in, first out: the old lot, at a loss
    expect(judge('wash_sale', selling({ ...sale, portfolio: { lotMethod: 'average' } })).result).toBe('warning'); // 10,200 for 900 units: 11.33 each, a loss
    const cheapLast = [lot('cheap', 300, 1_500, 5), lot('old', 500, 7_500, 400)];
    expect(judge('wash_sale', { state: { positions: [position(security('AAA'), 9_000, { lots: cheapLast })], recentTrades: [past('buy', 10)] }, portfolio: { lotMethod: 'lifo' }, ...sale }).result).toBe('passed');
  });

  test('without the cost of what is sold nobody can tell, and a loss in a retirement account has no effect', () => {
    const unknown = [lot('old', 900, null, 400)];
    const given = { state: { positions: [position(security('AAA'), 9_000, { lots: unknown })], recentTrades: [past('buy', 10)] }, trades: [trade('sell', 'AAA', 1_000)] };
    expect(judge('wash_sale', given).result).toBe('cannot_tell');
    expect(judge('wash_sale', { ...given, portfolio: { kind: 'retirement' } }).result).toBe('passed');
  });

  test('in the United Kingdom only purchases after the sale count', () => {
    expect(judge('wash_sale', { ...selling({ trades: [trade('sell', 'AAA', 5_000, { lots: [{ lotId: 'old', quantity: '500' }] })] }), client: { taxResidence: 'GB' } }).result).toBe('passed');
    expect(judge('wash_sale', { client: { taxResidence: 'GB' }, ...recent(past('sell', 10)), ...buy }).result).toBe('warning');
  });
});

describe('turnover and cost', () => {
  const rebalance = (amount: number, estimatedCostBase = '0') => ({
    trades: [trade('sell', 'AAA', amount), trade('buy', 'BBB', amount)], bestInterest: { reasonCount: 1, alternativeCount: 1, estimatedCostBase, confidence: 0.8, conflictsDisclosed: true },
  });
  test.each([
    ['nothing traded', {}, 'passed'],
    ['30 % turned over', rebalance(30_000), 'passed'],
    ['more than 30 % turned over', rebalance(30_010), 'warning'],
    ['more than 75 % turned over', rebalance(75_010), 'failed'],
    ['purchases alone turn nothing over', { trades: [trade('buy', 'AAA', 90_000)] }, 'passed'],
    ['a cost of 0.5 %', rebalance(1_000, '500'), 'passed'],
    ['a cost above 0.5 %', rebalance(1_000, '501'), 'warning'],
    ['a cost above 2 %', rebalance(1_000, '2001'), 'failed'],
    ['a portfolio without a value', { state: { positions: [position(security('AAA'), null)] }, ...rebalance(1_000) }, 'cannot_tell'],
    ['a recent trade of unknown amount', { state: { recentTrades: [past('sell', 10, { amountBase: null })] } }, 'cannot_tell'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('turnover_cost', given).result).toBe(result);
  });

  // 61 days are a sixth of a year: 67,000 of 100,000 in that time are 4.01 times a year, 101,000 are 6.04 times.
  test.each([[66_000, 'passed'], [67_000, 'warning'], [101_000, 'failed']] as const)('%d bought and sold in 61 days', (amount, result) => {
    const recentTrades = [past('buy', 40, { amountBase: String(amount) }), past('sell', 20, { amountBase: String(amount) })];
    expect(judge('turnover_cost', { state: { recentTrades } }).result).toBe(result);
  });
});

describe('recent data', () => {
  const priced = (daysAgo: number) => ({ state: { positions: [position(security('AAA'), 9_000, { priceDate: addDays(DAY, -daysAgo) })] } });
  const abroad = security('EUX', { currency: 'EUR' });
  const reviewed = (daysAgo: number) => ({ client: { profileReviewedOn: addDays(DAY, -daysAgo) } });
  test.each([
    ['a price of 7 days ago', priced(7), 'passed'], ['a price of 8 days ago', priced(8), 'warning'], ['a price of 30 days ago', priced(30), 'warning'], ['a price of 31 days ago', priced(31), 'failed'],
    ['no price', { state: { positions: [position(security('AAA'), null)] } }, 'cannot_tell'],
    ['no units, no price needed', { state: { positions: [position(security('AAA'), null, { quantity: '0' })] } }, 'passed'],
    ['a rate of 8 days ago', { state: { positions: [position(abroad, 9_000, { fxDate: addDays(DAY, -8) })] } }, 'warning'],
    ['a rate of an unknown day', { state: { positions: [position(abroad, 9_000, { fxDate: null })] } }, 'cannot_tell'],
    ['no rate', { state: { positions: [position(abroad, null, { price: '10', priceDate: DAY, fxToBase: null })] } }, 'cannot_tell'],
    ['a trade at a price of 8 days ago', { trades: [trade('buy', 'AAA', 100, { priceDate: addDays(DAY, -8) })] }, 'failed'],
    ['a profile of 365 days ago', reviewed(365), 'passed'], ['a profile of 366 days ago', reviewed(366), 'warning'], ['a profile of 1,096 days ago', reviewed(1_096), 'failed'],
    ['a profile never reviewed', { client: { profileReviewedOn: null } }, 'cannot_tell'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('stale_data', given).result).toBe(result);
  });
});

describe('conflicts of interest and record of best interest', () => {
  const record = { reasonCount: 1, alternativeCount: 1, estimatedCostBase: '10', confidence: 0.5, conflictsDisclosed: true };
  const house = { trades: [trade('buy', 'HSE', 100)], securities: [security('HSE', { issuer: 'Harbour Balanced Fund', assetClass: 'fund' })] };
  test.each([
    ['nothing bought', {}, 'passed'],
    ['a fund of the house', house, 'warning'],
    ['a fund of the house, disclosed', { ...house, bestInterest: record }, 'warning'],
    ['a fund of the house, not disclosed', { ...house, bestInterest: { ...record, conflictsDisclosed: false } }, 'failed'],
    ['a share of unknown issuer', { trades: [trade('buy', 'WHO', 100)], securities: [security('WHO', { issuer: null })] }, 'cannot_tell'],
    ['a coin has no issuer', { trades: [trade('buy', 'COIN', 100)], securities: [security('COIN', { issuer: null, assetClass: 'crypto' })] }, 'passed'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('conflicts', given).result).toBe(result);
  });

  test.each([
    ['no recommendation', undefined, 'passed'], ['complete, at the least confidence', record, 'passed'], ['less confidence', { ...record, confidence: 0.49 }, 'warning'],
    ['no confidence', { ...record, confidence: null }, 'cannot_tell'], ['no cost', { ...record, estimatedCostBase: null }, 'cannot_tell'], ['no reason', { ...record, reasonCount: 0 }, 'failed'],
    ['no alternative', { ...record, alternativeCount: 0 }, 'failed'], ['conflicts hidden', { ...record, conflictsDisclosed: false }, 'failed'],
  ] as const)('%s', (_name, bestInterest, result) => {
    expect(judge('best_interest', bestInterest ? { bestInterest } : {}).result).toBe(result);
  });
});
