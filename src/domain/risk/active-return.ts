import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { mean, type Series } from './moments.ts';
import { annualReturn, excessReturns } from './return-series.ts';
import { overRisk } from './ratios.ts';
import { standardDeviation } from './volatility.ts';

export interface ActiveConventions {
  readonly periodsPerYear: number;
  readonly ddof?: number;
}

/** Tracking error: deviation of portfolio less benchmark returns × √periodsPerYear (give 1 for the figure per period). */
export function trackingError(portfolio: Series, benchmark: Series, { periodsPerYear, ddof = 1 }: ActiveConventions): number | Undefined {
  const deviation = standardDeviation(excessReturns(portfolio, benchmark), ddof);
  return isUndefined(deviation) ? deviation : deviation * Math.sqrt(periodsPerYear);
}

/**
 * Information ratio: active return over tracking error. `geometric`: difference of the compound annual returns (PerformanceAnalytics);
 * `arithmetic`: mean active return × P; `none`: mean over deviation per period (empyrical's excess Sharpe).
 */
export function informationRatio(
  portfolio: Series,
  benchmark: Series,
  { periodsPerYear, ddof = 1, annualisation }: ActiveConventions & { readonly annualisation: 'geometric' | 'arithmetic' | 'none' },
): number | Undefined {
  if (portfolio.length === 0) return undefinedBecause('no returns');
  const error = trackingError(portfolio, benchmark, { periodsPerYear: annualisation === 'none' ? 1 : periodsPerYear, ddof });
  if (annualisation !== 'geometric') {
    const active = mean(excessReturns(portfolio, benchmark)) * (annualisation === 'none' ? 1 : periodsPerYear);
    return overRisk(active, error, 'the tracking error');
  }
  const own = annualReturn(portfolio, periodsPerYear);
  const other = annualReturn(benchmark, periodsPerYear);
  if (isUndefined(own)) return own;
  return isUndefined(other) ? other : overRisk(own - other, error, 'the tracking error');
}

/**
 * Capture ratio: the portfolio's return over the benchmark's in the periods in which the benchmark rose (`up`) or fell (`down`).
 * `compound` uses compound annual returns (empyrical), `mean` arithmetic means.
 */
export function captureRatio(
  portfolio: Series,
  benchmark: Series,
  { side, method, periodsPerYear }: { readonly side: 'up' | 'down'; readonly method: 'compound' | 'mean'; readonly periodsPerYear: number },
): number | Undefined {
  const periods = Array.from(benchmark, (_, i) => i).filter((i) => (side === 'up' ? benchmark[i]! > 0 : benchmark[i]! < 0));
  if (periods.length === 0) return undefinedBecause(side === 'up' ? 'the benchmark never rose' : 'the benchmark never fell');
  const own = periods.map((i) => portfolio[i]!);
  const other = periods.map((i) => benchmark[i]!);
  if (method === 'mean') return overRisk(mean(own), mean(other), "the benchmark's return");
  return overRisk(annualReturn(own, periodsPerYear), annualReturn(other, periodsPerYear), "the benchmark's return");
}
