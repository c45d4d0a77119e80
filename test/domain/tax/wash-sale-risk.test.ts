import { describe, expect, test } from 'vitest';
import { decimal, ZERO } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow, undefinedBecause } from '../../../src/shared/undefined-value.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import { harvestableLosses } from '../../../src/domain/tax/harvestable-losses.ts';
import { applyWashSales } from '../../../src/domain/tax/wash-sales.ts';
import { firstClearDate, washSaleRisk } from '../../../src/domain/tax/wash-sale-risk.ts';
import { givenBuy, givenSale } from '../lots/given-trades.ts';

const OLD = givenBuy({ id: 'old', on: '2023-01-02', quantity: 10, price: 100 });
const LOSS_SALE = givenSale({ id: 'plan', on: '2024-06-28', quantity: 10, price: 80 });

describe('a planned sale at a loss', () => {
  test.each([['2024-05-28', false, '2024-06-28'], ['2024-05-29', true, '2024-06-29'], ['2024-06-27', true, '2024-07-28'], ['2024-07-28', true, '2024-08-28'], ['2024-07-29', false, '2024-06-28']])(
    'with a purchase on %s: wash sale %s, clear from %s', (boughtOn, isWashSale, clear) => {
      const risk = definedOrThrow(washSaleRisk(LOSS_SALE, [OLD, givenBuy({ id: 'new', on: boughtOn, quantity: 10, price: 90 })]));
      expect([risk.isWashSale, risk.firstClearDate]).toEqual([isWashSale, clear]);
    },
  );

  test('is disallowed only for the units that are replaced, and says when to buy again', () => {
    const risk = definedOrThrow(washSaleRisk(LOSS_SALE, [OLD, givenBuy({ id: 'new', on: '2024-06-20', quantity: 4, price: 90 })]));
    expect([risk.loss.toFixed(), risk.disallowed.toFixed(), risk.replacements.map(({ lotId }) => lotId), risk.buyAgainFrom]).toEqual(['200', '80', ['new'], '2024-07-29']);
  });

  test('of part of a recent purchase is no wash sale: the rest of the same order replaces nothing', () => {
    const recent = givenBuy({ id: 'recent', on: '2024-06-20', quantity: 30, price: 100 });
    expect(definedOrThrow(washSaleRisk(LOSS_SALE, [recent])).isWashSale).toBe(false);
  });

  test('a gain is never a wash sale', () => {
    const risk = definedOrThrow(washSaleRisk(givenSale({ id: 'plan', on: '2024-06-28', quantity: 10, price: 180 }), [OLD, givenBuy({ id: 'new', on: '2024-06-20', quantity: 4, price: 90 })]));
    expect([risk.isWashSale, risk.loss.toFixed()]).toEqual([false, '0']);
  });

  test('the clear date steps over a chain of purchases', () => {
    expect(firstClearDate(isoDate('2024-06-28'), [isoDate('2024-07-20'), isoDate('2024-06-20'), isoDate('2024-12-01')], 30)).toBe('2024-08-20');
  });
});

test('a disallowed loss is never lost: it is all in the basis of the replacements', () => {
  const outcomes = applyWashSales([
    { id: 'A', quantity: decimal(7), boughtOn: isoDate('2024-01-02'), basis: decimal(100), soldOn: isoDate('2024-03-01'), proceeds: decimal(50) },
    { id: 'B', quantity: decimal(3), boughtOn: isoDate('2024-03-05'), basis: decimal(30) },
    { id: 'C', quantity: decimal(3), boughtOn: isoDate('2024-03-06'), basis: decimal(30) },
  ]);
  const disallowed = outcomes.reduce((sum, outcome) => sum.plus(outcome.disallowed), ZERO);
  const added = outcomes.reduce((sum, outcome) => sum.plus(outcome.basisAdded), ZERO);
  expect(added.minus(disallowed).abs().toNumber()).toBeLessThan(1e-30);
  expect(outcomes[0]!.disallowedQuantity.toFixed()).toBe('6');
});

test('harvestable losses name the loss, its term, what a recent purchase would disallow, and what cannot be judged', () => {
  const { book } = runLots([
    OLD, givenBuy({ id: 'new', on: '2024-06-20', quantity: 4, price: 70 }), givenBuy({ id: 'dark', on: '2024-06-21', quantity: 1, price: 5, securityId: 'DARK' }),
  ]);
  const { losses, unknown } = harvestableLosses(book, {
    asOf: isoDate('2024-06-28'), reporting: 'base', minimumLoss: decimal(1),
    valuationOf: (id) => ({ price: id === 'ACME' ? decimal(80) : undefinedBecause('no price'), fxToBase: decimal(1) }),
  });
  expect(losses.map((loss) => [loss.lotId, loss.loss.toFixed(), loss.term, loss.disallowed.toFixed(), loss.firstClearDate])).toEqual([['old', '200', 'long', '80', '2024-07-21']]);
  expect([...unknown.keys()]).toEqual(['DARK']);
});
