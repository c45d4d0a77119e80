import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { maxDrawdownOfWealth, wealthFromReturns, type Drawdown } from './drawdown.ts';
import { jointMoments, mean, spread } from './moments.ts';
import { overRisk } from './ratios.ts';
import { annualReturn } from './return-series.ts';
import { downsideDeviation } from './volatility.ts';
import { historicalTailRisk, type TailRisk } from './value-at-risk.ts';

export interface RiskSummaryConventions {
  readonly periodsPerYear: number;
  /** Per period. */
  readonly riskFree?: number;
  /** 0.05 = 95 % confidence. */
  readonly tailProbability?: number;
}

/** The figures of a fact sheet, from one pass of shared moments. Annual unless the name says otherwise; fractions. */
export interface RiskSummary {
  readonly observations: number;
  readonly annualReturnFraction: number | Undefined;
  readonly volatilityFraction: number;
  readonly downsideDeviationFraction: number;
  readonly sharpe: number | Undefined;
  readonly sortino: number | Undefined;
  readonly drawdown: Drawdown;
  /** Historical, interpolated, per period; negative is a loss. */
  readonly tailRisk: TailRisk | Undefined;
  readonly beta: number | Undefined;
  readonly correlation: number | Undefined;
  readonly trackingErrorFraction: number | Undefined;
}

/**
 * Risk figures of one series of simple period returns, against an aligned benchmark if there is one: sample deviation, arithmetic Sharpe and
 * Sortino, as in the functions of those names. Undefined with fewer than two returns.
 */
export function riskSummary(returns: Float64Array, benchmark: Float64Array | undefined, conventions: RiskSummaryConventions): RiskSummary | Undefined {
  const { periodsPerYear, riskFree = 0, tailProbability = 0.05 } = conventions;
  if (returns.length < 2) return undefinedBecause('risk figures need two returns');
  const root = Math.sqrt(periodsPerYear);
  const deviation = spread(returns, 1);
  const reward = (mean(returns) - riskFree) * periodsPerYear;
  const downside = downsideDeviation(returns, { target: riskFree });
  const drawdown = maxDrawdownOfWealth(wealthFromReturns(returns));
  if (isUndefined(downside)) return downside;
  if (isUndefined(drawdown)) return drawdown;
  return {
    observations: returns.length,
    annualReturnFraction: annualReturn(returns, periodsPerYear),
    volatilityFraction: deviation * root,
    downsideDeviationFraction: downside * root,
    sharpe: overRisk(reward, deviation * root, 'the deviation of the return'),
    sortino: overRisk(reward, downside * root, 'the downside deviation'),
    drawdown,
    tailRisk: historicalTailRisk(returns, tailProbability),
    ...againstBenchmark(returns, benchmark, root),
  };
}

type BenchmarkFigures = Pick<RiskSummary, 'beta' | 'correlation' | 'trackingErrorFraction'>;

function againstBenchmark(returns: Float64Array, benchmark: Float64Array | undefined, root: number): BenchmarkFigures {
  const absent = undefinedBecause(benchmark ? 'the benchmark covers other periods' : 'there is no benchmark');
  if (!benchmark || benchmark.length !== returns.length) return { beta: absent, correlation: absent, trackingErrorFraction: absent };
  const { leftSpread, rightSpread, covariance, differenceSpread } = jointMoments(returns, benchmark);
  return {
    beta: overRisk(covariance, rightSpread * rightSpread, "the benchmark's variance"),
    correlation: mapDefined(overRisk(covariance, leftSpread * rightSpread, 'the deviation of one of the two'), (value) => Math.max(-1, Math.min(1, value))),
    trackingErrorFraction: differenceSpread * root,
  };
}
