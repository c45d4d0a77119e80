import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { dot } from '../risk/covariance-matrix.ts';
import type { ConvexSolver } from './convex-solver.ts';
import { meanVariance, measured, type OptimisedPortfolio } from './minimise-variance.ts';
import type { PortfolioProblem } from './portfolio-problem.ts';
import { riskParity } from './risk-parity.ts';

/**
 * Risk parity under bounds, group limits and turnover: the feasible portfolio with the least tracking variance against the
 * unconstrained risk-parity portfolio p, min (w - p)'Σ(w - p). Equal shares themselves mostly do not exist under such limits; where
 * they do, this is p. Undefined, with the reason, when the limits exclude each other or an asset has no variance.
 */
export function riskParityWithinLimits(solver: ConvexSolver, problem: PortfolioProblem, budgets?: readonly number[]): OptimisedPortfolio | Undefined {
  const ideal = riskParity(problem.covariance, budgets);
  if (isUndefined(ideal)) return ideal;
  // ½ (w - p)'Σ(w - p) is ½ w'Σw - (Σp)'w plus a constant: a mean-variance problem with Σp in the place of the returns.
  const pull = problem.covariance.map((row) => dot(row, ideal.weights));
  const nearest = meanVariance(solver, { ...problem, expectedReturns: pull }, 1);
  return isUndefined(nearest) ? nearest : measured({ covariance: problem.covariance }, nearest.weights);
}
