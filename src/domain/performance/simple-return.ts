import type { Decimal } from '../../shared/decimal.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** Gain over the money put in: neither time- nor money-weighted, and never annualised. Amounts in one currency. */
export interface SimpleReturn {
  readonly gain: Decimal;
  readonly returnFraction: number | Undefined;
}

/** @param invested Money put in, net, or cost. Zero or less has a gain but no return. */
export function simpleReturn(invested: Decimal, value: Decimal): SimpleReturn {
  const gain = value.minus(invested);
  const returnFraction = invested.gt(0) ? gain.div(invested).toNumber() : undefinedBecause('No money was put in to measure the gain against.');
  return { gain, returnFraction };
}
