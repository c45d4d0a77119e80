import { ZERO, type Decimal } from '../../shared/decimal.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** Capital invested at the close of a day on which it changed. */
export interface InvestedStep {
  readonly date: IsoDate;
  readonly invested: Decimal;
  readonly isOpen: boolean;
}

/**
 * Average capital invested over the calendar days on which a position was open, each day counting what was invested before its
 * trades: the percent base of "return on average investment" (as ghostfolio computes it). Money in, money out, same currency.
 * @param steps Oldest first; the last one of a day holds.
 * @returns undefined when no position was open on any day before `asOf`.
 */
export function timeWeightedInvestment(steps: readonly InvestedStep[], asOf: IsoDate): Decimal | Undefined {
  let weighted = ZERO;
  let days = 0;
  for (const [index, step] of steps.entries()) {
    const until = steps[index + 1]?.date ?? asOf;
    const span = daysBetween(step.date, until < asOf ? until : asOf);
    if (!step.isOpen || span <= 0) continue;
    weighted = weighted.plus(step.invested.times(span));
    days += span;
  }
  return days > 0 ? weighted.div(days) : undefinedBecause('no position was open for a whole day');
}
