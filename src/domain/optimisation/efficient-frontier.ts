import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { ConvexSolver } from './convex-solver.ts';
import { maximumReturn, minimumVariance, minimumVarianceForReturn, type OptimisedPortfolio } from './minimise-variance.ts';
import type { ReturnProblem } from './portfolio-problem.ts';

/**
 * The highest expected return with a volatility of at most `targetVolatility` (same time unit as the covariance). Volatility rises
 * along the frontier, so the target return that meets it is found by bisection between the two ends, to 1e-9 of volatility.
 * Undefined when even the least risky feasible portfolio is riskier.
 */
export function maximumReturnForVolatility(solver: ConvexSolver, problem: ReturnProblem, targetVolatility: number): OptimisedPortfolio | Undefined {
  const safest = minimumVariance(solver, problem);
  if (isUndefined(safest)) return safest;
  if (safest.volatilityFraction > targetVolatility + 1e-9) {
    return undefinedBecause(`no feasible portfolio is as calm as ${targetVolatility}; the least volatility within the limits is ${safest.volatilityFraction}`);
  }
  const boldest = maximumReturn(solver, problem);
  if (isUndefined(boldest)) return boldest;
  let low = safest;
  let lowReturn = safest.expectedReturnFraction!; // expected returns are required here, so every portfolio carries one
  let highReturn = boldest.expectedReturnFraction!;
  const top = minimumVarianceForReturn(solver, problem, highReturn);
  if (!isUndefined(top) && top.volatilityFraction <= targetVolatility) return top;
  for (let step = 0; step < 60 && targetVolatility - low.volatilityFraction > 1e-9; step += 1) {
    const middle = (lowReturn + highReturn) / 2;
    const candidate = minimumVarianceForReturn(solver, problem, middle);
    if (isUndefined(candidate) || candidate.volatilityFraction > targetVolatility) highReturn = middle;
    else {
      low = candidate;
      lowReturn = middle;
    }
    if (highReturn - lowReturn < 1e-12) break;
  }
  return low;
}

/** `points` portfolios evenly spaced in expected return from the least variance to the highest return, both ends included. */
export function efficientFrontier(solver: ConvexSolver, problem: ReturnProblem, points: number): readonly OptimisedPortfolio[] | Undefined {
  const safest = minimumVariance(solver, problem);
  if (isUndefined(safest)) return safest;
  const boldest = maximumReturn(solver, problem);
  if (isUndefined(boldest)) return boldest;
  const from = safest.expectedReturnFraction!; // expected returns are required here
  const step = (boldest.expectedReturnFraction! - from) / Math.max(1, points - 1);
  const frontier: OptimisedPortfolio[] = [];
  for (let i = 0; i < points; i += 1) {
    const portfolio = minimumVarianceForReturn(solver, problem, from + i * step);
    if (isUndefined(portfolio)) return portfolio;
    frontier.push(portfolio);
  }
  return frontier;
}
