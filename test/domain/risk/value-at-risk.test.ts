import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { normalCumulative, normalQuantile } from '../../../src/domain/risk/normal-distribution.ts';
import { quantile, quantiles } from '../../../src/domain/risk/quantile.ts';
import { gaussianTailRisk, historicalTailRisk, modifiedTailRisk } from '../../../src/domain/risk/value-at-risk.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 5, maxLength: 200 });

test('the normal distribution agrees with tabulated values and its quantile inverts it', () => {
  expect(normalCumulative(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514722, 13);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 12);
  fc.assert(fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
    expect(normalCumulative(normalQuantile(p))).toBeCloseTo(p, 12);
  }));
});

test('expected shortfall is never milder than the value at risk, whatever the method', () => {
  fc.assert(fc.property(returns, fc.constantFrom(0.01, 0.05, 0.1), (series, tail) => {
    for (const risk of [historicalTailRisk(series, tail), historicalTailRisk(series, tail, 'order-statistic'), gaussianTailRisk(series, tail), modifiedTailRisk(series, tail)]) {
      const { varFraction, esFraction } = definedOrThrow(risk);
      expect(esFraction).toBeLessThanOrEqual(varFraction + 1e-12);
    }
  }));
});

test('quickselect quantiles equal those of the sorted series', () => {
  fc.assert(fc.property(returns, (series) => {
    const sorted = series.toSorted((a, b) => a - b);
    const levels = [0, 0.05, 0.3, 0.5, 0.95, 1];
    const direct = levels.map((level) => {
      const at = (sorted.length - 1) * level;
      return sorted[Math.floor(at)]! + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - sorted[Math.floor(at)]!);
    });
    quantiles(series, levels).forEach((value, i) => expect(value).toBeCloseTo(direct[i]!, 9));
    expect(quantile(series, 0.5)).toBeCloseTo(direct[3]!, 9);
  }));
});

test('with normal moments the modified figures equal the Gaussian ones', () => {
  // Symmetric, with an excess kurtosis of exactly 0: ±√3 with a probability of 1/6 each, 0 otherwise.
  const series = [Math.sqrt(3), -Math.sqrt(3), 0, 0, 0, 0].map((value) => value / 100);
  const plain = definedOrThrow(gaussianTailRisk(series, 0.05));
  const modified = definedOrThrow(modifiedTailRisk(series, 0.05));
  expect(modified.varFraction).toBeCloseTo(plain.varFraction, 12);
  expect(modified.esFraction).toBeCloseTo(plain.esFraction, 12);
});
