import { expect, test } from 'vitest';
import { returnsFromPrices } from '../../../src/domain/risk/return-series.ts';
import { omegaRatio, sharpeRatio, sortinoRatio } from '../../../src/domain/risk/ratios.ts';
import { beta, correlation, jensenAlpha, rSquared, treynorRatio } from '../../../src/domain/risk/regression.ts';
import { informationRatio, trackingError } from '../../../src/domain/risk/active-return.ts';
import { annualisedVolatility, downsideDeviation } from '../../../src/domain/risk/volatility.ts';
import { isUndefined } from '../../../src/shared/undefined-value.ts';

/** 1 % a day up to float64 rounding: the spread of these returns is noise of about 1e-16. */
const STEADY = returnsFromPrices(Array.from({ length: 300 }, (_, i) => 100 * 1.01 ** i));

test('returns that differ only by rounding have no Sharpe, Sortino, beta or correlation, instead of a huge one', () => {
  const market = STEADY.map((_, i) => Math.sin(i) / 100);
  for (const value of [sharpeRatio(STEADY), sharpeRatio(STEADY, { riskFree: 0.01 }), sortinoRatio(STEADY), beta(market, STEADY), correlation(STEADY, market), informationRatio(STEADY, STEADY, { periodsPerYear: 252, annualisation: 'arithmetic' })]) {
    expect(isUndefined(value)).toBe(true);
  }
  expect(annualisedVolatility(STEADY, { periodsPerYear: 252 })).toBe(0);
});

test('too few returns are named as such and never become 0', () => {
  expect(sharpeRatio([0.01])).toMatchObject({ kind: 'undefined', reason: expect.stringContaining('more than 1 return') });
  expect(downsideDeviation([])).toMatchObject({ kind: 'undefined' });
  expect(omegaRatio([0.1])).toMatchObject({ kind: 'undefined' });
});

test('a portfolio of twice the market has beta 2, correlation 1, no Jensen alpha per period beyond compounding', () => {
  const market = [0.01, -0.02, 0.03, 0.005, -0.01, 0.02];
  const twice = market.map((value) => 2 * value);
  expect(beta(twice, market)).toBeCloseTo(2, 12);
  expect(correlation(twice, market)).toBeCloseTo(1, 12);
  expect(rSquared(twice, market)).toBeCloseTo(1, 12);
  expect(trackingError(twice, market, { periodsPerYear: 12 })).toBeCloseTo(annualisedVolatility(market, { periodsPerYear: 12 }) as number, 12);
  expect(jensenAlpha({ portfolio: market, benchmark: market, periodsPerYear: 12, riskFree: 0.001 })).toBeCloseTo(0, 12);
  const excessGrowth = market.reduce((growth, value) => growth * (1 + value), 1) ** 2 - 1; // six months, annualised
  expect(treynorRatio({ portfolio: market, benchmark: market, periodsPerYear: 12 })).toBeCloseTo(excessGrowth, 12);
});
