import type { Decimal } from '../../shared/decimal.ts';
import { addMonths, addYears, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { PAYMENTS_PER_YEAR, paymentRhythm } from './payment-rhythm.ts';

/** What a forecast needs to know of a holding that pays dividends. Per-unit amounts in the currency of the payment, before withholding. */
export interface DividendHolding {
  readonly securityId: string;
  readonly currency: string;
  readonly quantity: Decimal;
  /** Past payments per unit, adjusted for splits since. */
  readonly paid: readonly { readonly paidOn: IsoDate; readonly perUnit: Decimal }[];
}

/** A bond with fixed coupons. */
export interface BondHolding {
  readonly securityId: string;
  readonly currency: string;
  /** Nominal held. */
  readonly faceAmount: Decimal;
  /** A year's coupons as a fraction of the nominal (0.05 = 5 %). */
  readonly couponFraction: Decimal;
  readonly paymentsPerYear: 1 | 2 | 4 | 12;
  readonly maturesOn: IsoDate;
}

export interface ExpectedPayment {
  readonly securityId: string;
  readonly currency: string;
  readonly expectedOn: IsoDate;
  /** Before withholding. */
  readonly amount: Decimal;
  /** `contract`: a coupon that the bond owes. `repeated`: last year's payment, per unit, on the units held now. */
  readonly basis: 'contract' | 'repeated';
}

/** A payment is overdue, and the forecast withheld, when it is this many usual gaps late. */
const OVERDUE_GAPS = 1.5;

/**
 * Dividends expected in the twelve months after `asOf`: each payment of the last twelve months comes again a year later, unchanged per
 * unit, on the units held now. A growth assumption is the caller's to add and to name.
 * @returns undefined, with the reason, without a known rhythm or when payments seem to have stopped.
 */
export function forecastDividends(holding: DividendHolding, asOf: IsoDate): readonly ExpectedPayment[] | Undefined {
  const past = holding.paid.filter(({ paidOn }) => paidOn <= asOf);
  const rhythm = paymentRhythm(past.map(({ paidOn }) => paidOn));
  if (rhythm === 'none') return undefinedBecause('it has paid nothing yet');
  if (rhythm === 'unknown') return undefinedBecause('it has paid only once: no rhythm is known');
  const last = past.map(({ paidOn }) => paidOn).sort().at(-1)!;
  const gapDays = 365 / (PAYMENTS_PER_YEAR[rhythm] ?? 1);
  if (daysBetween(last, asOf) > gapDays * OVERDUE_GAPS) return undefinedBecause(`the last payment was on ${last}; it seems to have stopped`);
  const after = addYears(asOf, -1);
  return past.filter(({ paidOn }) => paidOn > after).map(({ paidOn, perUnit }) => ({
    securityId: holding.securityId, currency: holding.currency, expectedOn: addYears(paidOn, 1), amount: perUnit.times(holding.quantity), basis: 'repeated' as const,
  })).sort((left, right) => (left.expectedOn < right.expectedOn ? -1 : 1));
}

/**
 * Coupons due after `asOf` up to `until` (that day included), counted back from maturity in whole months, equal amounts.
 * Weekends and holidays are not moved. The redemption is not income.
 */
export function forecastCoupons(bond: BondHolding, asOf: IsoDate, until: IsoDate): readonly ExpectedPayment[] {
  if (until < asOf) throw invalidInput('The forecast ends before it starts.');
  const months = 12 / bond.paymentsPerYear;
  const amount = bond.faceAmount.times(bond.couponFraction).div(bond.paymentsPerYear);
  const due: ExpectedPayment[] = [];
  for (let count = 0; ; count += 1) {
    // From maturity each time: stepping from coupon to coupon would let a 31st drift to the 28th.
    const expectedOn = addMonths(bond.maturesOn, -months * count);
    if (expectedOn <= asOf) break;
    if (expectedOn <= until) due.push({ securityId: bond.securityId, currency: bond.currency, expectedOn, amount, basis: 'contract' });
  }
  return due.reverse();
}
