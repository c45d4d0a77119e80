import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { multiply, portfolioVariance, type Matrix } from './covariance-matrix.ts';

export interface RiskContribution {
  /** Weight × marginal volatility; the contributions add up to the portfolio's volatility. */
  readonly contributionFraction: number;
  /** Share of the portfolio's volatility; the shares add up to 1, a hedge has a negative one. */
  readonly shareFraction: number;
}

/**
 * Euler decomposition of volatility: w_i (Σw)_i / σ, in the order of the assets and in the matrix's own time unit
 * (annual in, annual out). Undefined when the portfolio has no volatility. Source: Litterman 1996.
 */
export function riskContributions(covariance: Matrix, weights: readonly number[]): readonly RiskContribution[] | Undefined {
  const volatility = Math.sqrt(portfolioVariance(covariance, weights));
  if (volatility <= 1e-12) return undefinedBecause('the portfolio has no volatility');
  return multiply(covariance, weights).map((marginal, i) => {
    const contributionFraction = (weights[i]! * marginal) / volatility;
    return { contributionFraction, shareFraction: contributionFraction / volatility };
  });
}
