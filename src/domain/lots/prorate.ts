import { Decimal } from '../../shared/decimal.ts';

/** 30 digits: far below any minor unit, and half the work of the exact type, whose digits would grow with each division. */
const Short = Decimal.clone({ precision: 30, defaults: false });

/**
 * amount × part ÷ whole, rounded to 30 significant digits. Whoever splits an amount gives the last taker what is left, so nothing is lost.
 * @param whole Not zero.
 */
export function prorate(amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (amount.isZero()) return amount;
  return new Decimal(new Short(amount).times(part).div(whole));
}
