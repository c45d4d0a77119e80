import highsModule, { type Highs, type ModelData } from 'highs';
import { AppError } from '../../shared/errors.ts';

/** minimise ½ x'Qx + c'x subject to rows and bounds; `quadratic` absent makes it a linear program. Infinity means no bound. */
export interface ConvexProgram {
  readonly linear: readonly number[];
  readonly quadratic?: readonly (readonly number[])[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly rows: readonly ProgramRow[];
}

export interface ProgramRow {
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export type Solution = { readonly status: 'optimal'; readonly values: readonly number[] } | { readonly status: 'infeasible' | 'unbounded' };

/** @property prices What a unit more of each row's limit would add to the value. */
type Optimum = Extract<Solution, { status: 'optimal' }> & { readonly prices: readonly number[] };

export interface ConvexSolver {
  solve(program: ConvexProgram): Solution;
}

// The package's types describe its CommonJS build, whose default sits one level deeper than in the ES module that is loaded here.
const loadHighs = highsModule as unknown as typeof highsModule.default;

let compiled: Promise<ConvexSolver> | undefined;

/**
 * Compiles the HiGHS solver (WebAssembly) on first use and hands out the same one afterwards; it keeps no state between programs.
 * Solving blocks the thread: 10 to 40 ms at 20 assets, up to 110 ms at 60 assets with a turnover limit.
 */
export function loadConvexSolver(): Promise<ConvexSolver> {
  compiled ??= loadHighs().then((highs) => ({ solve: (program) => solveWith(highs, program) }));
  return compiled;
}

/** Turns of the columns that are tried, each forwards and backwards. */
const TURNS = 6;
/** Steps for each column after which a program goes in circles: those that end take fewer than two. */
const STEPS_EACH = 100;
/** How far from the least value an answer may be, as a fraction of it: those that are right are within 1e-8, the others a thousand times as far. */
const PROVEN_GAP = 1e-7;

/**
 * The active-set method of HiGHS now and then gives a quadratic program up (1 in 10,000 markets of five assets) or takes a wrong point for
 * the least (1 in 1,000), and is right when the columns stand in another order. So each answer is proven, and others tried until one is.
 * The same program always takes the same orders, so its answer stays the same.
 */
function solveWith(highs: Highs, program: ConvexProgram): Solution {
  let last: unknown;
  const units = evenUnits(program);
  for (const { columns, isEven } of attempts(program.linear.length)) {
    try {
      const solution = solveOnce(highs, inOrder(isEven ? inUnits(program, units) : program, columns));
      if (solution.status !== 'optimal') return solution;
      const values = Array.from({ length: columns.length }, () => 0);
      for (const [at, column] of columns.entries()) values[column] = solution.values[at]! * (isEven ? units[column]! : 1);
      if (isLeast(highs, program, { values, prices: solution.prices })) return { status: 'optimal', values };
      last = 'a point that is not the least';
    } catch (error) {
      if (error instanceof AppError) throw error;
      last = error;
    }
  }
  throw new AppError('unavailable', 'The optimiser stopped without an answer.', { cause: last });
}

interface Attempt {
  readonly columns: readonly number[];
  /** Each column in the unit in which its own curve is 1. */
  readonly isEven: boolean;
}

function* attempts(count: number): Generator<Attempt> {
  for (const isEven of [false, true]) {
    for (let turn = 0; turn < Math.min(TURNS, Math.max(1, count)); turn += 1) {
      const first = Math.round((turn * count) / TURNS);
      const columns = Array.from({ length: count }, (_, index) => (index + first) % count);
      yield { columns, isEven };
      yield { columns: columns.toReversed(), isEven };
    }
  }
}

/**
 * Proves an answer by other means: where a convex function is least, nothing else allowed lies further down its slope there. The difference
 * bounds how far it is from the least (Frank and Wolfe 1956). How low the slope can go is told by the answer's own prices (weak duality, so
 * wrong prices prove nothing false) or, where they do not reach, by a linear program. A slope without an end proves nothing and is let pass.
 */
function isLeast(highs: Highs, { quadratic, linear, ...limits }: ConvexProgram, { values, prices }: Pick<Optimum, 'values' | 'prices'>): boolean {
  if (!quadratic) return true;
  const pull = quadratic.map((row) => product(row, values));
  const slope = linear.map((cost, at) => cost + pull[at]!);
  const least = product(slope, values) - PROVEN_GAP * Math.max(product(pull, values), Math.abs(product(linear, values)));
  if (lowestBy(prices, { ...limits, linear: slope }) >= least) return true;
  const lowest = solveOnce(highs, { ...limits, linear: slope });
  return lowest.status !== 'optimal' || product(slope, lowest.values) >= least;
}

/** A value below which the linear program cannot go, by any prices of its rows; -Infinity when they tell nothing. */
function lowestBy(prices: readonly number[], { linear, rows, lower, upper }: ConvexProgram): number {
  const least = (price: number, from: number, to: number): number => (price === 0 ? 0 : Math.min(price * from, price * to));
  let bound = 0;
  const left = [...linear];
  for (const [at, row] of rows.entries()) {
    const worth = least(prices[at]!, row.lower, row.upper);
    if (worth === -Infinity) continue; // as if its price were nothing
    bound += worth;
    for (const [column, coefficient] of row.coefficients.entries()) left[column]! -= prices[at]! * coefficient;
  }
  return left.reduce((sum, value, at) => sum + least(value, lower[at]!, upper[at]!), bound);
}

function product(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * right[at]!, 0);
}

function evenUnits({ linear, quadratic }: ConvexProgram): number[] {
  return linear.map((_, at) => {
    const curve = quadratic?.[at]?.[at] ?? 0;
    return curve > 0 ? 1 / Math.sqrt(curve) : 1;
  });
}

function inUnits({ linear, quadratic, lower, upper, rows }: ConvexProgram, units: readonly number[]): ConvexProgram {
  const times = (values: readonly number[]): number[] => values.map((value, at) => value * units[at]!);
  const by = (values: readonly number[]): number[] => values.map((value, at) => value / units[at]!);
  return {
    linear: times(linear), lower: by(lower), upper: by(upper), rows: rows.map((row) => ({ ...row, coefficients: times(row.coefficients) })),
    ...(quadratic ? { quadratic: quadratic.map((row, at) => times(row).map((value) => value * units[at]!)) } : {}),
  };
}

function inOrder(program: ConvexProgram, columns: readonly number[]): ConvexProgram {
  const pick = (values: readonly number[]): number[] => columns.map((column) => values[column]!);
  const { linear, quadratic, lower, upper, rows } = program;
  return {
    linear: pick(linear), lower: pick(lower), upper: pick(upper), rows: rows.map((row) => ({ ...row, coefficients: pick(row.coefficients) })),
    ...(quadratic ? { quadratic: columns.map((column) => pick(quadratic[column]!)) } : {}),
  };
}

function solveOnce(highs: Highs, program: ConvexProgram): Optimum | Exclude<Solution, { status: 'optimal' }> {
  const model = highs.createModel(modelData(program));
  try {
    // The default regularisation of 1e-7 shifts weights of nearly singular covariances by more than the figures we quote.
    model.options.set({ output_flag: false, time_limit: 10, qp_iteration_limit: STEPS_EACH * program.linear.length, qp_regularization_value: 1e-10, primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 });
    model.run();
    const status = model.getModelStatus();
    const known = highs.constants.modelStatus;
    if (status === known.optimal) {
      const { colValue, rowDual } = model.getSolution();
      return { status: 'optimal', values: Array.from(colValue), prices: Array.from(rowDual) };
    }
    if (status === known.infeasible) return { status: 'infeasible' };
    if (status === known.unbounded || status === known.unboundedOrInfeasible) return { status: 'unbounded' };
    // More time is not what a stopped program lacks.
    if (status === known.timeLimit) throw new AppError('unavailable', 'The optimiser stopped without an answer.', { cause: 'time limit' });
    throw new Error(`HiGHS model status ${status}`);
  } finally {
    // The model lives in WebAssembly memory, which garbage collection does not reach.
    model.dispose();
  }
}

function modelData({ linear, quadratic, lower, upper, rows }: ConvexProgram): ModelData {
  const columns = linear.length;
  return {
    numCols: columns,
    numRows: rows.length,
    colCost: Float64Array.from(linear),
    colLower: Float64Array.from(lower),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: { format: 'csr', numRows: rows.length, numCols: columns, ...compress(rows.map((row) => row.coefficients)) },
    ...(quadratic ? { hessian: { format: 'triangular', dimension: columns, ...compress(quadratic.map(fromDiagonal)) } } : {}),
  };
}

function fromDiagonal(row: readonly number[], index: number): number[] {
  return row.map((value, column) => (column >= index ? value : 0));
}

function compress(rows: readonly (readonly number[])[]): { starts: Int32Array; indices: Int32Array; values: Float64Array } {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      indices.push(column);
      values.push(value);
    });
    starts.push(indices.length);
  }
  return { starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values) };
}
