import { decimal, sumDecimals, type Decimal } from '../../shared/decimal.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

export interface ValuedPosition {
  readonly key: string;
  /** Market value in one currency; negative for a short position. */
  readonly valueBase: Decimal;
}

export interface Concentration {
  /** Herfindahl-Hirschman index of the weights in gross exposure: 1/n when even, 1 for a single position. */
  readonly hhi: number;
  /** 1 / HHI: how many equal positions would be as concentrated. */
  readonly effectiveNumber: number;
  /** Largest first; weight in gross exposure. */
  readonly largest: readonly { readonly key: string; readonly valueBase: Decimal; readonly weightFraction: number }[];
  /** Weight of the listed positions together. */
  readonly largestWeightFraction: number;
}

/**
 * Concentration across positions, merged by key. Weights are shares of gross exposure (absolute values), so shorts concentrate too.
 * Undefined when nothing is held. Source: Herfindahl 1950.
 */
export function concentration(positions: readonly ValuedPosition[], count = 10): Concentration | Undefined {
  const merged = new Map<string, Decimal>();
  for (const { key, valueBase } of positions) merged.set(key, valueBase.plus(merged.get(key) ?? 0));
  const gross = sumDecimals([...merged.values()].map((value) => value.abs()));
  if (gross.isZero()) return undefinedBecause('nothing is held');
  const ranked = [...merged]
    .map(([key, valueBase]) => ({ key, valueBase, weight: valueBase.abs().div(gross) }))
    .sort((a, b) => b.weight.comparedTo(a.weight) || (a.key < b.key ? -1 : 1));
  const hhi = ranked.reduce((total, { weight }) => total.plus(weight.times(weight)), decimal(0)).toNumber();
  const largest = ranked.slice(0, count);
  return {
    hhi,
    effectiveNumber: 1 / hhi,
    largest: largest.map(({ key, valueBase, weight }) => ({ key, valueBase, weightFraction: weight.toNumber() })),
    largestWeightFraction: sumDecimals(largest.map(({ weight }) => weight)).toNumber(),
  };
}
