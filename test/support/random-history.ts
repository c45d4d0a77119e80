import fc from './property.ts';
import type { Transaction } from '../../src/domain/lots/transaction.ts';
import type { MarketData } from '../../src/domain/performance/market-data.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import { decimal } from '../../src/shared/decimal.ts';

export const START = isoDate('2024-01-01');
export const DAYS = 60;

/** Three securities in two foreign currencies and the base one, with prices and rates that move every third day. */
export const market: MarketData = {
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

export interface Event { day: number; kind: string; security: string; units: number; cents: number; ownRate: boolean }

export const event: fc.Arbitrary<Event> = fc.record({
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  kind: fc.constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'dividend', 'fee', 'tax', 'deposit', 'withdrawal', 'interest', 'split', 'return_of_capital', 'transfer_in', 'transfer_out'),
  security: fc.constantFrom('A', 'B', 'C'),
  units: fc.integer({ min: 1, max: 500 }),
  cents: fc.integer({ min: 1, max: 99_999 }),
  ownRate: fc.boolean(),
});

/** Turns random events into a possible history: nothing is sold that is not held. */
export function historyOf(events: readonly Event[]): Transaction[] {
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
