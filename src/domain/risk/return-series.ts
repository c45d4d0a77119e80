import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { growth, type Series } from './moments.ts';

/** `simple` is p1/p0 - 1, `log` is ln(p1/p0). */
export type ReturnKind = 'simple' | 'log';

/** Period returns from prices, oldest first; one fewer than there are prices. Throws AppError invalid-input for a price at or below zero. */
export function returnsFromPrices(prices: Series, kind: ReturnKind = 'simple'): number[] {
  const returns: number[] = [];
  for (let i = 1; i < prices.length; i += 1) {
    const before = prices[i - 1]!;
    const after = prices[i]!;
    if (!(before > 0) || !(after >= 0)) throw invalidInput('A return needs prices above zero.', { where: { index: i } });
    returns.push(kind === 'log' ? Math.log(after / before) : after / before - 1);
  }
  return returns;
}

/** Simple returns as log returns. */
export function logReturns(simple: Series): number[] {
  return Array.from(simple, (value) => Math.log1p(value));
}

/** The observations that exist: a missing period is dropped, never read as 0. */
export function present(series: ArrayLike<number | null | undefined>): number[] {
  return Array.from(series).filter((value): value is number => typeof value === 'number' && !Number.isNaN(value));
}

/** Two aligned series without the periods in which either is missing. Throws AppError invalid-input when the lengths differ. */
export function alignedPairs(
  left: ArrayLike<number | null | undefined>,
  right: ArrayLike<number | null | undefined>,
): { left: number[]; right: number[] } {
  if (left.length !== right.length) throw invalidInput('Two return series must cover the same periods.');
  const pairs: { left: number[]; right: number[] } = { left: [], right: [] };
  for (let i = 0; i < left.length; i += 1) {
    const a = left[i];
    const b = right[i];
    if (typeof a !== 'number' || typeof b !== 'number' || Number.isNaN(a) || Number.isNaN(b)) continue;
    pairs.left.push(a);
    pairs.right.push(b);
  }
  return pairs;
}

/** Element-wise difference: excess returns over a risk-free rate per period (a number or an aligned series), or active returns over a benchmark. */
export function excessReturns(returns: Series, over: number | Series): number[] {
  if (typeof over === 'number') return Array.from(returns, (value) => value - over);
  if (over.length !== returns.length) throw invalidInput('Two return series must cover the same periods.');
  return Array.from(returns, (value, i) => value - over[i]!);
}

/** Cumulative return fraction: product of (1 + r) less 1. */
export function cumulativeReturn(returns: Series): number | Undefined {
  return returns.length === 0 ? undefinedBecause('no returns') : growth(returns) - 1;
}

/**
 * Compound annual return: growth ^ (periodsPerYear / periods) - 1. Annualises spans below a year too, so label it.
 * Undefined without returns or after a loss of more than everything.
 */
export function annualReturn(returns: Series, periodsPerYear: number): number | Undefined {
  if (returns.length === 0) return undefinedBecause('no returns');
  const factor = growth(returns);
  if (factor < 0) return undefinedBecause('lost more than the whole value');
  return factor ** (periodsPerYear / returns.length) - 1;
}
