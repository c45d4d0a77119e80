import { expect, test } from 'vitest';
import { decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import { givenBuy, givenSale } from './given-trades.ts';

const BUY = givenBuy({ id: 'a', on: '2020-03-02', quantity: 11, price: 90 });
const ACTION = { id: 'x', tradeDate: isoDate('2024-05-01'), currency: 'USD', securityId: 'ACME', fxToBase: decimal(1) } as const;

test('a split changes units and nothing else, and spares what was bought on its own day', () => {
  const { book } = runLots([
    BUY, givenBuy({ id: 'same-day', on: '2024-05-01', quantity: 1, price: 50 }), { ...ACTION, kind: 'split', newShares: decimal(2), oldShares: decimal(1) },
  ]);
  expect(book.position('ACME')!.lots.map((lot) => [lot.quantity.toFixed(), lot.cost.toFixed(), lot.acquiredOn])).toEqual([['22', '990', '2020-03-02'], ['1', '50', '2024-05-01']]);
});

test('a stock dividend spreads the cost over more units', () => {
  const { book } = runLots([BUY, { ...ACTION, kind: 'stock_dividend', quantity: decimal(1) }]);
  expect([book.quantityOf('ACME').toFixed(), book.position('ACME')!.cost.toFixed()]).toEqual(['12', '990']);
});

test('a spin-off divides the cost, keeps the date and sells the fraction for cash', () => {
  const { book, realised } = runLots([BUY, {
    ...ACTION, kind: 'spin_off', childSecurityId: 'SPIN', childPerParent: decimal('0.5'), costFraction: decimal('0.2'), cashInLieu: decimal(30),
  }]);
  expect(book.position('ACME')!.cost.toFixed()).toBe('792');
  // 5.5 units cost 198; the half one costs 18 and brought 30.
  expect([book.quantityOf('SPIN').toFixed(), book.position('SPIN')!.cost.toFixed(), book.position('SPIN')!.lots[0]!.acquiredOn]).toEqual(['5', '180', '2020-03-02']);
  expect([realised[0]!.event, realised[0]!.gain.toFixed(), realised[0]!.term]).toEqual(['cash_in_lieu', '12', 'long']);
});

test('a merger carries cost and date to the successor', () => {
  const { book } = runLots([BUY, { ...ACTION, kind: 'merger', successorSecurityId: 'NEWCO', newShares: decimal(3), oldShares: decimal(1), cashAmount: decimal(90) }]);
  expect([book.quantityOf('ACME').toFixed(), book.quantityOf('NEWCO').toFixed(), book.position('NEWCO')!.cost.toFixed()]).toEqual(['0', '33', '900']);
});

test('a merger for cash alone closes the position', () => {
  const { book, realised } = runLots([BUY, { ...ACTION, kind: 'merger', successorSecurityId: 'NONE', newShares: decimal(0), oldShares: decimal(1), cashAmount: decimal(1000) }]);
  expect([book.positions().length, realised[0]!.gain.toFixed()]).toEqual([0, '10']);
});

test('a return of capital lowers the cost, and is a gain only beyond it', () => {
  const once = runLots([BUY, { ...ACTION, kind: 'return_of_capital', amount: decimal(990) }]);
  expect([once.book.position('ACME')!.cost.toFixed(), once.realised.length]).toEqual(['0', 0]);
  const beyond = runLots([BUY, { ...ACTION, kind: 'return_of_capital', amount: decimal(1000) }, givenSale({ on: '2024-06-03', quantity: 11, price: 1 })]);
  expect(beyond.realised.map((gain) => [gain.event, gain.gain.toFixed()])).toEqual([['return_of_capital', '10'], ['sale', '11']]);
});

test('a short position gains when it is covered below its sale', () => {
  const { realised, book } = runLots([
    { ...givenSale({ id: 's', on: '2024-01-02', quantity: 10, price: 50 }), kind: 'short_sell' }, { ...givenBuy({ id: 'c', on: '2025-06-02', quantity: 10, price: 40 }), kind: 'cover' },
  ]);
  expect([realised[0]!.gain.toFixed(), realised[0]!.term, book.positions().length]).toEqual(['100', 'short', 0]);
});
