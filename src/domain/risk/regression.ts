import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { covariance, mean, spread, type Series } from './moments.ts';
import { annualReturn, excessReturns } from './return-series.ts';
import { overRisk } from './ratios.ts';

/** Beta: covariance with the benchmark over the benchmark's variance (the degrees of freedom cancel). Undefined for a constant benchmark. */
export function beta(portfolio: Series, benchmark: Series): number | Undefined {
  if (portfolio.length < 2) return undefinedBecause('a beta needs two pairs of returns');
  const deviation = spread(benchmark, 1);
  if (deviation === 0) return undefinedBecause('the benchmark does not vary');
  return covariance(portfolio, benchmark, 1) / deviation ** 2;
}

/** Regression (OLS) alpha per period: mean(portfolio) - beta × mean(benchmark). Give excess returns for the CAPM's alpha. */
export function regressionAlpha(portfolio: Series, benchmark: Series): number | Undefined {
  return mapDefined(beta(portfolio, benchmark), (slope) => mean(portfolio) - slope * mean(benchmark));
}

/**
 * The regression alpha brought to a year: `compound` (1 + a)^P - 1 as empyrical does, `arithmetic` a × P, `none` per period.
 */
export function annualisedAlpha(perPeriod: number | Undefined, annualisation: 'compound' | 'arithmetic' | 'none', periodsPerYear: number): number | Undefined {
  return mapDefined(perPeriod, (alpha) => {
    if (annualisation === 'compound') return (1 + alpha) ** periodsPerYear - 1;
    return annualisation === 'arithmetic' ? alpha * periodsPerYear : alpha;
  });
}

export interface CapmInput {
  readonly portfolio: Series;
  readonly benchmark: Series;
  /** Per period. */
  readonly riskFree?: number | Series;
  readonly periodsPerYear: number;
}

/**
 * Jensen's alpha, annual: Rp - (Rf + beta × (Rb - Rf)) with compound annual returns and the beta of excess returns (Jensen 1968;
 * the annual form as in PerformanceAnalytics).
 */
export function jensenAlpha({ portfolio, benchmark, riskFree = 0, periodsPerYear }: CapmInput): number | Undefined {
  const slope = beta(excessReturns(portfolio, riskFree), excessReturns(benchmark, riskFree));
  const own = annualReturn(portfolio, periodsPerYear);
  const market = annualReturn(benchmark, periodsPerYear);
  const free = annualReturn(typeof riskFree === 'number' ? Array.from(portfolio, () => riskFree) : riskFree, periodsPerYear);
  if (isUndefined(slope)) return slope;
  if (isUndefined(own)) return own;
  if (isUndefined(market)) return market;
  if (isUndefined(free)) return free;
  return own - (free + slope * (market - free));
}

/** Treynor ratio: compound annual excess return over the beta of excess returns. */
export function treynorRatio({ portfolio, benchmark, riskFree = 0, periodsPerYear }: CapmInput): number | Undefined {
  const excess = excessReturns(portfolio, riskFree);
  return overRisk(annualReturn(excess, periodsPerYear), beta(excess, excessReturns(benchmark, riskFree)), 'beta');
}

/** Pearson correlation of aligned returns, in [-1, 1]. Undefined when either series does not vary. */
export function correlation(left: Series, right: Series): number | Undefined {
  if (left.length < 2) return undefinedBecause('a correlation needs two pairs of returns');
  const scale = spread(left, 1) * spread(right, 1);
  if (scale === 0) return undefinedBecause('one of the two series does not vary');
  return Math.max(-1, Math.min(1, covariance(left, right, 1) / scale));
}

/** R²: the square of the correlation, the share of variance that the benchmark explains. */
export function rSquared(left: Series, right: Series): number | Undefined {
  return mapDefined(correlation(left, right), (value) => value * value);
}

/** Beta over only those periods in which the benchmark rose (`bull`, above 0) or fell (`bear`, below 0). */
export function conditionalBeta(portfolio: Series, benchmark: Series, market: 'bull' | 'bear'): number | Undefined {
  const own: number[] = [];
  const other: number[] = [];
  for (let i = 0; i < benchmark.length; i += 1) {
    const inMarket = market === 'bull' ? benchmark[i]! > 0 : benchmark[i]! < 0;
    if (!inMarket) continue;
    own.push(portfolio[i]!);
    other.push(benchmark[i]!);
  }
  return beta(own, other);
}
