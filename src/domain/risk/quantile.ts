import type { Series } from './moments.ts';

/**
 * k-th smallest value (0-based) by Hoare's quickselect, O(n). Reorders `values` so that everything before k is no larger.
 */
export function selectInPlace(values: Float64Array, k: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i += 1;
      while (values[j]! > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i]!;
      values[i] = values[j]!;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}

/** Linearly interpolated quantile (Hyndman & Fan type 7, the default of R and NumPy). NaN for an empty series. */
export function quantile(series: Series, probability: number): number {
  return quantiles(series, [probability])[0]!;
}

/** Several quantiles of one series; cheapest when the probabilities rise, since each selection leaves the rest to its right. */
export function quantiles(series: Series, probabilities: readonly number[]): number[] {
  const values = Float64Array.from(series);
  let done = 0;
  return probabilities.map((probability, i) => {
    if (i > 0 && probability < probabilities[i - 1]!) done = 0;
    const { below, fraction } = position(values.length, probability);
    const lower = selectInPlace(values.subarray(done), below - done);
    done = below;
    if (fraction === 0 || values.length === 0) return values.length === 0 ? NaN : lower;
    let upper = Infinity;
    for (let k = below + 1; k < values.length; k += 1) if (values[k]! < upper) upper = values[k]!;
    return lower + fraction * (upper - lower);
  });
}

function position(count: number, probability: number): { below: number; fraction: number } {
  const exact = (count - 1) * probability;
  // A product such as 100 × 0.05 lands a hair off a whole rank; the rank itself is meant.
  const whole = Math.round(exact);
  if (Math.abs(exact - whole) < 1e-9) return { below: whole, fraction: 0 };
  return { below: Math.floor(exact), fraction: exact - Math.floor(exact) };
}
