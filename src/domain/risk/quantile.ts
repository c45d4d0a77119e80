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
  const values = Float64Array.from(series);
  if (values.length === 0) return NaN;
  const position = (values.length - 1) * probability;
  // A product such as 100 × 0.05 lands a hair off a whole rank; the rank itself is meant.
  const whole = Math.round(position);
  const exact = Math.abs(position - whole) < 1e-9 ? whole : position;
  const below = Math.floor(exact);
  const lower = selectInPlace(values, below);
  if (below === exact) return lower;
  let upper = Infinity;
  for (let i = below + 1; i < values.length; i += 1) if (values[i]! < upper) upper = values[i]!;
  return lower + (exact - below) * (upper - lower);
}
