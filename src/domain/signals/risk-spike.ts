import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { mean, spread, type Series } from '../risk/moments.ts';

export interface RiskSpikeOptions {
  /** Decay of the exponentially weighted variance; 0.94 for daily data (RiskMetrics 1996). */
  readonly decay?: number;
  /** Days of the past against which today is judged; 250 by default. */
  readonly baselineDays?: number;
  /** z at or above which a spike is reported; 3 by default. */
  readonly threshold?: number;
}

export interface RiskSpike {
  readonly spike: boolean;
  /** Deviations of log EWMA volatility above its mean over the baseline. */
  readonly zScore: number;
  /** EWMA volatility today over the baseline's (geometric) mean. */
  readonly ratio: number;
  /** Per day. */
  readonly currentVolatilityFraction: number;
  readonly baselineVolatilityFraction: number;
  readonly model: { readonly name: 'risk-spike'; readonly version: '1'; readonly decay: number; readonly baselineDays: number; readonly threshold: number };
}

const WARM_UP_DAYS = 30;
const FEWEST_BASELINE_DAYS = 60;

/**
 * Is risk unusually high today? Exponentially weighted volatility (zero mean), whose logarithm today is compared with its mean and deviation over
 * the baseline days before. Logs, because volatility is skewed. Undefined with less than 90 returns or without any movement in the baseline.
 */
export function detectRiskSpike(returns: Series, { decay = 0.94, baselineDays = 250, threshold = 3 }: RiskSpikeOptions = {}): RiskSpike | Undefined {
  const needed = WARM_UP_DAYS + FEWEST_BASELINE_DAYS;
  if (returns.length < needed) return undefinedBecause(`the history has ${returns.length} returns; ${needed} are needed`);
  const volatilities = ewmaVolatility(returns, decay).slice(WARM_UP_DAYS - 1);
  const current = volatilities.at(-1)!;
  const baseline = volatilities.slice(Math.max(0, volatilities.length - 1 - baselineDays), -1);
  if (baseline.some((value) => value < 1e-12)) return undefinedBecause('the history holds a stretch without any movement');
  const logs = baseline.map(Math.log);
  const deviation = spread(logs, 1);
  const centre = mean(logs);
  if (deviation === 0) return undefinedBecause('volatility did not vary over the baseline');
  const zScore = (Math.log(Math.max(current, 1e-300)) - centre) / deviation;
  return {
    spike: zScore >= threshold,
    zScore,
    ratio: current / Math.exp(centre),
    currentVolatilityFraction: current,
    baselineVolatilityFraction: Math.exp(centre),
    model: { name: 'risk-spike', version: '1', decay, baselineDays, threshold },
  };
}

/** EWMA volatility after each return: v = decay × v + (1 - decay) × r², started at the mean square of the warm-up. */
export function ewmaVolatility(returns: Series, decay = 0.94): number[] {
  const start = Math.min(WARM_UP_DAYS, returns.length);
  let variance = 0;
  for (let i = 0; i < start; i += 1) variance += returns[i]! ** 2 / start;
  return Array.from(returns, (value, i) => {
    // During the warm-up the estimate stays at the start value, so that a single early day cannot own it.
    if (i >= start) variance = decay * variance + (1 - decay) * value * value;
    return Math.sqrt(variance);
  });
}
