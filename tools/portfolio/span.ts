import type { IsoDate } from '../../src/shared/calendar.ts';
import { resolvePeriod, type Period } from '../../src/shared/period.ts';

/** A period that ends today at the latest: what is measured has happened. @throws AppError invalid-input for what is no period. */
export function pastSpan(expression: string, today: IsoDate): Period {
  const span = resolvePeriod(expression, today);
  return span.to > today ? { ...span, to: today } : span;
}

/** "1 January to 23 November" for a method sentence. */
export function spanText({ from, to, label }: Period): string {
  return from <= '1900-01-01' ? `since inception to ${to}` : `${label}: ${from} to ${to}`;
}
