import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../../src/shared/decimal.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';
import { realisedGainIn } from '../../../src/domain/lots/currency-gains.ts';
import { LotBook } from '../../../src/domain/lots/lot-book.ts';
import type { LotMethod } from '../../../src/domain/lots/lot-rules.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import { cashEffect } from '../../../src/domain/lots/transaction-cash.ts';
import type { BuyTransaction, SellTransaction, Transaction } from '../../../src/domain/lots/transaction.ts';
import { givenBuy, givenSale } from './given-trades.ts';

const START = isoDate('2020-01-01');
const METHODS: readonly LotMethod[] = ['fifo', 'lifo', 'hifo', 'average', 'specific'];
const method = fc.constantFrom(...METHODS);

/** Histories that never oversell: each step buys, or sells a share of what is held. */
const history = fc.array(fc.record({
  sells: fc.boolean(), units: fc.integer({ min: 1, max: 50_000 }), share: fc.integer({ min: 1, max: 100 }), cents: fc.integer({ min: 1, max: 100_000 }),
  fee: fc.integer({ min: 0, max: 500 }), gap: fc.integer({ min: 0, max: 90 }), rate: fc.integer({ min: 50, max: 200 }),
}), { minLength: 1, maxLength: 40 }).map((steps) => {
  let date = START;
  let held = ZERO;
  return steps.map((step, index): BuyTransaction | SellTransaction => {
    date = addDays(date, step.gap);
    const terms = { id: `t${index}`, on: date, price: decimal(step.cents).div(100), fees: decimal(step.fee).div(100), fxToBase: decimal(step.rate).div(100) };
    const part = held.times(step.share).div(100).toDecimalPlaces(4, 0);
    if (step.sells && part.gt(0)) {
      held = held.minus(part);
      return givenSale({ ...terms, quantity: part });
    }
    const quantity = decimal(step.units).div(100);
    held = held.plus(quantity);
    return givenBuy({ ...terms, quantity });
  });
});

function unitsOf(transactions: readonly Transaction[]): Decimal {
  return sumDecimals(transactions.map((trade) => (trade.kind === 'buy' ? trade.quantity : trade.kind === 'sell' ? trade.quantity.neg() : ZERO)));
}

/** Realised gains so far, plus the value of what is held less its cost. */
function totalGain(transactions: readonly Transaction[], by: LotMethod, price: Decimal): Decimal {
  const { book, realised } = runLots(transactions, { method: by });
  const position = book.position('ACME');
  return sumDecimals(realised.map(({ gain }) => gain)).plus(position ? position.quantity.times(price).minus(position.cost) : ZERO);
}

test('every history conserves units: bought less sold is held, lot by lot', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    const { book } = runLots(trades, { method: by });
    const held = sumDecimals((book.position('ACME')?.lots ?? []).map((lot) => lot.quantity));
    expect(held.toFixed()).toBe(book.quantityOf('ACME').toFixed());
    expect(held.toFixed()).toBe(unitsOf(trades).toFixed());
  }));
});

test('every history conserves money: gains less open cost are the cash that moved', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    const { book, realised } = runLots(trades, { method: by });
    const cash = sumDecimals(trades.map(cashEffect));
    const explained = sumDecimals(realised.map(({ gain }) => gain)).minus(book.position('ACME')?.cost ?? ZERO);
    expect(explained.minus(cash).abs().toNumber()).toBeLessThan(1e-18);
  }));
});

test('all methods agree on the total of realised and unrealised gain', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    const price = decimal('12.34');
    expect(totalGain(trades, by, price).minus(totalGain(trades, 'fifo', price)).abs().toNumber()).toBeLessThan(1e-18);
  }));
});

test('a sold-out position leaves nothing behind: no lot, no cost, no later effect', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    const held = unitsOf(trades);
    const last = addDays(trades.at(-1)!.tradeDate, 1);
    const closed = held.gt(0) ? [...trades, givenSale({ id: 'close', on: last, quantity: held, price: 1 })] : trades;
    expect(runLots(closed, { method: by }).book.positions()).toEqual([]);
    const reopened = runLots([...closed, givenBuy({ id: 'again', on: last, quantity: 3, price: 7 })], { method: by }).book.position('ACME')!;
    expect([reopened.quantity.toFixed(), reopened.cost.toFixed(), reopened.lots.length]).toEqual(['3', '21', 1]);
  }));
});

test('a split changes neither cost nor value, nor what a later sale gains', () => {
  fc.assert(fc.property(history, method, fc.integer({ min: 2, max: 20 }), (trades, by, ratio) => {
    const held = unitsOf(trades);
    fc.pre(held.gt(0));
    const day = addDays(trades.at(-1)!.tradeDate, 1);
    const split: Transaction = { kind: 'split', id: 'split', tradeDate: day, currency: 'USD', securityId: 'ACME', newShares: decimal(ratio), oldShares: decimal(1) };
    const plain = runLots([...trades, givenSale({ id: 'end', on: day, quantity: held, price: ratio })], { method: by });
    const after = runLots([...trades, split, givenSale({ id: 'end', on: day, quantity: held.times(ratio), price: 1 })], { method: by });
    const gainOf = ({ realised }: typeof plain): Decimal => sumDecimals(realised.map(({ gain }) => gain));
    expect(gainOf(after).minus(gainOf(plain)).abs().toNumber()).toBeLessThan(1e-18);
    expect(after.book.positions()).toEqual([]);
  }));
});

test('over-selling is always refused, whatever came before', () => {
  fc.assert(fc.property(history, method, fc.integer({ min: 1, max: 1_000 }), (trades, by, excess) => {
    const sale = givenSale({ id: 'over', on: addDays(trades.at(-1)!.tradeDate, 1), quantity: unitsOf(trades).plus(decimal(excess).div(1000)), price: 1 });
    expect(() => runLots([...trades, sale], { method: by })).toThrow(/over/);
  }));
});

test('price gain and currency gain always add up to the gain in base currency', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    for (const realised of runLots(trades, { method: by }).realised) {
      const gain = definedOrThrow(realisedGainIn(realised, 'base'));
      expect(gain.price.plus(gain.currency).minus(gain.total).abs().toNumber()).toBeLessThan(1e-18);
      expect(gain.total.minus(gain.proceeds.minus(gain.cost)).isZero()).toBe(true);
    }
  }));
});

test('carrying a book forward one by one equals running the whole history', () => {
  fc.assert(fc.property(history, method, (trades, by) => {
    let book = new LotBook({ method: by });
    for (const trade of trades) {
      book = book.copy();
      book.apply(trade);
    }
    expect(book.positions()).toEqual(runLots(trades, { method: by }).book.positions());
  }));
});
