import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Exact decimal for money, quantities and prices: 60 significant digits, half-even rounding only where a division or an
 * explicit rounding asks for it. A clone, so that nobody else's configuration of decimal.js can change our sums.
 */
export const Decimal = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -60, toExpPos: 60 });
export type Decimal = DecimalJs;
export type DecimalInput = DecimalJs | string | number;

export const ZERO: Decimal = new Decimal(0);
export const ONE: Decimal = new Decimal(1);

export function decimal(value: DecimalInput): Decimal {
  return new Decimal(value);
}

export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** Rounds to the minor unit (2 places unless the currency has another number of them, ISO 4217). */
export function roundMoney(value: Decimal, currency = 'USD'): Decimal {
  return value.toDecimalPlaces(minorUnits(currency), DecimalJs.ROUND_HALF_EVEN);
}

const MINOR_UNITS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, CLP: 0, ISK: 0, VND: 0, BHD: 3, KWD: 3, TND: 3 };

export function minorUnits(currency: string): number {
  return MINOR_UNITS[currency] ?? 2;
}
