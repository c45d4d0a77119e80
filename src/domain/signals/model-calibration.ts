import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { calibrate, type Calibration, type JudgedForecast } from './calibration.ts';

export interface StrategyForecast extends JudgedForecast {
  readonly strategy: string;
}

/** Stated against observed by strategy; Brier score alone where outcomes are too few for a verdict. */
export interface StrategyCalibration {
  readonly count: number;
  readonly statedFraction: number;
  readonly hitFraction: number;
  readonly brierScore: number;
}

/** What a model version keeps of a backtest. Rounded to 1e-4. */
export interface VersionCalibration {
  readonly method: string;
  readonly measuredOn: IsoDate;
  readonly sampleCount: number;
  readonly brierScore: number;
  /** 1 - Brier / Brier of always stating the overall hit rate; `null` when every outcome is the same. */
  readonly brierSkill: number | null;
  readonly calibrationError: number;
  readonly reliability: readonly { readonly from: number; readonly to: number; readonly stated: number; readonly observed: number; readonly count: number }[];
  readonly byStrategy: Readonly<Record<string, StrategyCalibration>>;
}

/** Calibration of all forecasts together and by strategy. Undefined with fewer than 30 of them. */
export function versionCalibration(forecasts: readonly StrategyForecast[], { method, measuredOn }: Pick<VersionCalibration, 'method' | 'measuredOn'>): VersionCalibration | Undefined {
  const all = calibrate(forecasts);
  if (isUndefined(all)) return all;
  const groups = [...Map.groupBy(forecasts, ({ strategy }) => strategy)].toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return {
    method, measuredOn, sampleCount: all.count, brierScore: round4(all.brierScore), brierSkill: isUndefined(all.brierSkill) ? null : round4(all.brierSkill), calibrationError: round4(all.expectedCalibrationError),
    reliability: all.buckets.map(rowOf), byStrategy: Object.fromEntries(groups.map(([strategy, own]) => [strategy, strategyRow(own)])),
  };
}

function rowOf({ fromProbability, toProbability, meanProbability, observedFraction, count }: Calibration['buckets'][number]) {
  return { from: fromProbability, to: toProbability, stated: round4(meanProbability), observed: round4(observedFraction), count };
}

function strategyRow(own: readonly StrategyForecast[]): StrategyCalibration {
  const mean = (value: (one: StrategyForecast) => number): number => round4(own.reduce((sum, one) => sum + value(one), 0) / own.length);
  return { count: own.length, statedFraction: mean(({ probability }) => probability), hitFraction: mean(({ happened }) => Number(happened)), brierScore: mean(({ probability, happened }) => (probability - Number(happened)) ** 2) };
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
