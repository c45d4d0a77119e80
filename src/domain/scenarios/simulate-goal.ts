import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { quantile, quantiles } from '../risk/quantile.ts';
import { randomSource } from './random-source.ts';

/** Money in one currency as float64: a projection is a statistic, not a ledger. Months run from now; flows fall on each month's end. */
export interface GoalSimulationInput {
  readonly initialValue: number;
  readonly months: number;
  readonly monthlyContribution: number;
  /** In today's money, from `withdrawalStartMonth` (1-based) on. */
  readonly monthlyWithdrawal?: number;
  readonly withdrawalStartMonth?: number;
  /** In today's money when there is inflation. */
  readonly goalValue: number;
  /** Effective mean of a year's simple return, net of fees: 0.05 = 5 %. */
  readonly annualReturnFraction: number;
  /** Deviation of a year's log return. */
  readonly annualVolatilityFraction: number;
  /** Per year, constant; 0 by default. Goal and withdrawals grow with it; contributions only if `contributionsGrow`. */
  readonly annualInflationFraction?: number;
  readonly contributionsGrow?: boolean;
  readonly paths?: number;
  readonly seed: number;
  /** Wanted probability for the required contribution; 0.8 by default. */
  readonly requiredProbability?: number;
}

export interface GoalSimulation {
  /** Share of paths that never run dry and end at or above the goal. */
  readonly probability: number;
  /** Half width of its 95 % confidence interval, from the number of paths. */
  readonly probabilityMarginFraction: number;
  /** Final value in today's money at the 5th, 25th, 50th, 75th and 95th percentile. */
  readonly percentiles: Readonly<Record<'p5' | 'p25' | 'p50' | 'p75' | 'p95', number>>;
  /** The same percentiles at each year's end, in today's money. */
  readonly yearly: readonly (readonly [number, number, number, number, number])[];
  /** Share of paths that ran dry on the way. */
  readonly ruinProbability: number;
  /** Contribution a month with which the wanted share of these very paths succeeds; never below 0. */
  readonly requiredMonthlyContribution: number | Undefined;
  readonly paths: number;
  readonly seed: number;
}

const MONTHS = 12;
const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

interface Plan extends Required<GoalSimulationInput> {
  readonly goalNominal: number;
  /** Net flow at each month's end without contributions, and the size of one unit of contribution then. */
  readonly fixedFlows: Float64Array;
  readonly contributionUnits: Float64Array;
}

interface Outcomes {
  /** Final nominal value of each path; 0 for one that ran dry. */
  readonly finals: Float64Array;
  /** Least contribution that carries each path. */
  readonly needed: Float64Array;
  readonly byYear: readonly Float64Array[];
  readonly ruined: number;
}

/**
 * Monte Carlo projection: monthly lognormal growth, independent from month to month, whose mean compounds to `annualReturnFraction`. A path
 * that runs dry stays at 0. Value is linear in the contribution on each path, so the required contribution is an exact quantile over the same
 * paths and needs no search. Pure and reproducible; about 0.1 s for 10,000 paths of 30 years, so run it through `simulateGoalOffThread`.
 */
export function simulateGoal(input: GoalSimulationInput): GoalSimulation {
  const plan = planOf(input);
  const { finals, needed, byYear, ruined } = runPaths(plan);
  let reached = 0;
  for (const final of finals) if (final >= plan.goalNominal) reached += 1;
  // A path that ran dry ends at 0 and cannot count as reaching a goal of 0.
  const probability = (plan.goalNominal > 0 ? reached : plan.paths - ruined) / plan.paths;
  const real = (value: number, month: number): number => value / (1 + plan.annualInflationFraction) ** (month / MONTHS);
  const bands = byYear.map((values, year) => quantiles(values, LEVELS).map((value) => real(value, (year + 1) * MONTHS)) as [number, number, number, number, number]); // five levels
  const [p5, p25, p50, p75, p95] = quantiles(finals, LEVELS).map((value) => real(value, plan.months)) as [number, number, number, number, number]; // five levels
  const required = quantile(needed, plan.requiredProbability);
  return {
    probability,
    probabilityMarginFraction: 1.96 * Math.sqrt((probability * (1 - probability)) / plan.paths),
    percentiles: { p5, p25, p50, p75, p95 },
    yearly: bands,
    ruinProbability: ruined / plan.paths,
    requiredMonthlyContribution: Number.isFinite(required) ? Math.max(0, required) : undefinedBecause('no contribution reaches the goal with that probability'),
    paths: plan.paths,
    seed: plan.seed,
  };
}

