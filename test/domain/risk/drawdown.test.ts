import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { datedDrawdown, drawdowns, drawdownSeries, maxDrawdownOfWealth } from '../../../src/domain/risk/drawdown.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const wealths = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 60 });

test('the maximum drawdown is the worst over all pairs of an earlier and a later value', () => {
  fc.assert(fc.property(wealths, (wealth) => {
    let worst = 0;
    wealth.forEach((peak, i) => wealth.slice(i).forEach((later) => { worst = Math.max(worst, 1 - later / peak); }));
    expect(definedOrThrow(maxDrawdownOfWealth(wealth)).depthFraction).toBeCloseTo(worst, 10);
  }));
});

test('drawdowns do not overlap, start at a peak, and scaling the values changes nothing', () => {
  fc.assert(fc.property(wealths, fc.constantFrom(0.5, 2, 1024), (wealth, scale) => {
    const found = drawdowns(wealth);
    found.forEach((fall, i) => {
      expect(fall.troughIndex).toBeGreaterThan(fall.peakIndex);
      expect(fall.peakIndex).toBeGreaterThanOrEqual(i === 0 ? 0 : found[i - 1]!.recoveryIndex!);
      expect(1 - wealth[fall.troughIndex]! / wealth[fall.peakIndex]!).toBeCloseTo(fall.depthFraction, 10);
    });
    expect(drawdownSeries(wealth.map((value) => value * scale))).toEqual(drawdownSeries(wealth));
  }));
});

test('dates of peak, trough and recovery; no recovery date while the loss is open', () => {
  const dates = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'].map(isoDate);
  const recovered = datedDrawdown(definedOrThrow(maxDrawdownOfWealth([100, 120, 90, 120, 119])), dates);
  expect(recovered).toEqual({ depthFraction: 0.25, peakDate: '2026-01-02', troughDate: '2026-01-03', recoveryDate: '2026-01-04' });
  const open = datedDrawdown(definedOrThrow(maxDrawdownOfWealth([100, 120, 90, 110])), dates);
  expect(open).not.toHaveProperty('recoveryDate');
});
