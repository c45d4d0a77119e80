import { alignedPairs, present, returnsFromPrices } from '../../../src/domain/risk/return-series.ts';
import { perPeriodRate, type ZeroRisk } from '../../../src/domain/risk/ratios.ts';
import type { VectorCase } from '../vector-case.ts';

/** Readers of return series and of the conventions that the risk topics share. */
export type Gappy = readonly (number | null)[];

export function field(testCase: VectorCase, ...names: string[]): unknown {
  for (const name of names) {
    const found = testCase.input[name] ?? testCase.conventions[name];
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

export function numberOr(testCase: VectorCase, fallback: number, ...names: string[]): number {
  const found = field(testCase, ...names);
  return typeof found === 'number' ? found : fallback;
}

/** All conventions (and the note's, where it states one) as one lower-case text: cases word the same convention differently. */
export function conventionText(testCase: VectorCase, ...names: string[]): string {
  const { conventions } = testCase;
  const chosen = names.length > 0 ? names.map((name) => conventions[name]) : Object.values(conventions);
  return chosen.filter((item) => item !== undefined).map(String).join('; ').toLowerCase();
}

/** A list of the input; conventions may use the same name for a word ("returns: simple"). */
export function list(testCase: VectorCase, ...names: string[]): Gappy {
  const found = names.map((name) => testCase.input[name]).find(Array.isArray);
  // Sound for this format: a series is a list of numbers and nulls.
  return (found as Gappy | undefined) ?? [];
}

const PERIODS = { daily: 252, weekly: 52, monthly: 12, quarterly: 4, yearly: 1, annual: 1 } as const;

export function periodsPerYear(testCase: VectorCase): number {
  const named = field(testCase, 'periods_per_year', 'periods', 'frequency', 'annualisation_factor');
  if (typeof named === 'number') return named;
  return Object.entries(PERIODS).find(([name]) => (typeof named === 'string' ? named : '').toLowerCase().includes(name))?.[1] ?? 252;
}

export function ddofOf(testCase: VectorCase, fallback = 1): number {
  return numberOr(testCase, fallback, 'ddof');
}

/** Simple returns, from returns, prices or values. A missing one is dropped, unless the case lets it count as a period without movement. */
export function returnsOf(testCase: VectorCase): number[] {
  const prices = list(testCase, 'prices', 'values', 'wealth');
  if (prices.length > 0) return returnsFromPrices(present(prices));
  const series = list(testCase, 'returns', 'portfolio');
  const countsMissing = /(null|nan|missing)[^;]*(zero|count(?!ed out)|as 0|includ)|(includ|count)[^;]*(null|nan|missing)/.test(conventionText(testCase));
  return countsMissing ? series.map((value) => value ?? 0) : present(series);
}

/** Portfolio and benchmark without the periods in which either is missing, and the risk-free rate for the periods that remain. */
export function pairsOf(testCase: VectorCase): { portfolio: number[]; benchmark: number[]; riskFree: number | number[] } {
  const portfolio = list(testCase, 'portfolio', 'returns');
  const benchmark = list(testCase, 'benchmark', 'factor_returns', 'market');
  const series = field(testCase, 'risk_free_series', 'risk_free');
  const free = Array.isArray(series) ? (series as Gappy) : undefined;
  const { left, right } = alignedPairs(portfolio, benchmark);
  const kept = portfolio.flatMap((value, i) => (value === null || benchmark[i] === null ? [] : [i]));
  return { portfolio: left, benchmark: right, riskFree: free ? kept.map((i) => free[i] ?? 0) : riskFreePerPeriod(testCase) };
}

/** The risk-free rate per period; one that the case calls annual is brought down by compounding or division, as it says. */
export function riskFreePerPeriod(testCase: VectorCase): number {
  const annual = field(testCase, 'risk_free_annual', 'annual_risk_free');
  const rate = typeof annual === 'number' ? annual : numberOr(testCase, 0, 'risk_free', 'risk_free_rate', 'rf');
  const wording = conventionText(testCase, 'risk_free');
  if (typeof annual !== 'number' && !/annual|per year/.test(wording)) return rate;
  return /\/|divid|div/.test(wording) ? rate / periodsPerYear(testCase) : perPeriodRate(rate, periodsPerYear(testCase));
}

/** `…_rf_3.5pct_pa_div12`, `…_rf_series`, `…_rf0` in the name of a figure say which risk-free rate it uses. */
export function riskFreeByName(testCase: VectorCase, name: string): number | Gappy {
  const named = /rf_?([\d.]+)pct(?:_pa)?(?:_div(\d+))?/.exec(name);
  if (named) return Number(named[1]) / 100 / Number(named[2] ?? 1);
  if (/rf_?0/.test(name)) return 0;
  const series = field(testCase, 'risk_free_series', 'risk_free');
  return Array.isArray(series) ? (series as Gappy) : riskFreePerPeriod(testCase);
}

/** A ratio without risk has no value; a case that expects infinity has named the other convention by that. */
export function zeroRiskOf(testCase: VectorCase): ZeroRisk {
  return /infinit/.test(conventionText(testCase)) || JSON.stringify(testCase.expected).includes('"Infinity"') ? 'infinity' : 'undefined';
}

export function lossPositive(testCase: VectorCase, name = ''): boolean {
  return /positive/.test(`${conventionText(testCase, 'sign')} ${name}`);
}

/** Answers exactly the figures that a case names. */
export function answer(testCase: VectorCase, compute: (name: string) => unknown): Record<string, unknown> {
  // Sound for this format: `expected` is an object of named figures.
  return Object.fromEntries(Object.keys(testCase.expected as object).filter((name) => name !== 'error').map((name) => [name, compute(name)]));
}
