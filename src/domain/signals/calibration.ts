import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** A probability that was stated, and what happened. */
export interface JudgedForecast {
  readonly probability: number;
  readonly happened: boolean;
}

export interface CalibrationBucket {
  readonly fromProbability: number;
  readonly toProbability: number;
  readonly count: number;
  readonly meanProbability: number;
  readonly observedFraction: number;
}

export interface Calibration {
  readonly count: number;
  /** Mean squared error (Brier 1950): 0 is perfect, 0.25 is a coin that always says one half. */
  readonly brierScore: number;
  /** 1 - Brier / Brier of always stating the observed rate; above 0 beats that. Undefined when every outcome is the same. */
  readonly brierSkill: number | Undefined;
  /** Mean gap between stated and observed, weighted by count. */
  readonly expectedCalibrationError: number;
  /** Only buckets that hold forecasts. */
  readonly buckets: readonly CalibrationBucket[];
}

/** Below this many outcomes a calibration says more about chance than about the model. */
export const FEWEST_OUTCOMES = 30;

/** How well stated probabilities agreed with outcomes. Undefined with fewer than 30 judged forecasts: then say "not yet calibrated". */
export function calibrate(forecasts: readonly JudgedForecast[], bucketCount = 10): Calibration | Undefined {
  const count = forecasts.length;
  if (count < FEWEST_OUTCOMES) return undefinedBecause(`only ${count} outcomes are known; ${FEWEST_OUTCOMES} are needed to judge the model`);
  const groups = Map.groupBy(forecasts, ({ probability }) => Math.min(bucketCount - 1, Math.floor(probability * bucketCount)));
  const buckets = [...groups].toSorted(([a], [b]) => a - b).map(([index, members]): CalibrationBucket => ({
    fromProbability: index / bucketCount,
    toProbability: (index + 1) / bucketCount,
    count: members.length,
    meanProbability: members.reduce((total, { probability }) => total + probability, 0) / members.length,
    observedFraction: members.filter(({ happened }) => happened).length / members.length,
  }));
  const brierScore = forecasts.reduce((total, { probability, happened }) => total + (probability - Number(happened)) ** 2, 0) / count;
  const rate = forecasts.filter(({ happened }) => happened).length / count;
  return {
    count,
    brierScore,
    brierSkill: rate === 0 || rate === 1 ? undefinedBecause('every outcome is the same') : 1 - brierScore / (rate * (1 - rate)),
    expectedCalibrationError: buckets.reduce((total, bucket) => total + (bucket.count / count) * Math.abs(bucket.meanProbability - bucket.observedFraction), 0),
    buckets,
  };
}
