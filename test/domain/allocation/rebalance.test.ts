import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { chooseLotsForSale } from '../../../src/domain/allocation/choose-sale-lots.ts';
import { driftFromTargets, type AllocationTarget } from '../../../src/domain/allocation/drift.ts';
import { rebalanceAmounts, type RebalanceMode } from '../../../src/domain/allocation/rebalance-amounts.ts';
import { tradesForChanges } from '../../../src/domain/allocation/rebalance-trades.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const TARGETS: AllocationTarget[] = [
  { group: 'equity', targetFraction: 0.6, band: { kind: 'absolute', widthFraction: 0.05 } },
  { group: 'bond', targetFraction: 0.35, band: { kind: 'relative', widthFraction: 0.2 } },
  { group: 'cash', targetFraction: 0.05 },
];

function values(equity: number, bond: number, cash: number): Map<string, Decimal> {
  return new Map(Object.entries({ equity, bond, cash }).map(([group, value]) => [group, decimal(value)]));
}

const money = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 100);
const modes = fc.constantFrom<RebalanceMode[]>('full', 'to-band', 'cash-only');

test('rebalancing conserves value and never overdraws cash, in money and in whole units', () => {
  fc.assert(fc.property(money, money, money, modes, fc.boolean(), fc.oneof(fc.constant(2), fc.double({ min: 0, max: 0.5, noNaN: true })), (equity, bond, cash, mode, wholeUnits, turnover) => {
    const current = values(equity, bond, cash);
    const plan = rebalanceAmounts(current, TARGETS, { mode, cashGroup: 'cash', maxTurnoverFraction: turnover });
    expect(isUndefined(plan)).toBe(equity + bond + cash === 0);
    if (isUndefined(plan)) return;
    expect(plan.cashAfterBase.gte(0)).toBe(true);
    expect(plan.cashAfterBase.plus(sumDecimals(plan.changes.values())).equals(decimal(cash))).toBe(true);
    expect(plan.turnoverFraction).toBeLessThanOrEqual(turnover + 1e-9);
    const holdings = [
      { securityId: 'S', group: 'equity', quantity: decimal(equity).div(37).toDecimalPlaces(6, 1), priceBase: decimal(37) },
      { securityId: 'B', group: 'bond', quantity: decimal(bond).div('99.5').toDecimalPlaces(6, 1), priceBase: decimal('99.5') },
    ];
    const trades = tradesForChanges(plan.changes, holdings, decimal(cash), { wholeUnits });
    const net = sumDecimals(trades.trades.map((trade) => (trade.side === 'buy' ? trade.amountBase : trade.amountBase.neg())));
    expect(trades.cashAfterBase.plus(net).equals(decimal(cash))).toBe(true);
    expect(trades.cashAfterBase.gte(0)).toBe(true);
    expect(!wholeUnits || trades.trades.every(({ quantity }) => quantity.isInteger())).toBe(true);
  }));
});

test('a turnover so small that no money could move trades nothing', () => {
  const plan = definedOrThrow(rebalanceAmounts(values(0, 68.19, 0.01), TARGETS, { mode: 'full', cashGroup: 'cash', maxTurnoverFraction: 1.8e-63 }));
  expect([plan.changes.size, plan.cashAfterBase.toNumber(), plan.turnoverFraction]).toEqual([0, 0.01, 0]);
});

test('a full rebalance lands on the targets; to band stops at the edge; cash only never sells', () => {
  const full = definedOrThrow(rebalanceAmounts(values(800, 200, 0), TARGETS, { mode: 'full', cashGroup: 'cash' }));
  expect([full.changes.get('equity')!.toNumber(), full.changes.get('bond')!.toNumber(), full.cashAfterBase.toNumber()]).toEqual([-200, 150, 50]);
  const band = definedOrThrow(rebalanceAmounts(values(700, 250, 50), TARGETS, { mode: 'to-band', cashGroup: 'cash' }));
  expect([band.changes.get('equity')!.toNumber(), band.changes.get('bond')!.toNumber(), band.cashAfterBase.toNumber()]).toEqual([-50, 50, 50]);
  const within = definedOrThrow(rebalanceAmounts(values(620, 330, 50), TARGETS, { mode: 'to-band', cashGroup: 'cash' }));
  expect(within.changes.size).toBe(0);
  const cash = definedOrThrow(rebalanceAmounts(values(700, 200, 100), TARGETS, { mode: 'cash-only', cashGroup: 'cash' }));
  expect([...cash.changes].map(([group, change]) => [group, change.toNumber()])).toEqual([['bond', 50]]);
});

