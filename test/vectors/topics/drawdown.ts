import { drawdowns, drawdownSeries, longestUnderwater, maxDrawdownOfWealth, painIndex, ulcerIndex, wealthFromReturns } from '../../../src/domain/risk/drawdown.ts';
import { returnsFromPrices, present } from '../../../src/domain/risk/return-series.ts';
import { calmarRatio } from '../../../src/domain/risk/ratios.ts';
import { mapDefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, field, list, lossPositive, periodsPerYear, returnsOf, type Gappy } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  return answer(testCase, (name) => figureOf(testCase, name));
}

interface Wealth {
  readonly points: readonly number[];
  /** The same without the start that returns only imply. */
  readonly observed: readonly number[];
  readonly fromReturns: boolean;
}

function wealthOf(testCase: VectorCase): Wealth {
  const accumulated = field(testCase, 'accumulated', 'accumulated_returns');
  const values = field(testCase, 'values', 'prices', 'wealth', 'equity_curve');
  if (Array.isArray(accumulated)) return direct(present(accumulated as Gappy).map((value) => 1 + value));
  if (Array.isArray(values)) return direct(present(values as Gappy));
  const returns = returnsOf(testCase);
  const points = returns.length === 0 ? [] : [...wealthFromReturns(returns)];
  return { points, observed: drawdownSeries(points).slice(1), fromReturns: true };
}

function direct(points: number[]): Wealth {
  return { points, observed: drawdownSeries(points), fromReturns: false };
}

function figureOf(testCase: VectorCase, name: string): unknown {
  const named = testCase.input[name];
  const sign = lossPositive(testCase, name) ? 1 : -1;
  const depth = (points: readonly number[]): unknown => mapDefined(maxDrawdownOfWealth(points), ({ depthFraction }) => (depthFraction === 0 ? 0 : sign * depthFraction));
  if (Array.isArray(named)) return depth(present(named as Gappy));
  const { points, observed } = wealthOf(testCase);
  if (/^top|table/.test(name)) return table(testCase, points, sign, Number(/\d+/.exec(name)?.[0] ?? 5));
  if (/pain_index/.test(name)) return painIndex(observed);
  if (/ulcer_index/.test(name)) return ulcerIndex(observed);
  if (/calmar/.test(name)) return calmarRatio(returnsFromPrices(points), periodsPerYear(testCase));
  if (/average_drawdown|mean_drawdown/.test(name)) return averageDepth(points, sign);
  if (/underwater|duration/.test(name)) return longestUnderwater(points);
  if (/index/.test(name)) return index(points, name);
  return /series/.test(name) ? observed.map((value) => (value === 0 ? 0 : -sign * value)) : depth(points);
}

function index(points: readonly number[], name: string): unknown {
  return mapDefined(maxDrawdownOfWealth(points), (worst) => {
    if (/peak|start/.test(name)) return worst.peakIndex;
    return /recover|end/.test(name) ? worst.recoveryIndex ?? null : worst.troughIndex;
  });
}

function averageDepth(points: readonly number[], sign: number): unknown {
  const found = drawdowns(points);
  return found.length === 0 ? null : (sign * found.reduce((total, item) => total + item.depthFraction, 0)) / found.length;
}

/** Rows as PerformanceAnalytics prints them: first period under water, trough, recovery, depth, periods to recovery and to the trough, inclusive. */
function table(testCase: VectorCase, points: readonly number[], sign: number, count: number): unknown {
  const dates = list(testCase, 'dates') as readonly unknown[];
  return drawdowns(points)
    .toSorted((a, b) => b.depthFraction - a.depthFraction)
    .slice(0, count)
    .map(({ depthFraction, peakIndex, troughIndex, recoveryIndex }) => {
      // Point i of the wealth is the end of period i, whose date is number i - 1.
      const end = recoveryIndex ?? points.length - 1;
      return [dates[peakIndex], dates[troughIndex - 1], recoveryIndex === undefined ? null : dates[recoveryIndex - 1], sign * depthFraction, end - peakIndex, troughIndex - peakIndex];
    });
}
