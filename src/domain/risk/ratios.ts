import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { mean, sum, withoutNoise, type Series } from './moments.ts';
import { annualReturn, excessReturns } from './return-series.ts';
import { downsideDeviation, standardDeviation } from './volatility.ts';
import { maxDrawdown } from './drawdown.ts';

/** How a ratio of mean to deviation is brought to a year; `none` leaves it per period. */
export type Annualisation = 'arithmetic' | 'geometric' | 'none';

/** What a ratio without risk is: no value (default), or infinity where the source says so and the reward is positive. */
export type ZeroRisk = 'undefined' | 'infinity';

export interface RatioConventions {
  /** Needed unless the annualisation is `none`. */
  readonly periodsPerYear?: number;
  /** Per PERIOD, not per year: a number or an aligned series. */
  readonly riskFree?: number | Series;
  readonly ddof?: number;
  /** `arithmetic`: mean × P over deviation × √P (default); `geometric`: compound annual excess return over the same. */
  readonly annualisation?: Annualisation;
  readonly zeroRisk?: ZeroRisk;
}

/** reward / risk, with the one rule for a risk of zero: no large finite number ever comes out of rounding. */
export function overRisk(reward: number | Undefined, risk: number | Undefined, what: string, zeroRisk: ZeroRisk = 'undefined'): number | Undefined {
  if (isUndefined(reward)) return reward;
  if (isUndefined(risk)) return risk;
  if (risk !== 0) return reward / risk;
  if (zeroRisk === 'infinity' && withoutNoise(reward) > 0) return Infinity;
  return undefinedBecause(`${what} is zero`);
}

function annualReward(excess: Series, annualisation: Annualisation, periodsPerYear: number): number | Undefined {
  if (annualisation === 'geometric') return annualReturn(excess, periodsPerYear);
  return annualisation === 'none' ? mean(excess) : mean(excess) * periodsPerYear;
}

/** Sharpe ratio of simple period returns (Sharpe 1994: mean excess over its own sample deviation). Undefined for constant returns. */
export function sharpeRatio(returns: Series, conventions: RatioConventions = {}): number | Undefined {
  const { periodsPerYear = 1, riskFree = 0, ddof = 1, annualisation = 'arithmetic', zeroRisk } = conventions;
  const excess = excessReturns(returns, riskFree);
  const deviation = standardDeviation(excess, ddof);
  if (isUndefined(deviation)) return deviation;
  const scale = annualisation === 'none' ? 1 : Math.sqrt(periodsPerYear);
  return overRisk(annualReward(excess, annualisation, periodsPerYear), deviation * scale, 'the deviation of the excess return', zeroRisk);
}

export interface SortinoConventions extends Omit<RatioConventions, 'riskFree' | 'ddof'> {
  /** Minimum acceptable return per period. */
  readonly target?: number | Series;
}

/** Sortino ratio: mean return above the target over the downside deviation across ALL observations (Sortino & Price 1994). */
export function sortinoRatio(returns: Series, conventions: SortinoConventions = {}): number | Undefined {
  const { periodsPerYear = 1, target = 0, annualisation = 'arithmetic', zeroRisk } = conventions;
  if (returns.length < 2) return undefinedBecause('a Sortino ratio needs two returns');
  const downside = downsideDeviation(returns, { target });
  if (isUndefined(downside)) return downside;
  const scale = annualisation === 'none' ? 1 : Math.sqrt(periodsPerYear);
  const reward = annualReward(excessReturns(returns, target), annualisation, periodsPerYear);
  return overRisk(reward, downside * scale, 'the downside deviation', zeroRisk);
}

/** Calmar ratio: compound annual return over the size of the maximum drawdown. Undefined without a drawdown. */
export function calmarRatio(returns: Series, periodsPerYear: number, zeroRisk?: ZeroRisk): number | Undefined {
  const drawdown = maxDrawdown(returns);
  if (isUndefined(drawdown)) return drawdown;
  return overRisk(annualReturn(returns, periodsPerYear), drawdown.depthFraction, 'the maximum drawdown', zeroRisk);
}

export interface OmegaConventions {
  readonly riskFree?: number | Series;
  /** Required return per period, on top of the risk-free rate. */
  readonly threshold?: number;
  readonly zeroRisk?: ZeroRisk;
}

/** Omega ratio: sum of returns above the threshold over the sum of shortfalls below it (Keating & Shadwick 2002). */
export function omegaRatio(returns: Series, { riskFree = 0, threshold = 0, zeroRisk }: OmegaConventions = {}): number | Undefined {
  if (returns.length < 2) return undefinedBecause('an omega ratio needs two returns');
  const excess = excessReturns(returns, riskFree).map((value) => value - threshold);
  const above = sum(excess.map((value) => Math.max(value, 0)));
  const below = sum(excess.map((value) => Math.max(-value, 0)));
  return overRisk(withoutNoise(above), withoutNoise(below), 'the shortfall below the threshold', zeroRisk);
}

/** An annual rate as a rate per period by compounding: (1 + r)^(1/P) - 1. */
export function perPeriodRate(annualRate: number, periodsPerYear: number): number {
  return (1 + annualRate) ** (1 / periodsPerYear) - 1;
}
