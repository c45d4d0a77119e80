import fc from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { buildDailyLedger, valuedDays } from '../../../src/domain/performance/daily-ledger.ts';
import type { Quote } from '../../../src/domain/performance/market-data.ts';
import { dailyReturn, linkedSubPeriodReturn, timeWeightedReturn } from '../../../src/domain/performance/time-weighted-return.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const FROM = isoDate('2022-03-01');
const LENGTH = 40;
const prices = fc.array(fc.integer({ min: 500, max: 20_000 }), { minLength: LENGTH, maxLength: LENGTH })
  .map((cents) => cents.map((price, day): Quote => ({ date: addDays(FROM, day), price: decimal(price).div(100) })));
const purchases = fc.array(fc.record({ day: fc.integer({ min: 0, max: LENGTH - 1 }), units: fc.integer({ min: 1, max: 100_000 }) }), { maxLength: 20 });

function twrOf(quotes: readonly Quote[], bought: readonly { day: number; units: number }[]): number {
  const transactions = [{ day: 0, units: 1 }, ...bought].flatMap(({ day, units }, index): Transaction[] => {
    const stamp = { tradeDate: addDays(FROM, day), currency: 'USD' };
    const price = quotes[day]!.price;
    return [
      { ...stamp, id: `d${index}`, kind: 'deposit', amount: price.times(units) },
      { ...stamp, id: `b${index}`, kind: 'buy', securityId: 'F', quantity: decimal(units), price },
    ];
  });
  const market = { baseCurrency: 'USD', prices: new Map([['F', { currency: 'USD', quotes }]]), fx: new Map() };
  const ledger = buildDailyLedger({ transactions, market, from: FROM, to: addDays(FROM, LENGTH - 1) });
  return definedOrThrow(timeWeightedReturn(0, valuedDays(ledger, FROM), 'end-of-day'));
}

describe('the time-weighted return', () => {
  test('is that of the price, whatever money came in and when', () => {
    fc.assert(fc.property(prices, purchases, (quotes, bought) => {
      const path = quotes.at(-1)!.price.div(quotes[0]!.price).minus(1).toNumber();
      expect(Math.abs(twrOf(quotes, bought) - path)).toBeLessThan(1e-9 * Math.max(1, path));
    }), { numRuns: 100, seed: 1 });
  });

  test('is the same for flows of one day in any order', () => {
    fc.assert(fc.property(prices, purchases, (quotes, bought) => {
      expect(twrOf(quotes, bought.toReversed())).toBeCloseTo(twrOf(quotes, bought), 9);
    }), { numRuns: 50, seed: 2 });
  });

  test('follows the stated timing of flows', () => {
    const day = { date: FROM, value: 220, inflow: 100, outflow: 0 };
    expect(dailyReturn(100, day, 'start-of-day')).toBeCloseTo(0.1, 12);
    expect(dailyReturn(100, day, 'end-of-day')).toBeCloseTo(0.2, 12);
    expect(dailyReturn(200, { date: FROM, value: 121, inflow: 0, outflow: 99 }, 'in-start-out-end')).toBeCloseTo(0.1, 12);
  });

  test('does not exist against a negative value or an unknown price, and says so', () => {
    expect(isUndefined(dailyReturn(-10, { date: FROM, value: 5, inflow: 0, outflow: 0 }, 'end-of-day'))).toBe(true);
    expect(dailyReturn(100, { date: FROM, value: Number.NaN, inflow: 0, outflow: 0 }, 'end-of-day')).toMatchObject({ reason: expect.stringContaining('unknown') });
    expect(linkedSubPeriodReturn([{ date: FROM, before: 0, after: 100 }])).toMatchObject({ kind: 'undefined' });
  });

  test('is zero for days without money at work', () => {
    expect(timeWeightedReturn(0, [{ date: FROM, value: 0, inflow: 0, outflow: 0 }, { date: addDays(FROM, 1), value: 50, inflow: 50, outflow: 0 }], 'end-of-day')).toBe(0);
  });
});
