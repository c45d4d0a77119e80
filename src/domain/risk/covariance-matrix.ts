import { invalidInput } from '../../shared/errors.ts';
import { mean, type Series } from './moments.ts';

/** Square and symmetric, row by row, in the order of the assets. */
export type Matrix = readonly (readonly number[])[];

/** Covariance matrix of aligned return series, one per asset. `ddof` 1 = sample. Multiply by periodsPerYear for the annual one. */
export function covarianceMatrix(seriesByAsset: readonly Series[], ddof = 1): number[][] {
  const periods = seriesByAsset[0]?.length ?? 0;
  if (seriesByAsset.some((series) => series.length !== periods)) throw invalidInput('Every return series must cover the same periods.');
  if (periods <= ddof) throw invalidInput(`A covariance needs more than ${ddof} return per asset.`);
  const centred = seriesByAsset.map(centredSeries);
  const matrix = centred.map(() => centred.map(() => 0));
  for (let i = 0; i < centred.length; i += 1) {
    for (let j = 0; j <= i; j += 1) matrix[i]![j] = matrix[j]![i] = dot(centred[i]!, centred[j]!) / (periods - ddof);
  }
  return matrix;
}

/** The series less its mean. */
export function centredSeries(series: Series): Float64Array {
  const centre = mean(series);
  const centred = new Float64Array(series);
  for (let i = 0; i < centred.length; i += 1) centred[i] = centred[i]! - centre;
  return centred;
}

export function dot(left: Series, right: Series): number {
  let total = 0;
  for (let i = 0; i < left.length; i += 1) total += left[i]! * right[i]!;
  return total;
}

export function multiply(matrix: Matrix, vector: Series): number[] {
  return matrix.map((row) => dot(row, vector));
}

/** Variance of a portfolio: w'Σw, at or above 0. */
export function portfolioVariance(matrix: Matrix, weights: Series): number {
  return Math.max(0, dot(weights, multiply(matrix, weights)));
}
