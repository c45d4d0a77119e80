/** A series of numbers in order; typed arrays and plain arrays alike. */
export type Series = ArrayLike<number>;

/**
 * Spread below which a series counts as constant. Returns are differences of quotients near 1, so float64 leaves noise of about
 * 1e-16 on each, and prices published with 12 digits leave 1e-12; no market moves that little.
 */
const ROUNDING_NOISE = 1e-12;

export function sum(series: Series): number {
  let total = 0;
  for (let i = 0; i < series.length; i += 1) total += series[i]!;
  return total;
}

/** Arithmetic mean; NaN for an empty series, so callers check the length first. */
export function mean(series: Series): number {
  return sum(series) / series.length;
}

/** Standard deviation by two passes, set to exactly 0 where only rounding noise is left. `ddof` 1 = sample, 0 = population. */
export function spread(series: Series, ddof: number): number {
  const centre = mean(series);
  let squares = 0;
  let largest = 1;
  for (let i = 0; i < series.length; i += 1) {
    const value = series[i]!;
    squares += (value - centre) ** 2;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
  }
  const deviation = Math.sqrt(squares / (series.length - ddof));
  return deviation <= ROUNDING_NOISE * largest ? 0 : deviation;
}

/** Rounds a deviation that is only noise on figures of size 1 to exactly 0. */
export function withoutNoise(deviation: number): number {
  return Math.abs(deviation) <= ROUNDING_NOISE ? 0 : deviation;
}

/** Covariance of two aligned series; `ddof` 1 = sample, 0 = population. */
export function covariance(left: Series, right: Series, ddof: number): number {
  const leftMean = mean(left);
  const rightMean = mean(right);
  let products = 0;
  for (let i = 0; i < left.length; i += 1) products += (left[i]! - leftMean) * (right[i]! - rightMean);
  return products / (left.length - ddof);
}

export interface JointMoments {
  readonly leftSpread: number;
  readonly rightSpread: number;
  readonly covariance: number;
  /** Sample deviation of left - right. */
  readonly differenceSpread: number;
}

/** Sample moments of two aligned series in two passes: what `spread` and `covariance` give one by one. */
export function jointMoments(left: Series, right: Series): JointMoments {
  const leftMean = mean(left);
  const rightMean = mean(right);
  let leftSquares = 0;
  let rightSquares = 0;
  let products = 0;
  let differences = 0;
  for (let i = 0; i < left.length; i += 1) {
    const a = left[i]! - leftMean;
    const b = right[i]! - rightMean;
    leftSquares += a * a;
    rightSquares += b * b;
    products += a * b;
    differences += (a - b) * (a - b);
  }
  const degrees = left.length - 1;
  return {
    leftSpread: withoutNoise(Math.sqrt(leftSquares / degrees)),
    rightSpread: withoutNoise(Math.sqrt(rightSquares / degrees)),
    covariance: products / degrees,
    differenceSpread: withoutNoise(Math.sqrt(differences / degrees)),
  };
}

/** Population skewness and excess kurtosis (both 0 for a normal distribution); 0 and 0 for a constant series. */
export function shape(series: Series): { skewness: number; excessKurtosis: number } {
  const deviation = spread(series, 0);
  if (deviation === 0) return { skewness: 0, excessKurtosis: 0 };
  const centre = mean(series);
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < series.length; i += 1) {
    const z = (series[i]! - centre) / deviation;
    third += z ** 3;
    fourth += z ** 4;
  }
  return { skewness: third / series.length, excessKurtosis: fourth / series.length - 3 };
}

/** Product of (1 + r) over the series: 1 for an empty one. */
export function growth(returns: Series): number {
  let factor = 1;
  for (let i = 0; i < returns.length; i += 1) factor *= 1 + returns[i]!;
  return factor;
}
