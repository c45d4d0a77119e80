import { expect, test } from 'vitest';
import { loadConvexSolver } from '../../../src/domain/optimisation/convex-solver.ts';
import { riskParity } from '../../../src/domain/optimisation/risk-parity.ts';
import { riskParityWithinLimits } from '../../../src/domain/optimisation/risk-parity-within-limits.ts';
import { portfolioVariance } from '../../../src/domain/risk/covariance-matrix.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const solver = await loadConvexSolver();
const covariance = [[0.04, 0.006, 0.002], [0.006, 0.09, 0.01], [0.002, 0.01, 0.0025]];

test('without limits that bind it is the risk-parity portfolio itself', () => {
  const free = definedOrThrow(riskParity(covariance));
  const within = definedOrThrow(riskParityWithinLimits(solver, { covariance, maxWeights: 0.95 }));
  within.weights.forEach((weight, i) => expect(weight).toBeCloseTo(free.weights[i]!, 5));
});

test('with a bound it stays inside, and no random feasible portfolio tracks the ideal more closely', () => {
  const ideal = definedOrThrow(riskParity(covariance)).weights;
  const distance = (weights: readonly number[]): number => portfolioVariance(covariance, weights.map((weight, i) => weight - ideal[i]!));
  const { weights } = definedOrThrow(riskParityWithinLimits(solver, { covariance, maxWeights: 0.5, groups: [{ name: 'first two', assets: [0, 1], minFraction: 0.4 }] }));
  expect(Math.max(...weights)).toBeLessThanOrEqual(0.5 + 1e-7);
  for (let a = 0; a <= 50; a += 1) {
    for (let b = 0; b <= 50; b += 1) {
      const rival = [a / 100, b / 100, 1 - (a + b) / 100];
      if (rival[2]! > 0.5 || a + b < 40) continue;
      expect(distance(weights)).toBeLessThanOrEqual(distance(rival) + 1e-9);
    }
  }
});

test('limits that exclude each other are named as such', () => {
  expect(isUndefined(riskParityWithinLimits(solver, { covariance, maxWeights: 0.2 }))).toBe(true);
});
