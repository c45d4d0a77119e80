import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { beforeTrades, type EnteredTrade } from '../../../src/domain/compliance/before-trades.ts';
import { checkCompliance } from '../../../src/domain/compliance/check-compliance.ts';
import { viewOf } from '../../../src/domain/compliance/subject-view.ts';
import { DAY, POSITIONS, security, subject, trade } from './given-subject.ts';

const entered = (side: 'buy' | 'sell', ticker: string, amount: number, transactionId = 't'): EnteredTrade => ({ ...trade(side, ticker, amount), transactionId });
const resultOf = (rule: string, given: ReturnType<typeof beforeTrades>) => checkCompliance(given).find(({ ruleId }) => ruleId === rule)?.result;

test('taking trades back and doing them again leads to the state as it stands', () => {
  const one = fc.record({ side: fc.constantFrom('buy' as const, 'sell' as const), ticker: fc.constantFrom('AAA', 'BBB', 'GONE'), amount: fc.integer({ min: 1, max: 900 }) });
  fc.assert(fc.property(fc.array(one, { maxLength: 5 }), (list) => {
    const { state } = subject();
    const made = beforeTrades(state, list.map(({ side, ticker, amount }, index) => entered(side, ticker, amount * 10, `t${index}`)), new Map([['GONE', security('GONE')]]));
    const after = viewOf(made).after.lines.filter(({ quantity }) => !quantity.isZero()).map(({ security: { id }, quantity, valueBase }) => [id, quantity.toFixed(), valueBase]);
    expect(after).toEqual(viewOf({ ...made, state, trades: [] }).after.lines.map(({ security: { id }, quantity, valueBase }) => [id, quantity.toFixed(), valueBase]));
  }), { numRuns: 200 });
});

test('a purchase of what is restricted fails although the holding alone would only be remarked on', () => {
  const { state } = subject({ state: { positions: [...POSITIONS, { ...POSITIONS[0]!, security: security('LEMN', { isRestricted: true }), quantity: '100', valueBase: '1000' }] } });
  expect(resultOf('restricted_list', { state, trades: [], securities: [] })).toBe('warning');
  expect(resultOf('restricted_list', beforeTrades(state, [entered('buy', 'LEMN', 1_000)], new Map()))).toBe('failed');
});

test('a sale of everything is judged by the gain that it realised, not by lots that are gone', () => {
  const sale = (gainBase: string | null) => subject({ state: {
    recentTrades: [
      { transactionId: 'b', portfolioId: 'p1', securityId: 'GONE', side: 'buy', tradeDate: DAY, quantity: '50', gainBase: null, amountBase: '500' },
      { transactionId: 's', portfolioId: 'p1', securityId: 'GONE', side: 'sell', tradeDate: DAY, quantity: '100', gainBase, amountBase: '1000' },
    ],
  } }).state;
  const judged = (gainBase: string | null) => resultOf('wash_sale', beforeTrades(sale(gainBase), [entered('sell', 'GONE', 1_000, 's')], new Map([['GONE', security('GONE')]])));
  expect([judged('-80'), judged('80'), judged(null)]).toEqual(['warning', 'passed', 'cannot_tell']);
});
