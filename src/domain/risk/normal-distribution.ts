/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * Cumulative standard normal distribution, to about 1e-15: the series of erf near the centre, Lentz's continued fraction in the tails
 * (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normalCumulative(x: number): number {
  const size = Math.abs(x);
  if (size < 3.5) {
    let term = x;
    let total = x;
    for (let k = 1; Math.abs(term) > 1e-17; k += 1) {
      term *= (x * x) / (2 * k + 1);
      total += term;
    }
    return 0.5 + total * normalDensity(x);
  }
  let fraction = size;
  for (let k = 60; k >= 1; k -= 1) fraction = size + k / fraction;
  const tail = normalDensity(size) / fraction;
  return x < 0 ? tail : 1 - tail;
}

/** Quantile of the standard normal distribution by Newton's steps on the cumulative; ±Infinity at 1 and 0. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -Infinity;
  if (probability >= 1) return Infinity;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Tail approximation as a start (Abramowitz & Stegun 26.2.22); three or four Halley steps then reach float64.
  const t = Math.sqrt(-2 * Math.log(probability));
  let x = -(t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t));
  for (let step = 0; step < 6; step += 1) {
    const error = (normalCumulative(x) - probability) / normalDensity(x);
    const move = error / (1 + (x * error) / 2);
    x -= move;
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(x))) break;
  }
  return x;
}
