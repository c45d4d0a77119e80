import { spread } from '../risk/moments.ts';
import type { AdviceSnapshot } from './advice-snapshot.ts';

export const WEEKS_PER_YEAR = 52;
/** Fewer weeks than this say nothing about risk. */
export const FEWEST_WEEKS = 26;
/** A week counts when securities worth this share of the risky part have a return in it; the rest is taken to move with them. */
const LEAST_COVERED = 0.8;

/** A holding's share of the portfolio value; cash is left out of the list and moves nothing. */
export interface Weight {
  readonly securityId: string;
  readonly weight: number;
}

/** Weekly return of a portfolio that keeps the weights, `undefined` for weeks that too few of the securities cover. */
export function portfolioWeeks({ returns }: AdviceSnapshot, weights: readonly Weight[]): (number | undefined)[] {
  const gross = weights.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const series = weights.map(({ securityId, weight }) => ({ weight, own: returns.bySecurity[securityId] }));
  return returns.weekEnds.map((_, week) => {
    if (gross === 0) return 0;
    let total = 0;
    let covered = 0;
    for (const { weight, own } of series) {
      const move = own?.[week];
      if (move === null || move === undefined) continue;
      total += weight * move;
      covered += Math.abs(weight);
    }
    return covered / gross >= LEAST_COVERED ? (total * gross) / covered : undefined;
  });
}

/** Yearly volatility at constant weights: √(w'Σw) × √52 over the weeks on record; undefined with fewer than 26 of them. */
export function portfolioVolatility(snapshot: AdviceSnapshot, weights: readonly Weight[]): number | undefined {
  const known = portfolioWeeks(snapshot, weights).filter((move) => move !== undefined);
  return known.length < FEWEST_WEEKS ? undefined : spread(known, 1) * Math.sqrt(WEEKS_PER_YEAR);
}

/** Weeks of a security that have a return. */
export function knownWeeks({ returns }: AdviceSnapshot, securityId: string): number {
  return (returns.bySecurity[securityId] ?? []).reduce<number>((count, move) => count + (move === null ? 0 : 1), 0);
}

/** Correlation of two securities over the weeks that both have; undefined with fewer than 26 or without movement. */
export function weeklyCorrelation({ returns }: AdviceSnapshot, left: string, right: string): number | undefined {
  const a = returns.bySecurity[left] ?? [];
  const b = returns.bySecurity[right] ?? [];
  const pairs = a.flatMap((x, week) => (x === null || b[week] === null || b[week] === undefined ? [] : [[x, b[week]] as const]));
  if (pairs.length < FEWEST_WEEKS) return undefined;
  const xs = pairs.map(([x]) => x);
  const ys = pairs.map(([, y]) => y);
  const deviations = spread(xs, 1) * spread(ys, 1);
  if (deviations <= 1e-18) return undefined;
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  return pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / (pairs.length - 1) / deviations;
}
