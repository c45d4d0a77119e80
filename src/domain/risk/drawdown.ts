import type { IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { withoutNoise, type Series } from './moments.ts';

/** A fall from a peak. Indexes point into the wealth series; `recoveryIndex` is the first point back at the peak, if any. */
export interface Drawdown {
  /** Size of the fall, at or above 0: 0.2 is a loss of 20 % from the peak. */
  readonly depthFraction: number;
  readonly peakIndex: number;
  readonly troughIndex: number;
  readonly recoveryIndex: number | undefined;
}

/** Wealth from simple returns, starting at 1, so that the starting value counts as the first peak; one longer than the returns. */
export function wealthFromReturns(returns: Series): Float64Array {
  const wealth = new Float64Array(returns.length + 1);
  wealth[0] = 1;
  for (let i = 0; i < returns.length; i += 1) wealth[i + 1] = wealth[i]! * (1 + returns[i]!);
  return wealth;
}

/** Value over its running peak less 1, at or below 0, one for each point of the wealth series. */
export function drawdownSeries(wealth: Series): number[] {
  let peak = -Infinity;
  return Array.from(wealth, (value) => {
    peak = Math.max(peak, value);
    return withoutNoise(value / peak - 1);
  });
}

/**
 * Every fall from a peak to its recovery, oldest first; the last may be still open. Points equal to the peak end a fall
 * (up to rounding noise), and the peak is the last point at the old high.
 */
export function drawdowns(wealth: Series): Drawdown[] {
  const series = drawdownSeries(wealth);
  const found: Drawdown[] = [];
  let start = 0;
  while (start < series.length) {
    if (series[start] === 0) { start += 1; continue; }
    let end = start;
    let trough = start;
    for (; end < series.length && series[end]! < 0; end += 1) if (series[end]! < series[trough]!) trough = end;
    found.push({ depthFraction: -series[trough]!, peakIndex: start - 1, troughIndex: trough, recoveryIndex: end < series.length ? end : undefined });
    start = end;
  }
  return found;
}

/**
 * Maximum drawdown of a wealth or price series (values above zero, oldest first, net of external flows). The earliest of equal ones.
 * A series that never falls has depth 0 at index 0; an empty one has no value.
 */
export function maxDrawdownOfWealth(wealth: Series): Drawdown | Undefined {
  if (wealth.length === 0) return undefinedBecause('no values');
  let worst = { fall: 0, peakIndex: 0, troughIndex: 0 };
  let peak = wealth[0]!;
  let peakIndex = 0;
  for (let i = 1; i < wealth.length; i += 1) {
    const value = wealth[i]!;
    if (value > peak) peak = value;
    const fall = withoutNoise(value / peak - 1);
    if (fall === 0) peakIndex = i;
    else if (fall < worst.fall) worst = { fall, peakIndex, troughIndex: i };
  }
  const { fall, troughIndex } = worst;
  return { depthFraction: fall === 0 ? 0 : -fall, peakIndex: worst.peakIndex, troughIndex, recoveryIndex: recoveryOf(wealth, worst.peakIndex, troughIndex) };
}

function recoveryOf(wealth: Series, peakIndex: number, troughIndex: number): number | undefined {
  for (let i = troughIndex; i < wealth.length; i += 1) if (withoutNoise(Math.min(0, wealth[i]! / wealth[peakIndex]! - 1)) === 0) return i;
  return undefined;
}

/** Maximum drawdown of simple period returns; index 0 is the start, index i the end of period i. Undefined without returns. */
export function maxDrawdown(returns: Series): Drawdown | Undefined {
  return returns.length === 0 ? undefinedBecause('no returns') : maxDrawdownOfWealth(wealthFromReturns(returns));
}

export interface DatedDrawdown {
  readonly depthFraction: number;
  readonly peakDate: IsoDate;
  readonly troughDate: IsoDate;
  /** Absent while the old peak has not been reached again. */
  readonly recoveryDate?: IsoDate;
}

/** Puts dates on a drawdown; `dates` run along the same wealth series. */
export function datedDrawdown(found: Drawdown, dates: readonly IsoDate[]): DatedDrawdown {
  const recovery = found.recoveryIndex === undefined ? undefined : dates[found.recoveryIndex];
  return {
    depthFraction: found.depthFraction,
    peakDate: dates[found.peakIndex]!,
    troughDate: dates[found.troughIndex]!,
    ...(recovery === undefined ? {} : { recoveryDate: recovery }),
  };
}

/** Longest distance, in points, between one peak and the next strictly higher one, or the end of the series. */
export function longestUnderwater(wealth: Series): number {
  let peakIndex = 0;
  let longest = 0;
  for (let i = 1; i < wealth.length; i += 1) {
    longest = Math.max(longest, i - peakIndex);
    if (wealth[i]! > wealth[peakIndex]!) peakIndex = i;
  }
  return longest;
}

/** Mean size of the drawdown over all observations (pain index). `series` as `drawdownSeries` gives it. */
export function painIndex(series: Series): number | Undefined {
  if (series.length === 0) return undefinedBecause('no values');
  return Array.from(series).reduce((total, value) => total - value, 0) / series.length;
}

/** Root mean square of the drawdown over all observations (ulcer index, Martin 1987). */
export function ulcerIndex(series: Series): number | Undefined {
  if (series.length === 0) return undefinedBecause('no values');
  return Math.sqrt(Array.from(series).reduce((total, value) => total + value * value, 0) / series.length);
}
