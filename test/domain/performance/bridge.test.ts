import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { bridgePortfolio, bridgeResult, bridgeToCents, type Bridge, type BridgeRequest } from '../../../src/domain/performance/bridge.ts';
import type { MarketData } from '../../../src/domain/performance/market-data.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { decimal, sumDecimals } from '../../../src/shared/decimal.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const START = isoDate('2024-01-01');
const DAYS = 60;

/** Three securities in two foreign currencies and the base one, with prices and rates that move every third day. */
const market: MarketData = {
  baseCurrency: 'USD',
  prices: new Map([['A', 'USD'], ['B', 'EUR'], ['C', 'JPY']].map(([security, currency], nth) => [security!, {
    currency: currency!,
    quotes: Array.from({ length: DAYS / 3 }, (_item, index) => ({ date: addDays(START, index * 3), price: decimal(50 + nth * 30 + ((index * 7 + nth) % 13)).plus('0.37') })),
  }])),
  fx: new Map([['EUR', '1.0813'], ['JPY', '0.006701']].map(([currency, rate]) => [currency!, Array.from({ length: DAYS / 2 }, (_item, index) => ({
    date: addDays(START, index * 2), rate: decimal(rate!).times(decimal(100 + ((index * 5) % 9)).div(100)),
  }))])),
};
const CURRENCY: Readonly<Record<string, string>> = { A: 'USD', B: 'EUR', C: 'JPY' };

interface Event { day: number; kind: string; security: string; units: number; cents: number; ownRate: boolean }

const event: fc.Arbitrary<Event> = fc.record({
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  kind: fc.constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'dividend', 'fee', 'tax', 'deposit', 'withdrawal', 'interest', 'split', 'return_of_capital', 'transfer_in', 'transfer_out'),
  security: fc.constantFrom('A', 'B', 'C'),
  units: fc.integer({ min: 1, max: 500 }),
  cents: fc.integer({ min: 1, max: 99_999 }),
  ownRate: fc.boolean(),
});

/** Turns random events into a possible history: nothing is sold that is not held. */
function historyOf(events: readonly Event[]): Transaction[] {
  const held = new Map<string, number>();
  const transactions: Transaction[] = [];
  events.toSorted((left, right) => left.day - right.day || Number(right.kind === 'split') - Number(left.kind === 'split')).forEach((item, index) => {
    const currency = CURRENCY[item.security]!;
    const stamp = {
      id: `t${index}`, tradeDate: addDays(START, item.day), currency,
      ...(item.ownRate && currency !== 'USD' ? { fxToBase: decimal(currency === 'EUR' ? '1.0777' : '0.0066123') } : {}),
    };
    const owned = held.get(item.security) ?? 0;
    const units = item.kind === 'sell' || item.kind === 'transfer_out' ? Math.min(item.units, owned) : item.units;
    if (units === 0 || (['split', 'return_of_capital'].includes(item.kind) && owned === 0)) return;
    const amount = decimal(item.cents).div(100);
    const trade = { ...stamp, securityId: item.security, quantity: decimal(units) };
    switch (item.kind) {
      case 'buy': case 'sell':
        transactions.push({ ...trade, kind: item.kind, price: amount.plus(1), fees: decimal('4.95'), taxes: decimal('0.33') });
        break;
      case 'transfer_in': transactions.push({ ...trade, kind: 'transfer_in', cost: amount.times(3), acquiredOn: isoDate('2020-05-05') }); break;
      case 'transfer_out': transactions.push({ ...trade, kind: 'transfer_out', marketValue: amount.times(5) }); break;
      case 'split':
        transactions.push({ ...stamp, kind: 'split', securityId: item.security, newShares: decimal(3), oldShares: decimal(1) });
        held.set(item.security, owned * 3);
        return;
      case 'return_of_capital': transactions.push({ ...stamp, kind: 'return_of_capital', securityId: item.security, amount }); return;
      case 'dividend': transactions.push({ ...stamp, kind: 'dividend', securityId: item.security, amount, taxes: amount.times('0.15') }); return;
      case 'interest': transactions.push({ ...stamp, kind: 'interest', amount }); return;
      case 'fee': case 'tax': case 'deposit': case 'withdrawal': transactions.push({ ...stamp, kind: item.kind, amount }); return;
    }
    held.set(item.security, owned + (item.kind === 'buy' || item.kind === 'transfer_in' ? units : -units));
  });
  return transactions;
}

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