/** Refuses, as AppError invalid-input, what cannot be simulated. */
export function checkGoalSimulation({ months, paths = 1, annualVolatilityFraction, annualReturnFraction, annualInflationFraction = 0, requiredProbability = 0.8, ...money }: GoalSimulationInput): void {
  if (!Number.isInteger(months) || months < 1 || months > 1200) throw invalidInput('A projection runs from 1 to 1,200 months.');
  if (!Number.isInteger(paths) || paths < 1 || paths > 1_000_000) throw invalidInput('A simulation has 1 to 1,000,000 paths.');
  if (!(annualVolatilityFraction >= 0) || !(annualReturnFraction > -1) || !(annualInflationFraction > -1)) throw invalidInput('Volatility must not be negative, and rates must be above -100 %.');
  if (!(requiredProbability > 0 && requiredProbability < 1)) throw invalidInput('The wanted probability must lie between 0 and 1.');
  const amounts = [money.initialValue, money.monthlyContribution, money.goalValue, money.monthlyWithdrawal ?? 0];
  if (!amounts.every(Number.isFinite) || money.initialValue < 0 || money.goalValue < 0) throw invalidInput('Amounts must be finite, and values not below zero.');
}

function planOf(input: GoalSimulationInput): Plan {
  checkGoalSimulation(input);
  const { months, paths = 10_000, annualInflationFraction = 0, requiredProbability = 0.8 } = input;
  const { monthlyWithdrawal = 0, withdrawalStartMonth = 1, contributionsGrow = false } = input;
  const prices = (month: number): number => (1 + annualInflationFraction) ** (month / MONTHS);
  const flow = (month: number): number => (month >= withdrawalStartMonth ? -monthlyWithdrawal * prices(month) : 0);
  return {
    ...input, paths, annualInflationFraction, requiredProbability, monthlyWithdrawal, withdrawalStartMonth, contributionsGrow,
    goalNominal: input.goalValue * prices(months),
    fixedFlows: Float64Array.from({ length: months }, (_, i) => flow(i + 1)),
    contributionUnits: Float64Array.from({ length: months }, (_, i) => (contributionsGrow ? prices(i + 1) : 1)),
  };
}

/**
 * exp for the small exponents of one month: a Taylor series to the 10th degree, exact to 1e-12 within ±0.4, three times as fast as the
 * library's; larger exponents go to the library.
 */
function growthOf(x: number): number {
  if (x > 0.4 || x < -0.4) return Math.exp(x);
  return 1 + x * (1 + (x / 2) * (1 + (x / 3) * (1 + x * (1 / 4) * (1 + x * (1 / 5) * (1 + x * (1 / 6) * (1 + x * (1 / 7) * (1 + x * (1 / 8) * (1 + x * (1 / 9) * (1 + x / 10)))))))));
}

function runPaths(plan: Plan): Outcomes {
  const { months, paths, fixedFlows, contributionUnits, monthlyContribution, goalNominal, initialValue } = plan;
  const random = randomSource(plan.seed);
  const deviation = plan.annualVolatilityFraction / Math.sqrt(MONTHS);
  const drift = Math.log1p(plan.annualReturnFraction) / MONTHS - (deviation * deviation) / 2;
  const draws = new Float64Array(months);
  const finals = new Float64Array(paths);
  const needed = new Float64Array(paths);
  const years = Math.floor(months / MONTHS);
  const byYear = Array.from({ length: years }, () => new Float64Array(paths));
  const mayRunDry = plan.monthlyWithdrawal > 0 || monthlyContribution < 0;
  let ruined = 0;
  for (let path = 0; path < paths; path += 1) {
    random.fillNormals(draws);
    let alone = initialValue; // value without contributions, which may pass below zero …
    let unit = 0; // … and the value of contributing 1 a month
    let least = -Infinity;
    let dry = false;
    let month = 0;
    for (let year = 0; year <= years; year += 1) {
      const end = Math.min(months, month + MONTHS);
      for (; month < end; month += 1) {
        const growth = growthOf(drift + deviation * draws[month]!);
        alone = alone * growth + fixedFlows[month]!;
        unit = unit * growth + contributionUnits[month]!;
        if (!mayRunDry) continue;
        if (-alone > least * unit) least = -alone / unit;
        if (alone + monthlyContribution * unit < 0) dry = true;
      }
      if (year < years) byYear[year]![path] = dry ? 0 : alone + monthlyContribution * unit;
    }
    if (dry) ruined += 1;
    finals[path] = dry ? 0 : alone + monthlyContribution * unit;
    needed[path] = Math.max(least, (goalNominal - alone) / unit);
  }
  return { finals, needed, byYear, ruined };
}
