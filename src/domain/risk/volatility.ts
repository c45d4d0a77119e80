import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { mean, spread, withoutNoise, type Series } from './moments.ts';
import { logReturns } from './return-series.ts';

export interface VolatilityConventions {
  /** 252 trading days, 52 weeks, 12 months, 365 calendar days … */
  readonly periodsPerYear: number;
  /** 1 = sample (default), 0 = population. */
  readonly ddof?: number;
}

/** Standard deviation per period, a fraction. Undefined with too few returns; 0 for a constant series. */
export function standardDeviation(returns: Series, ddof = 1): number | Undefined {
  if (returns.length <= ddof) return undefinedBecause(`a deviation needs more than ${ddof} return${ddof === 1 ? '' : 's'}`);
  return spread(returns, ddof);
}

/** Annualised volatility: deviation per period × √periodsPerYear. Give log returns for log volatility. */
export function annualisedVolatility(returns: Series, { periodsPerYear, ddof = 1 }: VolatilityConventions): number | Undefined {
  const deviation = standardDeviation(returns, ddof);
  return typeof deviation === 'number' ? deviation * Math.sqrt(periodsPerYear) : deviation;
}

export interface DownsideConventions {
  /** Minimum acceptable return per period, a number or one a period. */
  readonly target?: number | Series;
  /** `all` divides by every observation (Sortino's definition), `losses` by those below the target, `all-sample` by all but one. */
  readonly denominator?: 'all' | 'losses' | 'all-sample';
}

/**
 * Downside deviation per period: root mean square of the shortfalls below the target.
 * Source: Sortino & Price 1994. Undefined without returns; 0 when none is below the target.
 */
export function downsideDeviation(returns: Series, { target = 0, denominator = 'all' }: DownsideConventions = {}): number | Undefined {
  if (returns.length === 0) return undefinedBecause('no returns');
  let squares = 0;
  let losses = 0;
  for (let i = 0; i < returns.length; i += 1) {
    const shortfall = returns[i]! - (typeof target === 'number' ? target : target[i]!);
    if (shortfall >= 0) continue;
    squares += shortfall * shortfall;
    losses += 1;
  }
  if (losses === 0) return 0;
  const count = denominator === 'losses' ? losses : denominator === 'all-sample' ? returns.length - 1 : returns.length;
  return count === 0 ? undefinedBecause('a sample deviation needs two returns') : withoutNoise(Math.sqrt(squares / count));
}

/** Semi-deviation per period: downside deviation around the series' own mean. `ddof` as in the standard deviation. */
export function semiDeviation(returns: Series, ddof = 0): number | Undefined {
  if (returns.length <= ddof) return undefinedBecause('too few returns');
  const target = mean(returns);
  return downsideDeviation(returns, { target, denominator: ddof === 1 ? 'all-sample' : 'all' });
}

export interface PeriodVolatility {
  readonly volatility: number;
  readonly semiDeviation: number;
}

/**
 * Volatility over the whole report period, not annualised: sample deviation of log returns × √(number of returns); the
 * semi-deviation counts only log returns below their mean, over the same denominator (Portfolio Performance's scaling).
 * A period without a single return moved nothing: 0. One return alone has no deviation.
 */
export function periodVolatility(simpleReturns: Series, ddof = 1): PeriodVolatility | Undefined {
  const count = simpleReturns.length;
  if (count === 0) return { volatility: 0, semiDeviation: 0 };
  if (count <= ddof) return undefinedBecause('a deviation needs two returns');
  const logs = logReturns(simpleReturns);
  const centre = mean(logs);
  const below = logs.reduce((squares, value) => (value < centre ? squares + (value - centre) ** 2 : squares), 0);
  return {
    volatility: spread(logs, ddof) * Math.sqrt(count),
    semiDeviation: withoutNoise(Math.sqrt((below / (count - ddof)) * count)),
  };
}
