import { addDays, addYears, epochDay, fromEpochDay, isWeekend, type IsoDate } from '../shared/calendar.ts';

/** Days with prices: Monday to Friday without New Year and Christmas, on which every venue of the demo firm is shut. */
export function isTradingDay(date: IsoDate): boolean {
  const monthDay = date.slice(5);
  return !isWeekend(date) && monthDay !== '01-01' && monthDay !== '12-25';
}

/** The trading days of the firm's history with their positions: index 0 is the oldest. */
export class TradingCalendar {
  readonly days: readonly IsoDate[];
  readonly today: IsoDate;
  readonly #firstEpochDay: number;
  /** Position of the last trading day on or before each calendar day; -1 before the first. */
  readonly #positions: Int32Array;

  constructor(today: IsoDate, years: number) {
    const days: IsoDate[] = [];
    const first = epochDay(addYears(today, -years));
    const last = epochDay(today);
    this.#firstEpochDay = first;
    this.#positions = new Int32Array(last - first + 1);
    for (let day = first; day <= last; day += 1) {
      const date = fromEpochDay(day);
      if (isTradingDay(date)) days.push(date);
      this.#positions[day - first] = days.length - 1;
    }
    this.days = days;
    this.today = today;
  }

  get length(): number {
    return this.days.length;
  }

  day(index: number): IsoDate {
    const date = this.days[index];
    if (date === undefined) throw new RangeError(`There is no trading day ${index}.`);
    return date;
  }

  /** The last trading day on or before a date. */
  onOrBefore(date: IsoDate): number {
    const offset = epochDay(date) - this.#firstEpochDay;
    return this.#positions[Math.min(offset, this.#positions.length - 1)] ?? -1;
  }

  /** The first trading day on or after a date; the last one of the history when there is none. */
  onOrAfter(date: IsoDate): number {
    const before = this.onOrBefore(date);
    return Math.min(before >= 0 && this.days[before] === date ? before : before + 1, this.days.length - 1);
  }
}

/** `count` trading days after a date. */
export function addTradingDays(date: IsoDate, count: number): IsoDate {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isTradingDay(day)) left -= 1;
  }
  return day;
}
