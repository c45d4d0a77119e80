import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import type { HoldingTerm } from './lot.ts';

/** Long-term means held MORE than this long: so many calendar years, or so many days. */
export type LongTermAfter = { readonly years: number } | { readonly days: number };

/** US rule (IRC 1222; IRS Publication 550): more than one year, counted from the day after the purchase. */
export const MORE_THAN_ONE_YEAR: LongTermAfter = { years: 1 };

/**
 * Short or long term of a position held from `acquiredOn` to `closedOn` (trade dates). The anniversary itself is still short.
 */
export function holdingTerm(acquiredOn: IsoDate, closedOn: IsoDate, longTermAfter: LongTermAfter = MORE_THAN_ONE_YEAR): HoldingTerm {
  if ('days' in longTermAfter) return daysBetween(acquiredOn, closedOn) > longTermAfter.days ? 'long' : 'short';
  // Days compare as text, and a 29 February that the anniversary year lacks still sorts between 28 February and 1 March.
  const anniversary = String(Number(acquiredOn.slice(0, 4)) + longTermAfter.years).padStart(4, '0') + acquiredOn.slice(4);
  return closedOn > anniversary ? 'long' : 'short';
}
