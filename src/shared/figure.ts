import type { Decimal } from './decimal.ts';
import type { IsoDate } from './calendar.ts';
import { isUndefined, type Undefined } from './undefined-value.ts';

export type FigureUnit = 'money' | 'price' | 'units' | 'fraction' | 'number' | 'count' | 'days' | 'years' | 'bps' | 'score';

/**
 * A figure as people and models see it: never a bare number.
 * `value` is a decimal string for exact quantities (money, price, units) and a number otherwise; `null` means that the figure
 * does not exist and `reason` says why. `fraction` 0.05 is 5 %.
 */
export interface Figure {
  readonly value: string | number | null;
  readonly unit: FigureUnit;
  /** ISO 4217; present for money and price. */
  readonly currency?: string;
  readonly asOf: IsoDate;
  /** How it was computed, with every convention that changes the answer: "TWR, daily-linked, flows at start of day, net of fees". */
  readonly method: string;
  readonly reason?: string;
  /** What a careful reader should know about the data: stale or missing prices and rates, short history. */
  readonly quality?: readonly string[];
}

export type FigureContext = Omit<Figure, 'value' | 'reason'>;

/** Wraps a computed value, or its absence, as a figure. */
export function figure(value: Decimal | number | Undefined, context: FigureContext): Figure {
  if (isUndefined(value)) return { value: null, reason: value.reason, ...context };
  if (typeof value !== 'number') return { value: value.toFixed(), ...context };
  if (!Number.isFinite(value)) throw new RangeError(`A figure must be finite (${context.method}): ${value}`);
  return { value, ...context };
}
