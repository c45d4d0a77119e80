import { spread } from '../risk/moments.ts';
import { randomSource } from '../scenarios/random-source.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdviceStrategy } from './advice-snapshot.ts';
import type { Filled } from './fill-wishes.ts';
import type { AssetWeight, Measures } from './measure.ts';
import { isHit, OUTCOME_WEEKS, type Outcome } from './outcome.ts';
import { FEWEST_WEEKS, WEEKS_PER_YEAR } from './weekly-returns.ts';

const RESAMPLES = 200;

export interface Sides {
  readonly before: Measures;
  readonly after: Measures;
  readonly filled: Filled;
}

/** Weights in the order of `securityIds` plus cash at the end. */
interface Mix {
  readonly weights: Float64Array;
  readonly groups: readonly string[];
}

/**
 * Share of 200 resampled quarters in which the advice would be a hit: 13 weeks drawn with replacement from the weeks on record, the same weeks
 * for all securities so that they keep moving together, held without trading, with and without the trades. A week in which a security has no
 * return gives it the mean of its own weeks. Undefined with fewer than 26 weeks. Source: Efron 1979. The seed makes it repeatable.
 */
export function bootstrapHits(book: AdviceBook, strategy: AdviceStrategy, { before, after, filled }: Sides, seed: number): number | undefined {
  const ids = [...new Set([...before.weights, ...after.weights].map(({ securityId }) => securityId))].sort();
  const weeks = book.snapshot.returns.weekEnds.length;
  if (weeks < FEWEST_WEEKS || ids.length === 0) return undefined;
  const series = ids.map((id) => filledSeries(book.snapshot.returns.bySecurity[id] ?? [], weeks));
  const [without, withTrades] = [mixOf(book, ids, before.weights), mixOf(book, ids, after.weights)];
  const total = book.totalBase.toNumber();
  const once = { costFraction: filled.costBase.toNumber() / total, taxFraction: filled.taxMostBase.toNumber() / total };
  const targets = new Map(book.snapshot.state.targets.map(({ assetClass, targetFraction }) => [assetClass, targetFraction]));
  const random = randomSource(seed);
  let hits = 0;
  let judged = 0;
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    const drawn = Array.from({ length: OUTCOME_WEEKS }, () => Math.floor(random.uniform() * weeks));
    const [left, right] = [path(without, series, drawn, targets), path(withTrades, series, drawn, targets)];
    const outcome: Outcome = {
      ...once, returnWith: right.returnFraction, returnWithout: left.returnFraction, volatilityWith: right.volatility, volatilityWithout: left.volatility,
      driftWith: right.drift, driftWithout: left.drift,
    };
    const hit = isHit(strategy, outcome);
    if (hit === undefined) continue;
    judged += 1;
    if (hit) hits += 1;
  }
  return judged === 0 ? undefined : hits / judged;
}

function filledSeries(own: readonly (number | null)[], weeks: number): Float64Array {
  const known = own.filter((move) => move !== null);
  const centre = known.length === 0 ? 0 : known.reduce((sum, move) => sum + move, 0) / known.length;
  return Float64Array.from({ length: weeks }, (_, week) => own[week] ?? centre);
}

function mixOf(book: AdviceBook, ids: readonly string[], held: readonly AssetWeight[]): Mix {
  const byId = new Map(held.map(({ securityId, weight }) => [securityId, weight]));
  const weights = new Float64Array(ids.length + 1);
  ids.forEach((id, i) => { weights[i] = byId.get(id) ?? 0; });
  weights[ids.length] = 1 - ids.reduce((sum, id) => sum + (byId.get(id) ?? 0), 0);
  return { weights, groups: [...ids.map((id) => book.assets.get(id)!.security.exposureClass), 'cash'] };
}

/** Buy and hold through the drawn weeks. */
function path({ weights, groups }: Mix, series: readonly Float64Array[], drawn: readonly number[], targets: ReadonlyMap<string, number>): { returnFraction: number; volatility: number; drift: number | undefined } {
  const values = Float64Array.from(weights);
  const moves: number[] = [];
  let value = 1;
  for (const week of drawn) {
    let next = values[values.length - 1]!;
    for (let i = 0; i < series.length; i += 1) {
      values[i] = values[i]! * (1 + series[i]![week]!);
      next += values[i]!;
    }
    moves.push(next / value - 1);
    value = next;
  }
  return { returnFraction: value - 1, volatility: spread(moves, 1) * Math.sqrt(WEEKS_PER_YEAR), drift: targets.size === 0 ? undefined : driftAt(values, groups, value, targets) };
}

function driftAt(values: Float64Array, groups: readonly string[], total: number, targets: ReadonlyMap<string, number>): number {
  const sums = new Map<string, number>([...targets.keys()].map((group) => [group, 0]));
  groups.forEach((group, i) => sums.set(group, (sums.get(group) ?? 0) + values[i]!));
  return Math.max(...[...sums].map(([group, sum]) => Math.abs(sum / total - (targets.get(group) ?? 0))));
}
