import { informationRatio } from '../../../src/domain/risk/active-return.ts';
import { alignedPairs, annualReturn } from '../../../src/domain/risk/return-series.ts';
import { calmarRatio, omegaRatio, perPeriodRate, sharpeRatio, sortinoRatio, type Annualisation } from '../../../src/domain/risk/ratios.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, ddofOf, field, list, numberOr, pairsOf, periodsPerYear, returnsOf, riskFreeByName, zeroRiskOf, type Gappy } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  return answer(testCase, (name) => {
    if (/information|excess_sharpe/.test(name)) return information(testCase, name);
    if (/sharpe/.test(name)) return sharpe(testCase, name);
    if (/sortino/.test(name)) return sortino(testCase, name);
    if (/calmar/.test(name)) return calmarRatio(returnsOf(testCase), periodsPerYear(testCase), zeroRiskOf(testCase));
    if (/omega/.test(name)) return omega(testCase, name);
    if (/annual.*return|cagr/.test(name)) return annualReturn(returnsOf(testCase), periodsPerYear(testCase));
    throw new Error(`no figure is called ${name}`);
  });
}

function annualisationOf(testCase: VectorCase, name: string): Annualisation {
  if (/geometric/.test(name)) return 'geometric';
  if (/arithmetic/.test(name)) return 'arithmetic';
  if (/monthly|daily|weekly|per_period/.test(name)) return 'none';
  const wording = conventionText(testCase, 'annualisation', 'annualization', 'annual', 'formula', 'sharpe', 'sortino');
  if (/none|not annual|per period/.test(wording)) return 'none';
  return /compound|geometric/.test(wording) ? 'geometric' : 'arithmetic';
}

function sharpe(testCase: VectorCase, name: string): unknown {
  const riskFree = riskFreeByName(testCase, name);
  const common = { periodsPerYear: periodsPerYear(testCase), ddof: ddofOf(testCase), annualisation: annualisationOf(testCase, name), zeroRisk: zeroRiskOf(testCase) };
  if (typeof riskFree === 'number') return sharpeRatio(returnsOf(testCase), { ...common, riskFree });
  const { left, right } = alignedPairs(list(testCase, 'returns', 'portfolio'), riskFree);
  return sharpeRatio(left, { ...common, riskFree: right });
}

function sortino(testCase: VectorCase, name: string): unknown {
  const common = { periodsPerYear: periodsPerYear(testCase), annualisation: annualisationOf(testCase, name), zeroRisk: zeroRiskOf(testCase) };
  const named = /target_?([\d.]+)/.exec(name);
  const target = field(testCase, 'target', 'required_return', 'mar');
  if (!named && Array.isArray(target)) {
    const { left, right } = alignedPairs(list(testCase, 'returns', 'portfolio'), target as Gappy);
    return sortinoRatio(left, { ...common, target: right });
  }
  return sortinoRatio(returnsOf(testCase), { ...common, target: named ? Number(named[1]) : numberOr(testCase, 0, 'target', 'required_return', 'mar') });
}

function omega(testCase: VectorCase, name: string): unknown {
  const named = /threshold_?([\d.]+)/.exec(name);
  const annual = numberOr(testCase, 0, 'required_annual_return', 'required_return_annual', 'required_return');
  // empyrical takes 252 days unless told otherwise, and the conventions of these cases spell that number out.
  const spelled = /1\s*\/\s*(\d+)/.exec(conventionText(testCase, 'required_return'))?.[1];
  const threshold = named ? Number(named[1]) : numberOr(testCase, perPeriodRate(annual, spelled ? Number(spelled) : periodsPerYear(testCase)), 'threshold');
  const riskFree = named ? 0 : riskFreeByName(testCase, name);
  return omegaRatio(returnsOf(testCase), { riskFree: typeof riskFree === 'number' ? riskFree : riskFree.map((rate) => rate ?? 0), threshold, zeroRisk: zeroRiskOf(testCase) });
}

function information(testCase: VectorCase, name: string): unknown {
  const { portfolio, benchmark } = pairsOf(testCase);
  return informationRatio(portfolio, benchmark, { periodsPerYear: periodsPerYear(testCase), ddof: ddofOf(testCase), annualisation: annualisationOf(testCase, name) });
}
