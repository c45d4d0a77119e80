import fc from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import { netPresentValue, periodicRate, xirr } from '../../../src/domain/performance/money-weighted-return.ts';
import { yearFraction } from '../../../src/domain/performance/day-count.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const START = isoDate('2015-01-01');
const dayCounts = fc.constantFrom('actual/365' as const, 'actual/365.25' as const, 'actual/360' as const, '30/360' as const, 'actual/actual' as const);
const flows = fc.array(fc.record({ day: fc.integer({ min: 0, max: 4000 }), cents: fc.integer({ min: -5_000_000, max: 5_000_000 }) }), { minLength: 2, maxLength: 40 })
  .map((items) => items.map(({ day, cents }) => ({ date: addDays(START, day), amount: cents / 100 })));

describe('XIRR', () => {
  test('makes the net present value zero, under every day count', () => {
    fc.assert(fc.property(flows, dayCounts, (items, dayCount) => {
      const rate = xirr(items, { dayCount });
      if (isUndefined(rate)) return;
      for (const each of [rate.rateFraction, ...rate.otherRatesFraction]) {
        if (each < -0.9 || each > 1e3) continue; // there the value of a cent at the other end exceeds what float64 resolves
        const scale = items.reduce((sum, { date, amount }) => sum + Math.abs(amount) * (1 + each) ** -yearFraction(START, date, dayCount), 0);
        expect(Math.abs(netPresentValue(each, items, dayCount))).toBeLessThan(1e-9 * Math.max(scale, 1) * Math.max(1, (1 + each) ** 11));
      }
    }), { numRuns: 300, seed: 3 });
  });

  test('does not depend on the order of the flows', () => {
    fc.assert(fc.property(flows, (items) => {
      expect(xirr(items.toReversed())).toEqual(xirr(items));
    }), { numRuns: 200, seed: 5 });
  });

  test('exists for every outlay followed by a receipt, however extreme', () => {
    fc.assert(fc.property(fc.integer({ min: 30, max: 20_000 }), fc.double({ min: 0.01, max: 20, noNaN: true }), (days, multiple) => {
      const rate = definedOrThrow(xirr([{ date: START, amount: -1000 }, { date: addDays(START, days), amount: 1000 * multiple }]));
      const exact = multiple ** (365 / days) - 1;
      expect(Math.abs(rate.rateFraction - exact)).toBeLessThanOrEqual(1e-9 * Math.max(1, exact));
    }), { numRuns: 300, seed: 9, examples: [[31, 0.01], [20_000, 20]] });
  });

  test('says why there is none instead of showing 0', () => {
    const day = { date: START };
    expect(xirr([])).toMatchObject({ kind: 'undefined', reason: 'There are no cash flows.' });
    expect(xirr([{ ...day, amount: -5 }, { date: addDays(START, 90), amount: -5 }])).toMatchObject({ kind: 'undefined' });
    expect(xirr([{ ...day, amount: -5 }, { ...day, amount: 6 }])).toMatchObject({ kind: 'undefined' });
    expect(xirr([{ ...day, amount: -1000 }, { date: addDays(START, 365), amount: 0 }], { totalLoss: 'limit' })).toEqual({ rateFraction: -1, otherRatesFraction: [] });
    expect(periodicRate([100, 50])).toMatchObject({ kind: 'undefined' });
    // 1 − 3x + 2.5x² has no real root: both signs, no rate.
    expect(periodicRate([1, -3, 2.5])).toMatchObject({ kind: 'undefined' });
  });

  test('reports every rate where several balance the flows', () => {
    // −100, 230, −132: 10 % and 20 % both do.
    const rate = definedOrThrow(periodicRate([-100, 230, -132]));
    expect([rate.rateFraction, ...rate.otherRatesFraction].toSorted((left, right) => left - right).map((value) => value.toFixed(8))).toEqual(['0.10000000', '0.20000000']);
  });
});

test('day counts follow ISDA 2006', () => {
  const [from, to] = [isoDate('2003-11-01'), isoDate('2004-05-01')];
  // Worked example of ISDA's memorandum on actual/actual: 61/365 + 121/366.
  expect(yearFraction(from, to, 'actual/actual')).toBeCloseTo(61 / 365 + 121 / 366, 15);
  expect(yearFraction(isoDate('2024-01-31'), isoDate('2024-03-31'), '30/360')).toBeCloseTo(60 / 360, 15);
  expect(yearFraction(isoDate('2024-01-15'), isoDate('2024-03-31'), '30/360')).toBeCloseTo(76 / 360, 15);
  expect(yearFraction(isoDate('2024-01-15'), isoDate('2024-03-31'), '30E/360')).toBeCloseTo(75 / 360, 15);
});
