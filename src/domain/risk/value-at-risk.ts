import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { mean, shape, spread, type Series } from './moments.ts';
import { normalDensity, normalQuantile } from './normal-distribution.ts';
import { quantile } from './quantile.ts';

/**
 * All figures here are RETURNS per period: negative is a loss. Negate for "loss positive", multiply by the value for money.
 * `tailProbability` 0.05 is a confidence of 95 %.
 */
export interface TailRisk {
  readonly varFraction: number;
  /** Expected shortfall: the mean return in the tail, at or below the VaR. */
  readonly esFraction: number;
}

export type HistoricalQuantile = 'interpolated' | 'order-statistic';

function checkTail(returns: Series, tailProbability: number, needed: number): Undefined | undefined {
  if (!(tailProbability >= 0 && tailProbability < 1)) return undefinedBecause('the tail probability must be at least 0 and below 1');
  return returns.length < needed ? undefinedBecause(needed === 1 ? 'no returns' : `this needs ${needed} returns`) : undefined;
}

/**
 * Historical VaR and ES. `interpolated`: type-7 quantile, ES = mean of the returns at or below it. `order-statistic`: the k-th worst
 * return, k = floor(n × tail) but at least 1, no interpolation; ES = mean of the k worst.
 */
export function historicalTailRisk(returns: Series, tailProbability: number, method: HistoricalQuantile = 'interpolated'): TailRisk | Undefined {
  const refusal = checkTail(returns, tailProbability, 1);
  if (refusal) return refusal;
  if (method === 'order-statistic') {
    const sorted = new Float64Array(returns).sort();
    const rank = Math.max(1, Math.floor(returns.length * tailProbability + 1e-9));
    return { varFraction: sorted[rank - 1]!, esFraction: mean(sorted.subarray(0, rank)) };
  }
  const limit = quantile(returns, tailProbability);
  let total = 0;
  let count = 0;
  for (let i = 0; i < returns.length; i += 1) {
    if (returns[i]! > limit) continue;
    total += returns[i]!;
    count += 1;
  }
  // Interpolation can round to just below the smallest return; the tail is then that limit.
  return { varFraction: limit, esFraction: count === 0 ? limit : Math.min(limit, total / count) };
}

/** Gaussian VaR and ES: mean + sd × z and mean - sd × density(z) / tail. Population moments unless `ddof` is 1. */
export function gaussianTailRisk(returns: Series, tailProbability: number, ddof = 0): TailRisk | Undefined {
  const refusal = checkTail(returns, tailProbability, ddof + 1);
  if (refusal) return refusal;
  if (tailProbability === 0) return undefinedBecause('a normal distribution has no worst return');
  const z = normalQuantile(tailProbability);
  const deviation = spread(returns, ddof);
  return { varFraction: mean(returns) + deviation * z, esFraction: mean(returns) - (deviation * normalDensity(z)) / tailProbability };
}

/**
 * Modified (Cornish-Fisher) VaR and ES with population skewness S and excess kurtosis K. The VaR's z follows Zangari 1996; the ES is the
 * mean below that z under the matching Edgeworth density (Boudt, Peterson & Croux 2008), never milder than the VaR itself.
 */
export function modifiedTailRisk(returns: Series, tailProbability: number, ddof = 0): TailRisk | Undefined {
  const refusal = checkTail(returns, tailProbability, ddof + 1);
  if (refusal) return refusal;
  if (tailProbability === 0) return undefinedBecause('a normal distribution has no worst return');
  const { skewness: s, excessKurtosis: k } = shape(returns);
  const z = normalQuantile(tailProbability);
  const h = z + ((z ** 2 - 1) * s) / 6 + ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s ** 2) / 36;
  // ∫ x He_n φ below h is -φ(h) (He_n + n He_{n-2}); the three polynomials are that for n = 3, 4 and 6.
  const bracket = 1 + (s * h ** 3) / 6 + (k * (h ** 4 - 2 * h ** 2 - 1)) / 24 + (s ** 2 * (h ** 6 - 9 * h ** 4 + 9 * h ** 2 + 3)) / 72;
  const deviation = spread(returns, ddof);
  const varFraction = mean(returns) + deviation * h;
  return { varFraction, esFraction: Math.min(varFraction, mean(returns) - (deviation * normalDensity(h) * bracket) / tailProbability) };
}

/** Tail risk over several periods by the square-root-of-time rule: the mean grows with time, the deviation with its root. Gaussian only. */
export function scaledGaussianTailRisk(returns: Series, tailProbability: number, periods: number): TailRisk | Undefined {
  const refusal = checkTail(returns, tailProbability, 2);
  if (refusal) return refusal;
  if (tailProbability === 0) return undefinedBecause('a normal distribution has no worst return');
  const z = normalQuantile(tailProbability);
  const centre = mean(returns) * periods;
  const deviation = spread(returns, 1) * Math.sqrt(periods);
  return { varFraction: centre + deviation * z, esFraction: centre - (deviation * normalDensity(z)) / tailProbability };
}
