import { ONE, type Decimal } from '../../shared/decimal.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

export interface DatedRate {
  readonly date: IsoDate;
  readonly rate: Decimal;
}

/** A rate that was found, with the day it is from, so that a stale one can be named. */
export interface FoundRate {
  readonly rate: Decimal;
  readonly from: IsoDate;
  /** Days between the day asked for and the day of the rate; negative when the rate is from a later day. */
  readonly ageDays: number;
}

export interface RateLookup {
  /** What holds before the first rate: nothing (the default) or the first rate (as Portfolio Performance does). */
  readonly beforeFirst: 'undefined' | 'first';
  /** An older rate than this does not count; absent means any age, reported in `ageDays`. */
  readonly maxAgeDays?: number;
}

export const STRICT_LOOKUP: RateLookup = { beforeFirst: 'undefined' };

/** Rates of one currency pair, oldest first: units of the quote currency for one unit of the base currency of the pair. */
export class RateSeries {
  readonly #rates: readonly DatedRate[];

  /** @throws AppError invalid-input for a rate that is not positive or a day with two rates. */
  constructor(rates: readonly DatedRate[]) {
    this.#rates = [...rates].sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
    for (const [index, { date, rate }] of this.#rates.entries()) {
      if (!rate.gt(0)) throw invalidInput(`The exchange rate of ${date} is ${rate.toFixed()}.`, { hint: 'Rates are positive.' });
      const next = this.#rates[index + 1];
      if (next?.date === date && !next.rate.eq(rate)) throw invalidInput(`There are two exchange rates for ${date}.`, { hint: 'Keep one of them.' });
    }
  }

  /** The last rate on or before a day. */
  on(date: IsoDate, lookup: RateLookup = STRICT_LOOKUP): FoundRate | Undefined {
    const first = this.#rates[0];
    if (!first) return undefinedBecause('there are no exchange rates for this pair');
    let low = 0;
    let high = this.#rates.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rates[middle]!.date <= date) low = middle + 1;
      else high = middle;
    }
    if (low === 0 && lookup.beforeFirst === 'undefined') return undefinedBecause(`the first exchange rate is from ${first.date}, after ${date}`);
    const found = low === 0 ? first : this.#rates[low - 1]!;
    const ageDays = daysBetween(found.date, date);
    if (lookup.maxAgeDays !== undefined && Math.abs(ageDays) > lookup.maxAgeDays) {
      return undefinedBecause(`the nearest exchange rate is from ${found.date}, ${Math.abs(ageDays)} days from ${date}`);
    }
    return { rate: found.rate, from: found.date, ageDays };
  }

  /** The reciprocal of `on`. */
  inverseOn(date: IsoDate, lookup: RateLookup = STRICT_LOOKUP): FoundRate | Undefined {
    const found = this.on(date, lookup);
    return isUndefined(found) ? found : { ...found, rate: ONE.div(found.rate) };
  }
}
