import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { dot, portfolioVariance } from '../risk/covariance-matrix.ts';
import type { ConvexProgram, ConvexSolver, ProgramRow } from './convex-solver.ts';
import { limitProgram, type PortfolioProblem, type ReturnProblem } from './portfolio-problem.ts';

export interface OptimisedPortfolio {
  /** In the order of the assets; they sum to 1. */
  readonly weights: readonly number[];
  /** In the covariance's time unit. */
  readonly volatilityFraction: number;
  /** Present when expected returns were given. */
  readonly expectedReturnFraction?: number;
}

export const NO_FEASIBLE_PORTFOLIO = 'no portfolio satisfies the bounds, group limits and turnover together';

/** Cleans solver noise (weights within 1e-9 of a bound of zero) and measures the portfolio. */
export function measured(problem: PortfolioProblem & Partial<ReturnProblem>, raw: readonly number[]): OptimisedPortfolio {
  const cleaned = raw.map((weight) => (Math.abs(weight) < 1e-9 ? 0 : weight));
  const total = cleaned.reduce((sum, weight) => sum + weight, 0);
  const weights = cleaned.map((weight) => weight / total);
  return {
    weights,
    volatilityFraction: Math.sqrt(portfolioVariance(problem.covariance, weights)),
    ...(problem.expectedReturns ? { expectedReturnFraction: dot(problem.expectedReturns, weights) } : {}),
  };
}

/** The covariance as a Hessian over all columns, scaled to an average variance of 1, so that tolerances mean the same for daily and annual data. */
export function scaledHessian(covariance: PortfolioProblem['covariance'], columns: number): { quadratic: number[][]; scale: number } {
  const average = covariance.reduce((total, row, i) => total + row[i]!, 0) / covariance.length;
  const scale = average > 0 ? 1 / average : 1;
  const quadratic = Array.from({ length: columns }, (_, i) => Array.from({ length: columns }, (_unused, j) => (covariance[i]?.[j] ?? 0) * scale));
  return { quadratic, scale };
}

interface VarianceOptions {
  /** minimise ½ variance - tolerance × return; 0 ignores returns. */
  readonly riskTolerance?: number;
  readonly minReturn?: number;
}

function minimise(solver: ConvexSolver, problem: PortfolioProblem & Partial<ReturnProblem>, { riskTolerance = 0, minReturn }: VarianceOptions): readonly number[] | undefined {
  const limits = limitProgram(problem, false);
  const count = problem.covariance.length;
  const { quadratic, scale } = scaledHessian(problem.covariance, limits.columns);
  const returns = Array.from({ length: limits.columns }, (_, i) => problem.expectedReturns?.[i] ?? 0);
  const floor: ProgramRow[] = minReturn === undefined ? [] : [{ coefficients: returns, lower: minReturn, upper: Infinity }];
  const program: ConvexProgram = { ...limits, rows: [...limits.rows, ...floor], quadratic, linear: returns.map((value) => -riskTolerance * scale * value) };
  const solution = solver.solve(program);
  return solution.status === 'optimal' ? solution.values.slice(0, count) : undefined;
}

/** Minimum-variance portfolio within the limits (Markowitz 1952). Undefined, with the reason, when the limits exclude each other. */
export function minimumVariance(solver: ConvexSolver, problem: PortfolioProblem & Partial<ReturnProblem>): OptimisedPortfolio | Undefined {
  const weights = minimise(solver, problem, {});
  return weights ? measured(problem, weights) : undefinedBecause(NO_FEASIBLE_PORTFOLIO);
}

/** minimise ½ w'Σw - riskTolerance × μ'w within the limits; a tolerance of 0 is the minimum variance (Sharpe 1987). */
export function meanVariance(solver: ConvexSolver, problem: ReturnProblem, riskTolerance: number): OptimisedPortfolio | Undefined {
  const weights = minimise(solver, problem, { riskTolerance });
  return weights ? measured(problem, weights) : undefinedBecause(NO_FEASIBLE_PORTFOLIO);
}

/** The least variance among portfolios whose expected return is at least the target. Undefined when no feasible portfolio gets there. */
export function minimumVarianceForReturn(solver: ConvexSolver, problem: ReturnProblem, targetReturn: number): OptimisedPortfolio | Undefined {
  const best = maximumReturn(solver, problem);
  if ('kind' in best) return best;
  const reachable = best.expectedReturnFraction!; // expected returns are required here
  if (targetReturn > reachable + 1e-9) {
    return undefinedBecause(`no feasible portfolio is expected to return ${targetReturn}; the most within the limits is ${reachable}`);
  }
  const weights = minimise(solver, problem, { minReturn: Math.min(targetReturn, reachable) });
  return weights ? measured(problem, weights) : best;
}

/** The highest expected return within the limits (a linear program), whatever its risk. */
export function maximumReturn(solver: ConvexSolver, problem: ReturnProblem): OptimisedPortfolio | Undefined {
  const limits = limitProgram(problem, false);
  const linear = Array.from({ length: limits.columns }, (_, i) => -(problem.expectedReturns[i] ?? 0));
  const solution = solver.solve({ ...limits, linear });
  return solution.status === 'optimal' ? measured(problem, solution.values.slice(0, problem.covariance.length)) : undefinedBecause(NO_FEASIBLE_PORTFOLIO);
}
