import fc from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { inEffectOrder } from '../../../src/domain/lots/transaction-order.ts';
import { bridgePortfolio } from '../../../src/domain/performance/bridge.ts';
import { buildDailyLedger, valuedDays } from '../../../src/domain/performance/daily-ledger.ts';
import { completePrices } from '../../../src/domain/performance/first-quote.ts';
import type { MarketData } from '../../../src/domain/performance/market-data.ts';
import { positionSteps } from '../../../src/domain/performance/position-steps.ts';
import { timeWeightedReturn } from '../../../src/domain/performance/time-weighted-return.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';
import { DAYS, event, historyOf, market, START } from '../../support/random-history.ts';

const LAST = addDays(START, DAYS - 1);

describe('the daily ledger', () => {
  test('ends on the same value as the exact bridge, and holds the same units as the lot book', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const transactions = historyOf(events);
      const ledger = buildDailyLedger({ transactions, market, from: START, to: LAST });
      const exact = definedOrThrow(bridgePortfolio({ transactions, market, openingDate: START, closingDate: LAST }));
      const scale = 1e-9 * Math.max(1, ...ledger.value.map(Math.abs));
      expect(Math.abs(ledger.value.at(-1)! - exact.closing.toNumber())).toBeLessThan(scale);
      expect(Math.abs(ledger.value[0]! - exact.opening.toNumber())).toBeLessThan(scale);
      const { book } = runLots(transactions);
      for (const [security, steps] of positionSteps(inEffectOrder(transactions)).steps) {
        expect(steps.at(-1)!.quantity).toBeCloseTo(book.quantityOf(security).toNumber(), 6);
      }
    }), { numRuns: 200, seed: 21 });
  });

  const stamp = { currency: 'USD', tradeDate: START };
  const two: MarketData = {
    baseCurrency: 'USD', fx: new Map(),
    prices: new Map([
      ['OLD', { currency: 'USD', quotes: [{ date: START, price: decimal(100) }, { date: addDays(START, 5), price: decimal(50) }] }],
      ['NEW', { currency: 'USD', quotes: [{ date: addDays(START, 5), price: decimal(25) }] }],
    ]),
  };
  const purchase: Transaction[] = [
    { ...stamp, id: 'd', kind: 'deposit', amount: decimal(1000) },
    { ...stamp, id: 'b', kind: 'buy', securityId: 'OLD', quantity: decimal(10), price: decimal(100) },
  ];
  const later = { currency: 'USD', tradeDate: addDays(START, 5) };
  const returnOf = (transactions: readonly Transaction[]): number => {
    const ledger = buildDailyLedger({ transactions, market: two, from: START, to: addDays(START, 9) });
    return definedOrThrow(timeWeightedReturn(0, valuedDays(ledger, START), 'end-of-day'));
  };

  test('shows no return for a split, a spin-off or a merger at fair terms', () => {
    expect(returnOf([...purchase, { ...later, id: 's', kind: 'split', securityId: 'OLD', newShares: decimal(2), oldShares: decimal(1) }])).toBeCloseTo(0, 12);
    expect(returnOf([...purchase, { ...later, id: 'o', kind: 'spin_off', securityId: 'OLD', childSecurityId: 'NEW', childPerParent: decimal(2), costFraction: decimal('0.5') }])).toBeCloseTo(0, 12);
    expect(returnOf([...purchase, { ...later, id: 'm', kind: 'merger', securityId: 'OLD', successorSecurityId: 'NEW', newShares: decimal(4), oldShares: decimal(1) }])).toBeCloseTo(0, 12);
  });

  test('values a day without a price as unknown, names the security, and yields no return', () => {
    const transactions: Transaction[] = [...purchase, { ...stamp, id: 'n', kind: 'buy', securityId: 'NEW', quantity: decimal(1), price: decimal(20) }];
    const ledger = buildDailyLedger({ transactions, market: two, from: START, to: addDays(START, 9) });
    expect(ledger.value[0]).toBeNaN();
    expect(ledger.quality).toEqual([expect.stringContaining('NEW')]);
    const twr = timeWeightedReturn(0, valuedDays(ledger, START), 'end-of-day');
    expect(isUndefined(twr) && twr.reason).toContain('missing');
  });

  test('stands in for missing history only by a named convention', () => {
    const transactions: Transaction[] = [{ ...stamp, id: 'n', kind: 'buy', securityId: 'NEW', quantity: decimal(1), price: decimal(20) }];
    const firstPrice = (missing: 'none' | 'trade-prices' | 'first-quote'): string => completePrices(two.prices, transactions, missing).get('NEW')!.quotes[0]!.price.toFixed();
    expect([firstPrice('none'), firstPrice('trade-prices'), firstPrice('first-quote')]).toEqual(['25', '20', '25']);
    expect(completePrices(two.prices, transactions, 'first-quote').get('NEW')!.quotes[0]!.date).toBe(START);
  });

  test('refuses a period that ends before it starts', () => {
    expect(() => buildDailyLedger({ transactions: [], market: two, from: isoDate('2024-02-01'), to: isoDate('2024-01-01') })).toThrow(/before it starts/);
  });
});
