import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/**
 * Yearly volatility of returns over periods of uneven length: deviation × √(yearDays ÷ mean days per period). A fraction.
 * @param ddof 1 for the sample deviation, 0 for the population's.
 * @returns Undefined with fewer than two periods.
 */
export function irregularPeriodVolatility(
  returns: readonly number[], { from, to, yearDays, ddof }: { from: IsoDate; to: IsoDate; yearDays: number; ddof: 0 | 1 },
): number | Undefined {
  if (returns.length < 2) return undefinedBecause('Volatility needs at least two returns.');
  const meanDays = daysBetween(from, to) / returns.length;
  if (!(meanDays > 0)) return undefinedBecause('A period without length has no volatility.');
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (returns.length - ddof)) * Math.sqrt(yearDays / meanDays);
}
