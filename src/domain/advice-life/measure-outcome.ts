import { isHit, type Outcome } from '../advice/outcome.ts';
import type { AdviceStrategy } from '../advice/advice-snapshot.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** Days after execution at which advice is measured. */
export const HORIZON_DAYS = [30, 90, 365] as const;
export type HorizonDays = (typeof HORIZON_DAYS)[number];

/** One security, or all cash, in the two books that are compared; cash has a unit value of 1 throughout. */
export interface MeasuredLine {
  readonly name: string;
  readonly exposureClass: string;
  readonly quantityWith: number;
  readonly quantityWithout: number;
  /** Base value of one unit at each point; `null` where none is known. */
  readonly unitValues: readonly (number | null)[];
}

export interface MeasureInput {
  readonly strategy: AdviceStrategy;
  readonly lines: readonly MeasuredLine[];
  /** Target fractions by exposure class; empty without a target. */
  readonly targets: Readonly<Record<string, number>>;
  readonly costBase: number;
  readonly taxBase: number;
}

export interface MeasuredOutcome extends Outcome {
  /** Value gained over doing nothing, after cost, base currency. */
  readonly gainBase: number;
  /** `null` when the fact on which a hit rests is missing. */
  readonly cameTrue: boolean | null;
}

export const OUTCOME_METHOD = 'the book as it stood before, with the trades and without, both held unchanged; price change, without income, after the cost of trading; weekly points';

/**
 * Compares the book with the trades to the book without them over the points of a horizon (oldest first, a week apart).
 * @returns Undefined with the reason when a price that counts is missing, or when there is nothing to compare.
 */
export function measureOutcome({ strategy, lines, targets, costBase, taxBase }: MeasureInput): MeasuredOutcome | Undefined {
  const counted = lines.filter(({ quantityWith, quantityWithout }) => quantityWith !== 0 || quantityWithout !== 0);
  const points = counted[0]?.unitValues.length ?? 0;
  if (points < 3) return undefinedBecause('there are too few points in time');
  const blind = counted.find(({ unitValues }) => unitValues.some((value) => value === null));
  if (blind) return undefinedBecause(`${blind.name} has no price or no exchange rate for part of the time`);
  const series = (quantity: (line: MeasuredLine) => number) => Array.from({ length: points }, (_, point) => counted.reduce((sum, line) => sum + quantity(line) * (line.unitValues[point] ?? 0), 0));
  const withTrades = series((line) => line.quantityWith);
  const without = series((line) => line.quantityWithout);
  const [startWith, startWithout] = [withTrades[0]!, without[0]!];
  if (startWith <= 0 || startWithout <= 0) return undefinedBecause('the book had no value');
  const drift = (quantity: (line: MeasuredLine) => number): number | undefined => driftOf(counted, quantity, targets);
  const outcome: Outcome = {
    returnWith: withTrades.at(-1)! / startWith - 1, returnWithout: without.at(-1)! / startWithout - 1, volatilityWith: weeklyVolatility(withTrades), volatilityWithout: weeklyVolatility(without),
    driftWith: drift((line) => line.quantityWith), driftWithout: drift((line) => line.quantityWithout), costFraction: costBase / startWithout, taxFraction: taxBase / startWithout,
  };
  return { ...outcome, gainBase: withTrades.at(-1)! - startWith - (without.at(-1)! - startWithout) - costBase, cameTrue: isHit(strategy, outcome) ?? null };
}

/** Yearly: sample deviation of the weekly returns times the root of 52. */
function weeklyVolatility(values: readonly number[]): number {
  const returns = values.slice(1).map((value, index) => value / values[index]! - 1);
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(returns.length - 1, 1);
  return Math.sqrt(variance * 52);
}

/** Largest absolute distance from target at the last point. */
function driftOf(lines: readonly MeasuredLine[], quantity: (line: MeasuredLine) => number, targets: Readonly<Record<string, number>>): number | undefined {
  if (Object.keys(targets).length === 0) return undefined;
  const worth = (line: MeasuredLine) => quantity(line) * (line.unitValues.at(-1) ?? 0);
  const total = lines.reduce((sum, line) => sum + worth(line), 0);
  const classes = new Set([...Object.keys(targets), ...lines.map(({ exposureClass }) => exposureClass)]);
  return Math.max(...[...classes].map((name) => Math.abs(lines.filter((line) => line.exposureClass === name).reduce((sum, line) => sum + worth(line), 0) / total - (targets[name] ?? 0))));
}
