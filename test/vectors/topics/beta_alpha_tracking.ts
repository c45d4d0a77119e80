import { captureRatio, informationRatio, trackingError } from '../../../src/domain/risk/active-return.ts';
import { annualisedAlpha, beta, conditionalBeta, correlation, jensenAlpha, regressionAlpha, rSquared, treynorRatio } from '../../../src/domain/risk/regression.ts';
import { annualReturn, excessReturns } from '../../../src/domain/risk/return-series.ts';
import { overRisk } from '../../../src/domain/risk/ratios.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, ddofOf, field, pairsOf, periodsPerYear, riskFreeByName } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  return answer(testCase, (name) => figureOf(testCase, name));
}

function figureOf(testCase: VectorCase, name: string): unknown {
  const { portfolio, benchmark, riskFree: general } = pairsOf(testCase);
  const named = riskFreeByName(testCase, name);
  const riskFree = /rf_?\d/.test(name) && typeof named === 'number' ? named : general;
  const periods = periodsPerYear(testCase);
  const capm = { portfolio, benchmark, riskFree, periodsPerYear: periods };
  const own = excessReturns(portfolio, riskFree);
  const market = excessReturns(benchmark, riskFree);
  if (name.startsWith('active')) return excessReturns(portfolio, benchmark);
  if (/jensen/.test(name)) return jensenAlpha(capm);
  if (/alpha/.test(name)) return alpha(testCase, own, market, name) ?? jensenAlpha(capm);
  if (/timing/.test(name)) return overRisk(conditionalBeta(own, market, 'bull'), conditionalBeta(own, market, 'bear'), 'the bear beta');
  if (/beta.*(bull|up)|(bull|up).*beta/.test(name)) return conditionalBeta(own, market, 'bull');
  if (/beta.*(bear|down)|(bear|down).*beta/.test(name)) return conditionalBeta(own, market, 'bear');
  if (/beta/.test(name)) return beta(own, market);
  if (/treynor/.test(name)) return treynorRatio(capm);
  if (/tracking/.test(name)) return trackingError(portfolio, benchmark, { periodsPerYear: annual(testCase, name) ? periods : 1, ddof: ddofOf(testCase) });
  if (/information/.test(name)) return informationRatio(portfolio, benchmark, { periodsPerYear: periods, ddof: ddofOf(testCase), annualisation: informationMethod(testCase) });
  if (/r_?squared|r2/.test(name)) return rSquared(own, market);
  if (/correlation/.test(name)) return correlation(portfolio, benchmark);
  if (/capture/.test(name)) return capture(testCase, name, { portfolio, benchmark });
  throw new Error(`no figure is called ${name}`);
}

function annual(testCase: VectorCase, name: string): boolean {
  return !/per_period|monthly|daily/.test(name) && !/not annual|per period|none/.test(conventionText(testCase, 'tracking_error', 'annualisation')) && field(testCase, 'periods_per_year') !== undefined;
}

/** The regression alpha as the case scales it; nothing when the case means Jensen's. */
function alpha(testCase: VectorCase, own: readonly number[], market: readonly number[], name: string): unknown {
  const wording = conventionText(testCase, 'alpha');
  if (/jensen|compound annual/.test(wording)) return undefined;
  const perPeriod = regressionAlpha(own, market);
  if (/not annual|per (month|period|day|week)/.test(wording) || /monthly|per_period/.test(name)) return annualisedAlpha(perPeriod, 'none', 1);
  return annualisedAlpha(perPeriod, /\*\s*(p\b|252|52|12|365|periods)|arithmetic/.test(wording) && !/\^/.test(wording) ? 'arithmetic' : 'compound', periodsPerYear(testCase));
}

function informationMethod(testCase: VectorCase): 'geometric' | 'arithmetic' | 'none' {
  const wording = conventionText(testCase, 'information_ratio', 'annualisation');
  if (/none|not annual|per period/.test(wording)) return 'none';
  if (/compound|geometric/.test(wording)) return 'geometric';
  return /mean|arithmetic/.test(wording) && field(testCase, 'periods_per_year') !== undefined ? 'arithmetic' : 'none';
}

function capture(testCase: VectorCase, name: string, pair: { portfolio: number[]; benchmark: number[] }): unknown {
  const method = /mean|arithmetic/.test(conventionText(testCase)) ? 'mean' : 'compound';
  const of = (side: 'up' | 'down'): ReturnType<typeof captureRatio> => captureRatio(pair.portfolio, pair.benchmark, { side, method, periodsPerYear: periodsPerYear(testCase) });
  if (/up.*down/.test(name)) return overRisk(of('up'), of('down'), 'the down capture');
  if (/up|down/.test(name)) return of(/down/.test(name) ? 'down' : 'up');
  return overRisk(annualReturn(pair.portfolio, periodsPerYear(testCase)), annualReturn(pair.benchmark, periodsPerYear(testCase)), "the benchmark's return");
}

