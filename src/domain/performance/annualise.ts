import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/**
 * Yearly rate that compounds to a cumulative return over `years`. `extrapolated` is true below one year: such a rate assumes that the rest of the
 * year goes on alike and must never be shown without saying so (GIPS 2020 forbids presenting it).
 */
export interface AnnualisedReturn {
  readonly rateFraction: number;
  readonly extrapolated: boolean;
}

/** A day short of a year is a rounding of conventions (365 against 365.25), not a part of one. */
const WHOLE_YEAR = 364.5 / 365.25;

/**
 * @param years Length of the period under the caller's day count; must be positive.
 * @returns Undefined for a period without length and below −100 %.
 */
export function annualise(cumulativeFraction: number, years: number): AnnualisedReturn | Undefined {
  if (!(years > 0)) return undefinedBecause('A period without length has no yearly rate.');
  if (cumulativeFraction < -1) return undefinedBecause('A loss beyond the whole value has no yearly rate.');
  const rateFraction = (1 + cumulativeFraction) ** (1 / years) - 1;
  if (!Number.isFinite(rateFraction)) return undefinedBecause('The yearly rate is too large to be meaningful.');
  return { rateFraction, extrapolated: years < WHOLE_YEAR };
}

/** Compound yearly growth from one value to another. */
export function compoundAnnualGrowth(begin: number, end: number, years: number): AnnualisedReturn | Undefined {
  if (!(begin > 0)) return undefinedBecause('Growth needs a positive value at the start.');
  return annualise(end / begin - 1, years);
}

/**
 * Yearly rate of a series of period returns: the chained growth over (number of observations / periodsPerYear) years.
 * Missing observations (null) have no growth and still count as periods.
 */
export function annualiseSeries(returns: readonly (number | null)[], periodsPerYear: number): AnnualisedReturn | Undefined {
  if (returns.length === 0) return undefinedBecause('There are no returns.');
  const growth = returns.reduce<number>((product, value) => product * (1 + (value ?? 0)), 1);
  return annualise(growth - 1, returns.length / periodsPerYear);
}
