import { loadConvexSolver } from '../../../src/domain/optimisation/convex-solver.ts';
import { maximumReturnForVolatility } from '../../../src/domain/optimisation/efficient-frontier.ts';
import { exAnteSharpe, maximumSharpe } from '../../../src/domain/optimisation/maximise-sharpe.ts';
import { maximumReturn, meanVariance, measured, minimumVariance, minimumVarianceForReturn, type OptimisedPortfolio } from '../../../src/domain/optimisation/minimise-variance.ts';
import type { GroupLimit, ReturnProblem } from '../../../src/domain/optimisation/portfolio-problem.ts';
import { inverseVolatility, riskParity } from '../../../src/domain/optimisation/risk-parity.ts';
import { ledoitWolf } from '../../../src/domain/optimisation/shrink-covariance.ts';
import { covarianceMatrix, type Matrix } from '../../../src/domain/risk/covariance-matrix.ts';
import { returnsFromPrices } from '../../../src/domain/risk/return-series.ts';
import { isUndefined, type Undefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, ddofOf, field, numberOr } from './series-input.ts';

const solver = await loadConvexSolver();

export function run(testCase: VectorCase): unknown {
  const portfolio = optimise(testCase);
  if (isUndefined(portfolio)) return { ...answer(testCase, () => portfolio), error: portfolio.reason };
  const sharpe = exAnteSharpe(portfolio, numberOr(testCase, 0, 'risk_free', 'risk_free_rate'));
  return answer(testCase, (name) => {
    if (name === 'performance') return [portfolio.expectedReturnFraction, portfolio.volatilityFraction, isUndefined(sharpe) ? null : sharpe];
    if (/weights/.test(name)) return byName(testCase, name, portfolio.weights);
    if (/sharpe/.test(name)) return sharpe;
    if (/variance/.test(name)) return portfolio.volatilityFraction ** 2;
    if (/vol|risk|std/.test(name)) return portfolio.volatilityFraction;
    if (/shrinkage/.test(name)) return ledoitWolf(seriesOf(testCase)).shrinkageFraction;
    return portfolio.expectedReturnFraction;
  });
}

/** Weights in input order, or by asset where the case expects them by name. */
function byName(testCase: VectorCase, name: string, weights: readonly number[]): unknown {
  const expected = (testCase.expected as Record<string, unknown>)[name]; // `expected` is an object in this topic
  const names = assetNames(testCase);
  return Array.isArray(expected) || expected === null ? weights : Object.fromEntries(names.map((asset, i) => [asset, weights[i]]));
}

function assetNames(testCase: VectorCase): string[] {
  const order = testCase.input['order'] ?? testCase.input['tickers'] ?? testCase.input['assets'];
  return Array.isArray(order) ? order.map(String) : Object.keys((testCase.input['prices'] ?? {}) as object);
}

function seriesOf(testCase: VectorCase): number[][] {
  const { prices, returns } = testCase.input;
  if (Array.isArray(returns)) return returns as number[][];
  const table = (prices ?? returns ?? {}) as Record<string, number[]>; // the format: one list per asset
  return assetNames(testCase).map((asset) => (prices === undefined ? table[asset]! : returnsFromPrices(table[asset]!)));
}

function covarianceOf(testCase: VectorCase): Matrix {
  if (Array.isArray(testCase.input['covariance'])) return testCase.input['covariance'] as Matrix;
  if (/ledoit|shrink/.test(conventionText(testCase))) return ledoitWolf(seriesOf(testCase)).covariance;
  return covarianceMatrix(seriesOf(testCase), ddofOf(testCase));
}

function problemOf(testCase: VectorCase): ReturnProblem {
  const bounds = field(testCase, 'weight_bounds', 'bounds');
  const pairs = Array.isArray(bounds) ? (bounds as unknown[]) : [];
  const perAsset = Array.isArray(pairs[0]) ? (pairs as [number, number][]) : undefined;
  const minWeights = (field(testCase, 'min_weights', 'min_weight') ?? perAsset?.map(([low]) => low) ?? pairs[0] ?? 0) as number | number[];
  const maxWeights = (field(testCase, 'max_weights', 'max_weight') ?? perAsset?.map(([, high]) => high) ?? pairs[1] ?? 1) as number | number[];
  const covariance = covarianceOf(testCase);
  const returns = field(testCase, 'expected_returns', 'mu');
  return { covariance, expectedReturns: Array.isArray(returns) ? (returns as number[]) : covariance.map(() => 0), minWeights, maxWeights, groups: groupsOf(testCase) };
}

function groupsOf(testCase: VectorCase): GroupLimit[] {
  const groups = field(testCase, 'groups', 'group_limits');
  if (!Array.isArray(groups)) return [];
  const names = assetNames(testCase);
  return (groups as { assets: (number | string)[]; min?: number; max?: number }[]).map(({ assets, min = -Infinity, max = Infinity }, i) => ({
    name: `group ${i + 1}`,
    assets: assets.map((asset) => (typeof asset === 'number' ? asset : names.indexOf(asset))),
    minFraction: min,
    maxFraction: max,
  }));
}

function optimise(testCase: VectorCase): OptimisedPortfolio | Undefined {
  const problem = problemOf(testCase);
  const { topic } = testCase;
  const riskFree = numberOr(testCase, 0, 'risk_free', 'risk_free_rate');
  const target = (names: string[]): number => numberOr(testCase, NaN, ...names);
  if (/inverse_vol/.test(topic)) return withReturns(problem, inverseVolatility(problem.covariance));
  if (/parity|\berc|equal_risk|budget/.test(topic)) return withReturns(problem, riskParity(problem.covariance, field(testCase, 'risk_budgets', 'budgets') as number[] | undefined));
  if (/divers/.test(topic)) return mostDiversified(problem);
  if (/sharpe|tangency/.test(topic)) return maximumSharpe(solver, problem, riskFree);
  if (/tolerance|utility/.test(topic)) {
    const aversion = target(['risk_aversion']);
    return meanVariance(solver, problem, Number.isNaN(aversion) ? target(['risk_tolerance', 'tolerance']) : 1 / aversion);
  }
  if (/efficient_return|target_return/.test(topic)) return minimumVarianceForReturn(solver, problem, target(['target_return']));
  if (/efficient_risk|target_(risk|vol)/.test(topic)) return maximumReturnForVolatility(solver, problem, target(['target_volatility', 'target_risk']));
  if (/max(imum)?_return/.test(topic)) return maximumReturn(solver, problem);
  if (/equal_weight/.test(topic)) return measured(problem, problem.covariance.map((row) => 1 / row.length));
  if (field(testCase, 'target_return') !== undefined) return minimumVarianceForReturn(solver, problem, target(['target_return']));
  if (field(testCase, 'target_volatility') !== undefined) return maximumReturnForVolatility(solver, problem, target(['target_volatility']));
  return minimumVariance(solver, problem);
}

/** The most diversified portfolio is the one of highest Sharpe ratio when expected returns equal volatilities (Choueifaty & Coignard 2008). */
function mostDiversified(problem: ReturnProblem): OptimisedPortfolio | Undefined {
  return withReturns(problem, maximumSharpe(solver, { ...problem, expectedReturns: problem.covariance.map((row, i) => Math.sqrt(row[i]!)) }));
}

function withReturns(problem: ReturnProblem, portfolio: OptimisedPortfolio | Undefined): OptimisedPortfolio | Undefined {
  return isUndefined(portfolio) ? portfolio : measured(problem, portfolio.weights);
}
