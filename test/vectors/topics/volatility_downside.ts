import { maxDrawdown } from '../../../src/domain/risk/drawdown.ts';
import { mean, shape } from '../../../src/domain/risk/moments.ts';
import { annualReturn, cumulativeReturn, logReturns } from '../../../src/domain/risk/return-series.ts';
import { annualisedVolatility, downsideDeviation, periodVolatility, semiDeviation, standardDeviation } from '../../../src/domain/risk/volatility.ts';
import { mapDefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, ddofOf, field, lossPositive, numberOr, periodsPerYear, returnsOf } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  return answer(testCase, (name) => figureOf(testCase, name));
}

function figureOf(testCase: VectorCase, name: string): unknown {
  const simple = returnsOf(testCase);
  const periods = periodsPerYear(testCase);
  const ddof = ddofOf(testCase);
  const wantsLog = /\blog/.test(conventionText(testCase, 'returns'));
  if (/^period_|^whole_period/.test(name) || (testCase.topic === 'period_volatility' && /semi|vol/.test(name))) {
    return mapDefined(periodVolatility(simple, ddof), (both) => (/semi/.test(name) ? both.semiDeviation : both.volatility));
  }
  const returns = wantsLog ? logReturns(simple) : simple;
  if (/drawdown/.test(name)) return mapDefined(maxDrawdown(simple), ({ depthFraction }) => (lossPositive(testCase, name) ? depthFraction : -depthFraction));
  if (/downside|semi/.test(name)) {
    const perPeriod = /semi/.test(name) ? semiDeviation(returns, ddofOf(testCase, 0)) : downsideDeviation(returns, downsideConventions(testCase, name));
    return mapDefined(perPeriod, (value) => (/annual/.test(name) ? value * Math.sqrt(periods) : value));
  }
  if (/annual_(compound_)?return|cagr/.test(name)) return annualReturn(simple, periods);
  if (/cumulative|total_return/.test(name)) return cumulativeReturn(simple);
  if (/skew/.test(name)) return shape(returns).skewness;
  if (/kurt/.test(name)) return shape(returns).excessKurtosis;
  if (/mean/.test(name)) return returns.length === 0 ? null : mean(returns);
  if (/variance/.test(name)) return mapDefined(standardDeviation(returns, ddof), (value) => value * value * (/annual/.test(name) ? periods : 1));
  return /annual/.test(name) ? annualisedVolatility(returns, { periodsPerYear: periods, ddof }) : standardDeviation(returns, ddof);
}

function downsideConventions(testCase: VectorCase, name: string): Parameters<typeof downsideDeviation>[1] {
  const named = /target_?([\d.]+)/.exec(name);
  const series = field(testCase, 'target', 'required_return', 'mar');
  const wording = conventionText(testCase, 'denominator', 'downside');
  return {
    target: named ? Number(named[1]) : Array.isArray(series) ? (series as number[]) : numberOr(testCase, 0, 'target', 'required_return', 'mar'),
    denominator: /all/.test(wording) || !/only|losing|subset|below/.test(wording) ? 'all' : 'losses',
  };
}
