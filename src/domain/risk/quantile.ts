import type { Series } from './moments.ts';

/** Below this many values a sample costs more than it saves. */
const SAMPLE_FROM = 400;

/**
 * k-th smallest value (0-based) by selection, O(n): the pivot comes from a selected sample around the expected place (Floyd & Rivest 1975), so
 * that a tail quantile needs little more than one pass. Reorders `values` so that everything before k is no larger.
 */
export function selectInPlace(values: Float64Array, k: number): number {
  select(values, 0, values.length - 1, k);
  return values[k]!;
}

function select(values: Float64Array, from: number, to: number, k: number): void {
  let low = from;
  let high = to;
  while (low < high) {
    if (high - low > SAMPLE_FROM) {
      const count = high - low + 1;
      const rank = k - low + 1;
      const size = 0.5 * count ** (2 / 3);
      const margin = 0.5 * Math.sqrt((Math.log(count) * size * (count - size)) / count) * Math.sign(rank - count / 2);
      select(values, Math.max(low, Math.floor(k - (rank * size) / count + margin)), Math.min(high, Math.floor(k + ((count - rank) * size) / count + margin)), k);
    }
    const pivot = values[k]!;
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
    else return;
  }
}

/** Linearly interpolated quantile (Hyndman & Fan type 7, the default of R and NumPy). NaN for an empty series. */
export function quantile(series: Series, probability: number): number {
  return quantiles(series, [probability])[0]!;
}

/** Several quantiles of one series; cheapest when the probabilities rise, since each selection leaves the rest to its right. */
export function quantiles(series: Series, probabilities: readonly number[]): number[] {
  const values = new Float64Array(series);
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
