import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { dot, type Matrix } from '../risk/covariance-matrix.ts';
import { measured, type OptimisedPortfolio } from './minimise-variance.ts';
import { checkProblem } from './portfolio-problem.ts';

/**
 * Risk parity: the long-only portfolio in which each asset's share of volatility equals its budget (1/n each by default).
 * Solves min ½ x'Σx - Σ b ln x by cyclical coordinate descent and scales x to sum 1 (Spinu 2013; Griveau-Billion, Richard & Roncalli
 * 2013). Takes no other limits: with them, equal shares generally do not exist. Undefined when an asset has no variance.
 */
export function riskParity(covariance: Matrix, budgets?: readonly number[]): OptimisedPortfolio | Undefined {
  const count = checkProblem({ covariance });
  const shares = budgets ?? Array.from({ length: count }, () => 1 / count);
  if (shares.length !== count || shares.some((share) => !(share > 0))) throw invalidInput('Risk budgets must be above zero, one per asset.');
  if (covariance.some((row, i) => row[i]! <= 0)) return undefinedBecause('an asset without variance cannot carry a share of risk');
  const x = covariance.map((row, i) => 1 / Math.sqrt(row[i]! * count));
  for (let sweep = 0; sweep < 10_000; sweep += 1) {
    let moved = 0;
    for (let i = 0; i < count; i += 1) {
      const own = covariance[i]![i]!;
      const others = dot(covariance[i]!, x) - own * x[i]!;
      const next = (Math.sqrt(others * others + 4 * own * shares[i]!) - others) / (2 * own);
      moved = Math.max(moved, Math.abs(next / x[i]! - 1));
      x[i] = next;
    }
    if (moved < 1e-13) return measured({ covariance }, normalise(x));
  }
  return undefinedBecause('the covariance is too nearly singular for risk parity to settle');
}

/** Weights in inverse proportion to volatility: risk parity when all correlations are equal. Undefined when an asset has no variance. */
export function inverseVolatility(covariance: Matrix): OptimisedPortfolio | Undefined {
  checkProblem({ covariance });
  if (covariance.some((row, i) => row[i]! <= 0)) return undefinedBecause('an asset without variance has no inverse volatility');
  return measured({ covariance }, normalise(covariance.map((row, i) => 1 / Math.sqrt(row[i]!))));
}

function normalise(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
