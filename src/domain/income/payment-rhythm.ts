import { daysBetween, type IsoDate } from '../../shared/calendar.ts';

/** `none`: never paid; `unknown`: paid once; `irregular`: the typical gap fits none of the usual rhythms. */
export type PaymentRhythm = 'none' | 'unknown' | 'irregular' | 'monthly' | 'quarterly' | 'semiannual' | 'annual';

/** Lower bounds, in days, of the typical gap (as Portfolio Performance draws them). Above the last one there is no rhythm. */
const GAPS: readonly (readonly [number, PaymentRhythm])[] = [[20, 'monthly'], [60, 'quarterly'], [130, 'semiannual'], [270, 'annual'], [430, 'irregular']];

export const PAYMENTS_PER_YEAR: Readonly<Partial<Record<PaymentRhythm, number>>> = { monthly: 12, quarterly: 4, semiannual: 2, annual: 1 };

/** How often something pays, from the median gap between its payment days; two payments of one day count once, order is free. */
export function paymentRhythm(paidOn: readonly IsoDate[]): PaymentRhythm {
  const days = [...new Set(paidOn)].sort();
  if (days.length === 0) return 'none';
  if (days.length === 1) return 'unknown';
  const gaps = days.slice(1).map((day, index) => daysBetween(days[index]!, day)).sort((left, right) => left - right);
  const middle = gaps.length >> 1;
  const typical = gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
  let rhythm: PaymentRhythm = 'irregular';
  for (const [from, name] of GAPS) if (typical >= from) rhythm = name;
  return rhythm;
}
