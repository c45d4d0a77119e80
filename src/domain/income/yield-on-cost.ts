import { ZERO, type Decimal } from '../../shared/decimal.ts';
import { addYears, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** A dividend or coupon with the cost, in the same currency, of the units that it was paid on. */
export interface PaymentOnCost {
  readonly paidOn: IsoDate;
  /** Before withholding. */
  readonly amount: Decimal;
  readonly cost: Decimal;
}

/**
 * Yield on cost per paying year: each payment over the cost at its day, summed by calendar year, averaged over the years that paid.
 * A fraction (0.05 = 5 %). Source: Portfolio Performance, dividend rate of return per year.
 */
export function averageYieldOnCost(payments: readonly PaymentOnCost[]): number | Undefined {
  if (payments.length === 0) return undefinedBecause('nothing was paid');
  const years = new Set<string>();
  let sum = ZERO;
  for (const { paidOn, amount, cost } of payments) {
    if (cost.lte(0)) return undefinedBecause(`there was no cost on ${paidOn}`);
    sum = sum.plus(amount.div(cost));
    years.add(paidOn.slice(0, 4));
  }
  return sum.div(years.size).toNumber();
}

/** Payments of the twelve months up to a day (that day included) over today's cost; a fraction. */
export function trailingYieldOnCost(payments: readonly Omit<PaymentOnCost, 'cost'>[], cost: Decimal, asOf: IsoDate): number | Undefined {
  if (cost.lte(0)) return undefinedBecause('there is no cost: nothing is held, or it cost nothing');
  const after = addYears(asOf, -1);
  let sum = ZERO;
  for (const { paidOn, amount } of payments) if (paidOn > after && paidOn <= asOf) sum = sum.plus(amount);
  return sum.div(cost).toNumber();
}
