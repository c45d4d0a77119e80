import { invalidInput } from '../../shared/errors.ts';
import { centredSeries, covarianceMatrix } from '../risk/covariance-matrix.ts';
import type { Series } from '../risk/moments.ts';

export interface ShrunkCovariance {
  /** Per period; multiply by periodsPerYear for the annual one. */
  readonly covariance: number[][];
  /** Weight of the target, in [0, 1]. */
  readonly shrinkageFraction: number;
}

/**
 * Ledoit-Wolf shrinkage of the covariance towards a scaled identity (average variance on the diagonal), with the asymptotically
 * optimal weight min(b², d²) / d². Population moments, as in the paper. Source: Ledoit & Wolf 2004, "A well-conditioned estimator for
 * large-dimensional covariance matrices". Needs at least two periods; throws AppError invalid-input otherwise.
 */
export function ledoitWolf(seriesByAsset: readonly Series[]): ShrunkCovariance {
  const count = seriesByAsset.length;
  if (count === 0) throw invalidInput('A covariance needs at least one asset.');
  const sample = covarianceMatrix(seriesByAsset, 0);
  const periods = seriesByAsset[0]!.length;
  if (periods < 2) throw invalidInput('A covariance needs at least two returns per asset.');
  const average = sample.reduce((total, row, i) => total + row[i]!, 0) / count;
  const distance = squaredNorm(sample.map((row, i) => row.map((value, j) => value - (i === j ? average : 0))));
  const centred = seriesByAsset.map(centredSeries);
  // Σ_t ||x_t x_t' - S||² = Σ_t |x_t|⁴ - T ||S||², which spares an n × n matrix for every period.
  let fourth = 0;
  for (let t = 0; t < periods; t += 1) fourth += centred.reduce((total, series) => total + series[t]! ** 2, 0) ** 2;
  const noise = Math.max(0, (fourth - periods * squaredNorm(sample)) / periods ** 2);
  const shrinkageFraction = distance === 0 ? 0 : Math.min(noise, distance) / distance;
  const covariance = sample.map((row, i) => row.map((value, j) => (1 - shrinkageFraction) * value + (i === j ? shrinkageFraction * average : 0)));
  return { covariance, shrinkageFraction };
}

function squaredNorm(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce((total, row) => total + row.reduce((sum, value) => sum + value * value, 0), 0);
}
