import { dot } from '../risk/covariance-matrix.ts';
import { spread } from '../risk/moments.ts';
import type { AdviceBook } from './advice-book.ts';
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

/**
 * Correlation of two securities' weekly returns; a week without one counts as that security's mean, which draws the figure towards zero.
 * Undefined when either has fewer than 26 weeks or never moves.
 */
export function weeklyCorrelation(book: AdviceBook, left: string, right: string): number | undefined {
  const [a, b] = [standardWeeks(book, left), standardWeeks(book, right)];
  return a && b ? dot(a, b) : undefined;
}

/** Weeks of a security with mean 0 and length 1, so that a correlation is one product. */
function standardWeeks({ snapshot, memo: { standardWeeks: known } }: AdviceBook, securityId: string): Float64Array | undefined {
  if (known.has(securityId)) return known.get(securityId);
  const own = snapshot.returns.bySecurity[securityId] ?? [];
  const moves = own.filter((move) => move !== null);
  const centre = moves.reduce((sum, move) => sum + move, 0) / Math.max(1, moves.length);
  const weeks = Float64Array.from(own, (move) => (move === null ? 0 : move - centre));
  const length = Math.sqrt(dot(weeks, weeks));
  const standard = moves.length < FEWEST_WEEKS || length <= 1e-12 ? undefined : weeks.map((move) => move / length);
  known.set(securityId, standard);
  return standard;
}
