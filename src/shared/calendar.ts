import { AppError } from './errors.ts';

/** A calendar day, `YYYY-MM-DD`, without time zone. Days compare correctly as strings. */
export type IsoDate = string & { readonly __isoDate: true };

const DAY_MS = 86_400_000;

/** Parses `YYYY-MM-DD` and refuses days that do not exist. */
export function isoDate(text: string): IsoDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match) {
    const day = new Date(`${text}T00:00:00Z`);
    // The cast is sound here: the pattern matched and the calendar agreed.
    if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text as IsoDate;
  }
  throw new AppError('invalid-input', `"${text}" is not a calendar day.`, { hint: 'Write it as YYYY-MM-DD.' });
}

export function isIsoDate(text: string): text is IsoDate {
  try {
    isoDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The UTC day of an instant. */
export function dayOf(instant: Date): IsoDate {
  return isoDate(instant.toISOString().slice(0, 10));
}

/** Days since 1970-01-01; the cheapest form for arithmetic in loops. */
export function epochDay(date: IsoDate): number {
  return Math.round(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS);
}

export function fromEpochDay(day: number): IsoDate {
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  // Sound: the parts of a whole day are a valid day. Years of four digits are written here, at a third of the cost of toISOString.
  if (year < 1000 || year > 9999) return date.toISOString().slice(0, 10) as IsoDate;
  return `${year}-${TWO_DIGITS[date.getUTCMonth() + 1]}-${TWO_DIGITS[date.getUTCDate()]}` as IsoDate;
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 32 }, (_, number) => String(number).padStart(2, '0'));

export function addDays(date: IsoDate, days: number): IsoDate {
  return fromEpochDay(epochDay(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return epochDay(to) - epochDay(from);
}

/** Adds calendar months; a day that the month lacks becomes its last day (31 January + 1 month = 28 or 29 February). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return fromEpochDay(Date.UTC(year, month, Math.min(Number(date.slice(8, 10)), lastDay)) / DAY_MS);
}

export function addYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12);
}

export function startOfMonth(date: IsoDate): IsoDate {
  return isoDate(`${date.slice(0, 7)}-01`);
}

export function endOfMonth(date: IsoDate): IsoDate {
  return addDays(addMonths(startOfMonth(date), 1), -1);
}

export function startOfQuarter(date: IsoDate): IsoDate {
  const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return isoDate(`${date.slice(0, 4)}-${String(month).padStart(2, '0')}-01`);
}

export function startOfYear(date: IsoDate): IsoDate {
  return isoDate(`${date.slice(0, 4)}-01-01`);
}

/** Monday = 1 … Sunday = 7 (ISO 8601). */
export function weekday(date: IsoDate): number {
  return ((epochDay(date) + 3) % 7 + 7) % 7 + 1;
}

export function isWeekend(date: IsoDate): boolean {
  return weekday(date) >= 6;
}

export function startOfWeek(date: IsoDate): IsoDate {
  return addDays(date, 1 - weekday(date));
}
