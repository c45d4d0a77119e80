import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import type { Decimal } from '../../shared/decimal.ts';
import { floatOf } from './float-of.ts';

/**
 * One number for each day: the last quote on or before it, `NaN` before the first one. Linear in days plus quotes.
 * @param firstDay,length Epoch day of the first entry and number of entries.
 */
export function fillForward<T extends { readonly date: IsoDate }>(
  quotes: readonly T[], valueOf: (quote: T) => Decimal, firstDay: number, length: number,
): Float64Array {
  const filled = new Float64Array(length).fill(Number.NaN);
  const first = quotes[0];
  if (!first) return filled;
  // Start at the last quote on or before the first day instead of converting the whole history before it.
  let index = Math.max(0, countBefore(quotes, firstDay) - 1);
  let start = Math.max(0, epochDay(quotes[index]!.date) - firstDay);
  while (start < length) {
    const next = quotes[index + 1];
    const end = next ? Math.min(length, epochDay(next.date) - firstDay) : length;
    if (end > start) filled.fill(floatOf(valueOf(quotes[index]!)), start, end);
    if (!next) break;
    start = Math.max(0, end);
    index += 1;
  }
  return filled;
}

/** Number of quotes on or before a day. */
function countBefore(quotes: readonly { readonly date: IsoDate }[], day: number): number {
  let low = 0;
  let high = quotes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (epochDay(quotes[middle]!.date) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}
