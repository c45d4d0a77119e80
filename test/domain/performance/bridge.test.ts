import fc from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { bridgePortfolio, bridgeResult, bridgeToCents, type Bridge, type BridgeRequest } from '../../../src/domain/performance/bridge.ts';
import type { MarketData } from '../../../src/domain/performance/market-data.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { decimal, sumDecimals } from '../../../src/shared/decimal.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';
import { DAYS, event, historyOf, market, START } from '../../support/random-history.ts';

function bridge(request: Partial<BridgeRequest> & { transactions: readonly Transaction[] }): Bridge {
  return definedOrThrow(bridgePortfolio({ market, openingDate: START, closingDate: addDays(START, DAYS - 1), ...request }));
}

describe('the bridge', () => {
  test('explains the closing value exactly, whatever happened and wherever the period starts', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 0, max: DAYS - 2 }), fc.constantFrom('fifo' as const, 'lifo' as const, 'average' as const), (events, from, method) => {
      // An unexplained remainder throws.
      const result = bridge({ transactions: historyOf(events), openingDate: addDays(START, from), lotRules: { method } });
      const cents = bridgeToCents(result);
      const lines = [cents.opening, cents.flows, cents.income, cents.fees.neg(), cents.taxes.neg(), cents.realised, cents.unrealised, cents.currency];
      expect(sumDecimals(lines).toFixed(2)).toBe(cents.closing.toFixed(2));
    }), { numRuns: 300, seed: 7 });
  });

  test('of two halves adds up to that of the whole', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 30 }), fc.integer({ min: 1, max: DAYS - 3 }), (events, cut) => {
      const transactions = historyOf(events);
      const whole = bridgeResult(bridge({ transactions }));
      const first = bridge({ transactions, closingDate: addDays(START, cut) });
      const second = bridge({ transactions, openingDate: addDays(START, cut) });
      expect(second.opening.minus(first.closing).abs().lt('1e-20')).toBe(true);
      expect(bridgeResult(first).plus(bridgeResult(second)).minus(whole).abs().lt('1e-20')).toBe(true);
    }), { numRuns: 100, seed: 11 });
  });

  test('splits the gain on a foreign share into price and currency', () => {
    const flat: MarketData = {
      baseCurrency: 'USD',
      prices: new Map([['S', { currency: 'EUR', quotes: [{ date: START, price: decimal(100) }, { date: addDays(START, 10), price: decimal(110) }] }]]),
      fx: new Map([['EUR', [{ date: START, rate: decimal('1.10') }, { date: addDays(START, 10), rate: decimal('1.20') }]]]),
    };
    const stamp = { tradeDate: START, currency: 'EUR' };
    const result = bridge({
      market: flat, openingDate: addDays(START, -1), closingDate: addDays(START, 10),
      transactions: [
        { ...stamp, id: 'd', kind: 'deposit', amount: decimal(1000) },
        { ...stamp, id: 'b', kind: 'buy', securityId: 'S', quantity: decimal(10), price: decimal(100) },
      ],
    });
    expect(result).toMatchObject({ opening: decimal(0), flows: decimal(1100), unrealised: decimal(120), currency: decimal(100), closing: decimal(1320) });
  });

  test('refuses a stated value that it cannot explain', () => {
    const transactions: Transaction[] = [{ id: 'd', kind: 'deposit', tradeDate: addDays(START, 5), currency: 'USD', amount: decimal(500) }];
    expect(bridge({ transactions, statedClosing: decimal('500.004') }).closing.toFixed()).toBe('500');
    expect(() => bridge({ transactions, statedClosing: decimal('500.01') })).toThrow(AppError);
  });

  test('does not exist when a price is missing', () => {
    const transactions: Transaction[] = [{ id: 'b', kind: 'buy', tradeDate: START, currency: 'USD', securityId: 'UNQUOTED', quantity: decimal(1), price: decimal(5) }];
    const result = bridgePortfolio({ transactions, market, openingDate: START, closingDate: addDays(START, 9) });
    expect(isUndefined(result) && result.reason).toContain('no price of UNQUOTED');
  });
});