test('changes below the minimum trade are left alone', () => {
  const plan = definedOrThrow(rebalanceAmounts(values(610, 340, 50), TARGETS, { mode: 'full', cashGroup: 'cash', minTradeBase: decimal(20) }));
  expect(plan.changes.size).toBe(0);
});

test('drift is target less current, relative drift divides by the target, and the edge of a band is inside', () => {
  const rows = definedOrThrow(driftFromTargets(values(650, 250, 100), TARGETS));
  expect(rows.map((row) => [row.driftFraction, row.outsideBand])).toEqual([[-0.05, false], [0.1, true], [-0.05, true]]);
  expect(rows[1]!.relativeDriftFraction).toBeCloseTo(0.1 / 0.35, 12);
  expect(() => driftFromTargets(values(1, 1, 1), TARGETS.slice(1))).toThrow('40.00 %');
});

test('lots are sold by rising tax: losses first, then long-term before short-term gains of the same size', () => {
  const lots = [
    { lotId: 'short-gain', quantity: decimal(10), costPerUnit: decimal(80), acquiredOn: isoDate('2026-06-01') },
    { lotId: 'long-gain', quantity: decimal(10), costPerUnit: decimal(80), acquiredOn: isoDate('2020-06-01') },
    { lotId: 'loss', quantity: decimal(5), costPerUnit: decimal(120), acquiredOn: isoDate('2026-06-01') },
  ];
  const request = { quantity: decimal(12), priceBase: decimal(100), asOf: isoDate('2026-11-23'), rates: { shortTermFraction: 0.4, longTermFraction: 0.2 } };
  const choice = chooseLotsForSale(lots, request);
  expect(choice.sales.map(({ lotId, quantity }) => [lotId, quantity.toNumber()])).toEqual([['loss', 5], ['long-gain', 7]]);
  expect([choice.gainBase.toNumber(), choice.taxBase.toNumber()]).toEqual([40, -12]);
  expect(() => chooseLotsForSale(lots, { ...request, quantity: decimal(26) })).toThrow('fewer units');
});

test('no other choice of lots costs less tax', () => {
  const lot = fc.record({ quantity: fc.integer({ min: 1, max: 20 }), cost: fc.integer({ min: 50, max: 150 }), old: fc.boolean() });
  fc.assert(fc.property(fc.array(lot, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 20 }), (drawn, wanted) => {
    const lots = drawn.map(({ quantity, cost, old }, i) => ({ lotId: String(i), quantity: decimal(quantity), costPerUnit: decimal(cost), acquiredOn: isoDate(old ? '2020-01-01' : '2026-09-01') }));
    const held = sumDecimals(lots.map(({ quantity }) => quantity));
    const request = { quantity: held.lt(wanted) ? held : decimal(wanted), priceBase: decimal(100), asOf: isoDate('2026-11-23'), rates: { shortTermFraction: 0.37, longTermFraction: 0.15 } };
    const best = chooseLotsForSale(lots, request);
    // The rival sells the same lots in the order in which they were drawn.
    let open = request.quantity;
    let rival = ZERO;
    lots.forEach(({ quantity, costPerUnit }, i) => {
      const sold = quantity.lt(open) ? quantity : open;
      rival = rival.plus(sold.times(decimal(100).minus(costPerUnit)).times(drawn[i]!.old ? 0.15 : 0.37));
      open = open.minus(sold);
    });
    expect(best.taxBase.lte(rival)).toBe(true);
  }));
});
