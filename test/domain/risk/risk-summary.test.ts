import { expect, test } from 'vitest';
import { trackingError } from '../../../src/domain/risk/active-return.ts';
import { sharpeRatio, sortinoRatio } from '../../../src/domain/risk/ratios.ts';
import { beta, correlation } from '../../../src/domain/risk/regression.ts';
import { riskSummary } from '../../../src/domain/risk/risk-summary.ts';
import { annualisedVolatility } from '../../../src/domain/risk/volatility.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const RETURNS = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i * 1.3) / 80 + 0.0005);
const MARKET = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i * 1.3 + 0.4) / 100 + 0.0003);

test('the summary agrees with each figure computed on its own', () => {
  const found = definedOrThrow(riskSummary(RETURNS, MARKET, { periodsPerYear: 252, riskFree: 0.0001 }));
  expect(found.volatilityFraction).toBeCloseTo(annualisedVolatility(RETURNS, { periodsPerYear: 252 }) as number, 14);
  expect(found.sharpe).toBeCloseTo(sharpeRatio(RETURNS, { periodsPerYear: 252, riskFree: 0.0001 }) as number, 12);
  expect(found.sortino).toBeCloseTo(sortinoRatio(RETURNS, { periodsPerYear: 252, target: 0.0001 }) as number, 12);
  expect(found.beta).toBeCloseTo(beta(RETURNS, MARKET) as number, 12);
  expect(found.correlation).toBeCloseTo(correlation(RETURNS, MARKET) as number, 12);
  expect(found.trackingErrorFraction).toBeCloseTo(trackingError(RETURNS, MARKET, { periodsPerYear: 252 }) as number, 14);
});

test('without a benchmark the relative figures say why they are missing; one return is too few', () => {
  expect(definedOrThrow(riskSummary(RETURNS, undefined, { periodsPerYear: 252 })).beta).toMatchObject({ reason: 'there is no benchmark' });
  expect(riskSummary(new Float64Array(1), undefined, { periodsPerYear: 252 })).toMatchObject({ kind: 'undefined' });
});
