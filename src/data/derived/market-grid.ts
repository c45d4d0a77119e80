import { divideHalfEven, PRICE_SCALE, RATE_SCALE, rescale } from './fixed-point.ts';

/** Values by epoch day, oldest first. */
export interface DatedValues {
  readonly days: readonly number[];
  readonly values: readonly bigint[];
}

/** The value that counts on a day and the day it is from. */
export interface Dated {
  readonly value: bigint;
  readonly day: number;
}

const EMPTY: DatedValues = { days: [], values: [] };
/** Series of base values kept, the oldest go first: some 100 MB at six years of days. */
const KEPT_UNITS = 1_000;
const PIVOTS = ['EUR', 'USD'];

/**
 * Closes and exchange rates of the securities and currencies in hand. The last value on or before a day counts.
 * Closes have the price's scale, rates the rate's scale. A rate is the pair's own series, otherwise the inverse of the opposite one, otherwise
 * the product through euro or dollar, otherwise through any third currency; derived rates are rounded half-even at the rate's scale.
 */
export class MarketGrid {
  readonly closes: ReadonlyMap<string, DatedValues>;
  readonly #pairs: ReadonlyMap<string, DatedValues>;
  readonly #rates = new Map<string, DatedValues>();
  readonly #units = new Map<string, UnitValues>();

  constructor(closes: ReadonlyMap<string, DatedValues>, pairs: ReadonlyMap<string, DatedValues>) {
    this.closes = closes;
    this.#pairs = pairs;
  }

  /** The same market as it was before some closes changed. @param before The close that stood, undefined when there was none. */
  withCloses(changes: readonly { readonly securityId: string; readonly day: number; readonly before: bigint | undefined }[]): MarketGrid {
    const closes = new Map(this.closes);
    for (const { securityId, day, before } of changes) closes.set(securityId, replaced(closes.get(securityId) ?? EMPTY, day, before));
    return new MarketGrid(closes, this.#pairs);
  }

  closesOf(securityId: string): DatedValues {
    return this.closes.get(securityId) ?? EMPTY;
  }

  /** Units of `base` for one `currency`; empty when no chain of pairs leads there. */
  ratesOf(currency: string, base: string): DatedValues {
    const key = currency + base;
    let rates = this.#rates.get(key);
    if (!rates) this.#rates.set(key, rates = this.#direct(currency, base) ?? this.#crossed(currency, base) ?? EMPTY);
    return rates;
  }

  /** Base value of one unit of a security quoted in `currency`. */
  unitsOf(securityId: string, currency: string, base: string): UnitValues {
    const key = securityId + base;
    let units = this.#units.get(key);
    if (units) return units;
    units = unitValues(this.closesOf(securityId), currency === base ? undefined : this.ratesOf(currency, base));
    if (this.#units.size >= KEPT_UNITS) this.#units.delete(this.#units.keys().next().value ?? '');
    this.#units.set(key, units);
    return units;
  }

  rateOn(currency: string, base: string, day: number): Dated | undefined {
    return currency === base ? { value: 10n ** BigInt(RATE_SCALE), day } : lastOn(this.ratesOf(currency, base), day);
  }

  closeOn(securityId: string, day: number): Dated | undefined {
    return lastOn(this.closesOf(securityId), day);
  }

  #direct(currency: string, base: string): DatedValues | undefined {
    const own = this.#pairs.get(currency + base);
    if (own) return own;
    const opposite = this.#pairs.get(base + currency);
    return opposite && { days: opposite.days, values: opposite.values.map((value) => divideHalfEven(10n ** BigInt(2 * RATE_SCALE), value)) };
  }

  #crossed(currency: string, base: string): DatedValues | undefined {
    const others = [...new Set([...this.#pairs.keys()].flatMap((pair) => [pair.slice(0, 3), pair.slice(3)]))].sort();
    for (const pivot of [...PIVOTS, ...others]) {
      const first = this.#direct(currency, pivot);
      const second = this.#direct(pivot, base);
      if (first && second) return product(first, second);
    }
    return undefined;
  }
}

/** Both series multiplied on every day on which both are known and one of them changes. */
function product(first: DatedValues, second: DatedValues): DatedValues {
  const days = [...new Set([...first.days, ...second.days])].sort((left, right) => left - right);
  const found: { day: number; value: bigint }[] = [];
  for (const day of days) {
    const left = lastOn(first, day);
    const right = lastOn(second, day);
    if (left && right) found.push({ day, value: rescale(left.value * right.value, 2 * RATE_SCALE, RATE_SCALE) });
  }
  return { days: found.map(({ day }) => day), values: found.map(({ value }) => value) };
}

function replaced({ days, values }: DatedValues, day: number, value: bigint | undefined): DatedValues {
  const at = countUpTo(days, day - 1);
  const rest = days[at] === day ? at + 1 : at;
  const inserted = value === undefined ? [] : [value];
  return {
    days: [...days.slice(0, at), ...inserted.map(() => day), ...days.slice(rest)],
    values: [...values.slice(0, at), ...inserted, ...values.slice(rest)],
  };
}

/** The last value on or before a day. */
export function lastOn({ days, values }: DatedValues, day: number): Dated | undefined {
  const index = countUpTo(days, day) - 1;
  return index < 0 ? undefined : { value: values[index]!, day: days[index]! };
}

/** Number of sorted days on or before a day. */
export function countUpTo(days: ArrayLike<number>, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Weekdays after `from` up to `to`: how old a quote is. */
export function businessDaysBetween(from: number, to: number): number {
  return weekdaysUpTo(to) - weekdaysUpTo(from);
}

function weekdaysUpTo(day: number): number {
  const sinceMonday = day + 3; // 1970-01-01 was a Thursday
  const weeks = Math.floor(sinceMonday / 7);
  return weeks * 5 + Math.min(5, sinceMonday - weeks * 7 + 1);
}

export function isWeekday(day: number): boolean {
  return ((day + 3) % 7 + 7) % 7 < 5;
}


/** Base value of one unit from each day on which close or rate changed. Scale: price plus rate. */
export interface UnitValues extends DatedValues {
  /** Day of the close and of the rate behind each value. */
  readonly closeDays: readonly number[];
  readonly rateDays: readonly number[];
}

export const UNIT_SCALE = PRICE_SCALE + RATE_SCALE;

/** @param closes Scale of prices. @param rates Scale of rates; absent in the base currency itself. */
export function unitValues(closes: DatedValues, rates: DatedValues | undefined): UnitValues {
  if (!rates) {
    return { days: closes.days, values: closes.values.map((value) => value * 10n ** BigInt(RATE_SCALE)), closeDays: closes.days, rateDays: closes.days };
  }
  const found = { days: [] as number[], values: [] as bigint[], closeDays: [] as number[], rateDays: [] as number[] };
  let close = 0;
  let rate = 0;
  while (close < closes.days.length || rate < rates.days.length) {
    const day = Math.min(closes.days[close] ?? Infinity, rates.days[rate] ?? Infinity);
    if (closes.days[close] === day) close += 1;
    if (rates.days[rate] === day) rate += 1;
    if (close === 0 || rate === 0) continue;
    found.days.push(day);
    found.values.push(closes.values[close - 1]! * rates.values[rate - 1]!);
    found.closeDays.push(closes.days[close - 1]!);
    found.rateDays.push(rates.days[rate - 1]!);
  }
  return found;
}
