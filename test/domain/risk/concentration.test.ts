import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { concentration } from '../../../src/domain/risk/concentration.ts';
import { covarianceMatrix, portfolioVariance } from '../../../src/domain/risk/covariance-matrix.ts';
import { riskContributions } from '../../../src/domain/risk/risk-contribution.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

test('four equal positions have an HHI of 1/4 and an effective number of 4; lots of one security merge', () => {
  const even = ['a', 'b', 'c', 'd', 'd'].map((key, i) => ({ key, valueBase: decimal(i >= 3 ? 50 : 100) }));
  const found = definedOrThrow(concentration(even, 2));
  expect(found.hhi).toBeCloseTo(0.25, 15);
  expect(found.effectiveNumber).toBeCloseTo(4, 12);
  expect(found.largestWeightFraction).toBeCloseTo(0.5, 15);
  expect(concentration([])).toMatchObject({ reason: 'nothing is held' });
});

test('risk contributions add up to the volatility, and their shares to one', () => {
  const factor = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(fc.property(fc.array(factor, { minLength: 3, maxLength: 3 }), fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), (series, weights) => {
    const covariance = covarianceMatrix(series);
    const found = riskContributions(covariance, weights);
    if (isUndefined(found)) return;
    const volatility = Math.sqrt(portfolioVariance(covariance, weights));
    expect(found.reduce((total, item) => total + item.contributionFraction, 0)).toBeCloseTo(volatility, 10);
    expect(found.reduce((total, item) => total + item.shareFraction, 0)).toBeCloseTo(1, 8);
  }));
});
