import { invalidInput } from '../../shared/errors.ts';
import type { Matrix } from '../risk/covariance-matrix.ts';
import type { ProgramRow } from './convex-solver.ts';

/** Least and most that the weights of some assets may add up to, e.g. a sector limit. */
export interface GroupLimit {
  readonly name: string;
  readonly assets: readonly number[];
  readonly minFraction?: number;
  readonly maxFraction?: number;
}

/** What a portfolio may look like; weights are fractions that sum to 1 and run in the order of the covariance. */
export interface WeightLimits {
  /** One for all or one per asset; 0 by default (long-only). */
  readonly minWeights?: number | readonly number[];
  /** One for all or one per asset; 1 by default. */
  readonly maxWeights?: number | readonly number[];
  readonly groups?: readonly GroupLimit[];
  /** At most this much traded: Σ|w - current|, buys and sells both counted (0.2 moves a tenth of the portfolio from one place to another). */
  readonly turnover?: { readonly currentWeights: readonly number[]; readonly maxFraction: number };
}

export interface PortfolioProblem extends WeightLimits {
  /** Symmetric, positive semidefinite, in any one time unit. */
  readonly covariance: Matrix;
}

export interface ReturnProblem extends PortfolioProblem {
  /** Per asset, in the covariance's time unit. */
  readonly expectedReturns: readonly number[];
}

/**
 * Linear part of a weight problem. Columns: n weights, then (with a turnover limit) n buys and n sells, then (homogeneous form) the
 * scale k, in which every limit is multiplied by k; k is fixed at 1 otherwise and has no column.
 */
export interface LimitProgram {
  readonly columns: number;
  readonly lower: number[];
  readonly upper: number[];
  readonly rows: ProgramRow[];
}

export function perAsset(limit: number | readonly number[] | undefined, count: number, fallback: number): number[] {
  if (limit === undefined || typeof limit === 'number') return Array.from({ length: count }, () => limit ?? fallback);
  if (limit.length !== count) throw invalidInput(`There are ${count} assets but ${limit.length} weight limits.`);
  return [...limit];
}

export function checkProblem(problem: PortfolioProblem & Partial<ReturnProblem>): number {
  const count = problem.covariance.length;
  if (count === 0) throw invalidInput('A portfolio needs at least one asset.');
  if (problem.covariance.some((row) => row.length !== count || row.some((value) => !Number.isFinite(value)))) {
    throw invalidInput('The covariance must be a square matrix of finite numbers.');
  }
  if (problem.covariance.some((row, i) => row[i]! < 0)) throw invalidInput('A variance below zero is no variance.');
  if (problem.expectedReturns && problem.expectedReturns.length !== count) throw invalidInput(`There are ${count} assets but ${problem.expectedReturns.length} expected returns.`);
  return count;
}

/** Budget, bounds, groups and turnover as rows and bounds; `homogeneous` adds the scale column k at the end. */
export function limitProgram(problem: PortfolioProblem, homogeneous: boolean): LimitProgram {
  const count = checkProblem(problem);
  const least = perAsset(problem.minWeights, count, 0);
  const most = perAsset(problem.maxWeights, count, 1);
  const trades = problem.turnover ? 2 * count : 0;
  const columns = count + trades + (homogeneous ? 1 : 0);
  const rows: ProgramRow[] = [];
  /** Σ a·w between low·k and high·k, for k = 1 or as a column. */
  const between = (entries: ReadonlyMap<number, number>, low: number, high: number): void => {
    const coefficients = Array.from({ length: columns }, (_, column) => entries.get(column) ?? 0);
    if (!homogeneous) rows.push({ coefficients, lower: low, upper: high });
    else {
      if (low > -Infinity) rows.push({ coefficients: coefficients.with(columns - 1, -low), lower: 0, upper: low === high ? 0 : Infinity });
      if (high < Infinity && low !== high) rows.push({ coefficients: coefficients.with(columns - 1, -high), lower: -Infinity, upper: 0 });
    }
  };
  const ones = (indices: Iterable<number>): Map<number, number> => new Map([...indices].map((index) => [index, 1]));
  between(ones(least.keys()), 1, 1);
  if (homogeneous) least.forEach((low, i) => between(ones([i]), low, most[i]!));
  for (const group of problem.groups ?? []) between(ones(group.assets), group.minFraction ?? -Infinity, group.maxFraction ?? Infinity);
  if (problem.turnover) {
    const { currentWeights, maxFraction } = problem.turnover;
    if (currentWeights.length !== count) throw invalidInput(`There are ${count} assets but ${currentWeights.length} current weights.`);
    currentWeights.forEach((current, i) => between(new Map([[i, 1], [count + i, -1], [2 * count + i, 1]]), current, current));
    between(ones(Array.from({ length: trades }, (_, i) => count + i)), -Infinity, maxFraction);
  }
  const extra = Array.from({ length: columns - count });
  return {
    columns,
    rows,
    lower: [...(homogeneous ? least.map(() => -Infinity) : least), ...extra.map(() => 0)],
    upper: [...(homogeneous ? least.map(() => Infinity) : most), ...extra.map(() => Infinity)],
  };
}
