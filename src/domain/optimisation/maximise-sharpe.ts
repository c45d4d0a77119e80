import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { ConvexSolver } from './convex-solver.ts';
import { maximumReturn, measured, scaledHessian, type OptimisedPortfolio } from './minimise-variance.ts';
import { limitProgram, type ReturnProblem } from './portfolio-problem.ts';

/**
 * Portfolio with the highest (return - riskFree) / volatility within the limits: the fractional program made convex by scaling the
 * weights so that their excess return is 1 (Charnes & Cooper 1962; Cornuejols & Tütüncü, Optimization Methods in Finance, 8.2).
 * `riskFree` in the time unit of the expected returns. Undefined when no feasible portfolio is expected to beat the risk-free rate, or
 * when the limits exclude each other.
 */
export function maximumSharpe(solver: ConvexSolver, problem: ReturnProblem, riskFree = 0): OptimisedPortfolio | Undefined {
  const best = maximumReturn(solver, problem);
  if (isUndefined(best)) return best;
  const bestExcess = best.expectedReturnFraction! - riskFree; // expected returns are required here
  if (bestExcess <= 1e-12) return undefinedBecause('no portfolio within the limits is expected to beat the risk-free rate');
  const count = problem.covariance.length;
  const limits = limitProgram(problem, true);
  const { quadratic } = scaledHessian(problem.covariance, limits.columns);
  const excess = Array.from({ length: limits.columns }, (_, i) => (i < count ? (problem.expectedReturns[i]! - riskFree) / bestExcess : 0));
  const solution = solver.solve({
    ...limits,
    linear: excess.map(() => 0),
    quadratic,
    rows: [...limits.rows, { coefficients: excess, lower: 1, upper: 1 }],
  });
  if (solution.status !== 'optimal') return undefinedBecause('the limits leave no portfolio with a highest Sharpe ratio');
  return measured(problem, solution.values.slice(0, count));
}

/** Ex-ante Sharpe ratio of a measured portfolio. Undefined without volatility. */
export function exAnteSharpe(portfolio: OptimisedPortfolio, riskFree = 0): number | Undefined {
  if (portfolio.expectedReturnFraction === undefined) return undefinedBecause('no expected returns were given');
  if (portfolio.volatilityFraction <= 1e-12) return undefinedBecause('the portfolio has no volatility');
  return (portfolio.expectedReturnFraction - riskFree) / portfolio.volatilityFraction;
}
