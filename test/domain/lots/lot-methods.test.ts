import { describe, expect, test } from 'vitest';
import { decimal } from '../../../src/shared/decimal.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { holdingTerm } from '../../../src/domain/lots/holding-term.ts';
import { LotBook } from '../../../src/domain/lots/lot-book.ts';
import type { LotMethod } from '../../../src/domain/lots/lot-rules.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import { givenBuy, givenSale } from './given-trades.ts';

const BUYS = [
  givenBuy({ id: 'a', on: '2024-01-02', quantity: 10, price: 100 }),
  givenBuy({ id: 'b', on: '2024-02-01', quantity: 10, price: 130 }),
  givenBuy({ id: 'c', on: '2024-03-01', quantity: 10, price: 110 }),
];
const SALE = { on: '2024-06-03', quantity: 12, price: 120 };

function sold(method: LotMethod): [string, string, string][] {
  return runLots([...BUYS, givenSale(SALE)], { method }).realised.map((gain) => [gain.lotId, gain.quantity.toFixed(), gain.gain.toFixed()]);
}

describe('each method takes its own lots', () => {
  test.each<[LotMethod, [string, string, string][]]>([
    ['fifo', [['a', '10', '200'], ['b', '2', '-20']]],
    ['lifo', [['c', '10', '100'], ['b', '2', '-20']]],
    ['hifo', [['b', '10', '-100'], ['c', '2', '20']]],
  ])('%s', (method, expected) => {
    expect(sold(method)).toEqual(expected);
  });

  test('average cost dates its pieces first in, first out and prices them all alike', () => {
    const { realised, book } = runLots([...BUYS, givenSale(SALE)], { method: 'average' });
    // (1000 + 1300 + 1100) ÷ 30 = 113.33 a unit; 12 units leave 18 at the same average.
    expect(realised.map((gain) => [gain.lotId, gain.quantity.toFixed()])).toEqual([['a', '10'], ['b', '2']]);
    expect(book.position('ACME')!.cost.toNumber()).toBeCloseTo(2040, 12);
  });

  test('a sale that names lots takes exactly those, and the rest first in, first out', () => {
    const sale = givenSale({ ...SALE, lots: [{ lotId: 'c', quantity: decimal(5) }] });
    expect(runLots([...BUYS, sale], { method: 'specific' }).realised.map((gain) => [gain.lotId, gain.quantity.toFixed()])).toEqual([['c', '5'], ['a', '7']]);
  });

  test('a sale that names a lot which is not open is refused', () => {
    const sale = givenSale({ ...SALE, lots: [{ lotId: 'z', quantity: decimal(5) }] });
    expect(() => runLots([...BUYS, sale], { method: 'specific' })).toThrow(/lot z/);
  });
});

describe('conventions', () => {
  test('fees are in the cost by choice, and the choice moves both cost and gain', () => {
    const trades = [givenBuy({ on: '2024-01-02', quantity: 10, price: 100, fees: 10 }), givenSale({ on: '2024-02-02', quantity: 5, price: 120, fees: 5 })];
    expect(runLots(trades).realised[0]!.gain.toFixed()).toBe('90');
    expect(runLots(trades, { feesInCost: false }).realised[0]!.gain.toFixed()).toBe('100');
  });

  test.each([['2023-06-15', '2024-06-15', 'short'], ['2023-06-15', '2024-06-16', 'long'], ['2024-02-29', '2025-02-28', 'short'], ['2024-02-29', '2025-03-01', 'long']])(
    'held from %s to %s is %s: the anniversary is not yet more than a year', (from, to, term) => {
      expect(holdingTerm(isoDate(from), isoDate(to))).toBe(term);
    },
  );

  test('over-selling is refused and names the trade', () => {
    const refused = (): unknown => runLots([...BUYS, givenSale({ id: 'too-many', on: '2024-06-03', quantity: 31, price: 1 })]);
    expect(refused).toThrow(AppError);
    expect(refused).toThrow(/too-many.*31 units of ACME.*only 30/);
  });

  test('where it is allowed, over-selling opens a short that the next purchase covers', () => {
    const { realised, book } = runLots([
      givenBuy({ on: '2024-01-02', quantity: 5, price: 10 }), givenSale({ on: '2024-01-03', quantity: 8, price: 12 }), givenBuy({ on: '2024-01-04', quantity: 4, price: 11 }),
    ], { oversell: 'short' });
    expect(realised.map((gain) => [gain.side, gain.quantity.toFixed(), gain.gain.toFixed()])).toEqual([['long', '5', '10'], ['short', '3', '3']]);
    expect(book.quantityOf('ACME').toFixed()).toBe('1');
  });

  test('a transfer keeps cost and acquisition date, so a sale soon after it is long-term', () => {
    const { realised } = runLots([
      { kind: 'transfer_in', id: 't', tradeDate: isoDate('2024-05-01'), currency: 'USD', securityId: 'ACME', quantity: decimal(4), cost: decimal(40), acquiredOn: isoDate('2020-01-01') },
      givenSale({ on: '2024-05-02', quantity: 4, price: 25 }),
    ]);
    expect([realised[0]!.term, realised[0]!.gain.toFixed()]).toEqual(['long', '60']);
  });

  test('a copy of the book goes its own way', () => {
    const book = new LotBook();
    for (const buy of BUYS) book.apply(buy);
    const planned = book.copy();
    planned.apply(givenSale(SALE));
    expect([book.quantityOf('ACME').toFixed(), planned.quantityOf('ACME').toFixed()]).toEqual(['30', '18']);
  });

  test('a transaction earlier than the last one is refused instead of giving wrong lots', () => {
    const book = new LotBook();
    book.apply(BUYS[2]!);
    expect(() => book.apply(BUYS[0]!)).toThrow(/comes after/);
  });
});
