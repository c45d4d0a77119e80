import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

export interface AllocationTarget {
  readonly group: string;
  readonly targetFraction: number;
  /** How far the weight may stray from its target, either side; the edge itself is within. */
  readonly band?: DriftBand;
}

export interface DriftBand {
  /** `absolute`: points of weight (0.05 around 0.6 is 0.55 to 0.65); `relative`: share of the target (0.25 around 0.2 is 0.15 to 0.25). */
  readonly kind: 'absolute' | 'relative';
  readonly widthFraction: number;
}

export interface DriftRow {
  readonly group: string;
  readonly currentBase: Decimal;
  readonly currentFraction: number;
  /** 0 for a group that is held without a target. */
  readonly targetFraction: number;
  readonly targetBase: Decimal;
  /** Target less current: positive = buy. */
  readonly driftFraction: number;
  /** Drift over the target; undefined for a target of zero. */
  readonly relativeDriftFraction: number | Undefined;
  readonly lowFraction: number;
  readonly highFraction: number;
  readonly outsideBand: boolean;
}

/** Room for rounding of weights such as a third, so that a weight on the edge of its band counts as within. */
const EDGE = 1e-12;

/**
 * Drift of each group from its target; a group held without a target has target 0. Cash counts in the total like any other group.
 * Without a band, any difference is outside. Undefined when the total is not above zero. Throws AppError invalid-input when the
 * targets do not sum to 1 (within 1e-6) or name a group twice.
 */
export function driftFromTargets(current: ReadonlyMap<string, Decimal>, targets: readonly AllocationTarget[]): readonly DriftRow[] | Undefined {
  checkTargets(targets);
  const total = sumDecimals(current.values());
  if (total.lte(0)) return undefinedBecause('the portfolio has no value above zero');
  const untargeted = [...current.keys()].filter((group) => !targets.some((target) => target.group === group));
  return [...targets, ...untargeted.map((group): AllocationTarget => ({ group, targetFraction: 0 }))].map((target) => {
    const { group, targetFraction } = target;
    const currentBase = current.get(group) ?? ZERO;
    const currentFraction = currentBase.div(total).toNumber();
    const driftFraction = decimal(targetFraction).minus(currentBase.div(total)).toNumber();
    const half = bandHalfWidth(target);
    return {
      group,
      currentBase,
      currentFraction,
      targetFraction,
      targetBase: total.times(targetFraction),
      driftFraction,
      relativeDriftFraction: targetFraction === 0 ? undefinedBecause('the target is zero') : driftFraction / targetFraction,
      lowFraction: Math.max(0, targetFraction - half),
      highFraction: Math.min(1, targetFraction + half),
      outsideBand: Math.abs(driftFraction) > half + EDGE,
    };
  });
}

function bandHalfWidth({ band, targetFraction }: AllocationTarget): number {
  if (!band) return 0;
  return band.kind === 'absolute' ? band.widthFraction : band.widthFraction * targetFraction;
}

function checkTargets(targets: readonly AllocationTarget[]): void {
  const total = targets.reduce((sum, { targetFraction }) => sum + targetFraction, 0);
  if (Math.abs(total - 1) > 1e-6) throw invalidInput(`The targets sum to ${(total * 100).toFixed(2)} %, not to 100 %.`);
  if (new Set(targets.map(({ group }) => group)).size !== targets.length) throw invalidInput('A group has two targets.');
}

/** Weights at the start of the next period when nothing is traded: w × (1 + r), scaled to 1. Undefined after a total loss. */
export function driftedWeights(weights: readonly number[], returns: readonly number[]): { readonly returnFraction: number; readonly weights: readonly number[] } | Undefined {
  if (weights.length !== returns.length) throw invalidInput('There must be one return for each weight.');
  const grown = weights.map((weight, i) => weight * (1 + returns[i]!));
  const total = grown.reduce((sum, value) => sum + value, 0);
  const start = weights.reduce((sum, value) => sum + value, 0);
  if (total <= 0 || start <= 0) return undefinedBecause('nothing is left to weigh');
  return { returnFraction: total / start - 1, weights: grown.map((value) => value / total) };
}
