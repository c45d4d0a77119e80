import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { datedDrawdown, maxDrawdownOfWealth, type DatedDrawdown } from '../risk/drawdown.ts';

export interface ReplayAsset {
  readonly key: string;
  /** Today's weight; weights need not sum to 1, the rest is cash without return. */
  readonly weightFraction: number;
  /** Simple period returns of the past, aligned with `dates`; null where the asset has no history. */
  readonly returns: readonly (number | null)[];
}

export interface Replay {
  /** Value at the start (1) and after each period, of today's weights held through the past without rebalancing. */
  readonly values: readonly number[];
  readonly returnFraction: number;
  readonly worst: DatedDrawdown;
  /** Weight of the assets with the whole history; the others were left out and the rest scaled up. */
  readonly coveredFraction: number;
  readonly leftOut: readonly string[];
}

/**
 * What would today's portfolio have done in a past period? Assets without the whole history are left out and named.
 * @param dates One per return, plus the opening day in front.
 */
export function replayHistory(assets: readonly ReplayAsset[], dates: readonly IsoDate[]): Replay | Undefined {
  const periods = dates.length - 1;
  if (periods < 1) return undefinedBecause('the period holds no return');
  if (assets.some(({ returns }) => returns.length !== periods)) throw invalidInput('Every asset needs one return for each day after the opening day.');
  const covered = assets.filter(({ returns }) => returns.every((value) => value !== null));
  const coveredFraction = covered.reduce((total, { weightFraction }) => total + weightFraction, 0);
  const invested = assets.reduce((total, { weightFraction }) => total + weightFraction, 0);
  if (covered.length === 0 || coveredFraction <= 0) return undefinedBecause('no asset of the portfolio has prices for the whole period');
  const scale = invested / coveredFraction;
  const held = covered.map(({ weightFraction, returns }) => ({ value: weightFraction * scale, returns }));
  const cash = 1 - invested;
  const values = [1];
  for (let t = 0; t < periods; t += 1) {
    for (const asset of held) asset.value *= 1 + asset.returns[t]!; // covered assets have every return
    values.push(cash + held.reduce((total, { value }) => total + value, 0));
  }
  const fall = maxDrawdownOfWealth(values);
  if ('kind' in fall) return fall;
  const leftOut = assets.filter((asset) => !covered.includes(asset)).map(({ key }) => key);
  return { values, returnFraction: values.at(-1)! - 1, worst: datedDrawdown(fall, dates), coveredFraction, leftOut };
}
