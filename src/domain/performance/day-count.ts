import { daysBetween, epochDay, isoDate, type IsoDate } from '../../shared/calendar.ts';

/**
 * How the span between two dates becomes years: actual days over a fixed year, `30/360` (US, bond basis), `30E/360` (Eurobond),
 * or `actual/actual` (ISDA: days in leap years over 366, the others over 365).
 */
export type DayCount = 'actual/365' | 'actual/365.25' | 'actual/360' | 'actual/364' | '30/360' | '30E/360' | 'actual/actual';

const FIXED_YEAR_DAYS: Readonly<Partial<Record<DayCount, number>>> = {
  'actual/365': 365, 'actual/365.25': 365.25, 'actual/360': 360, 'actual/364': 364,
};

/**
 * Years from `from` to `to` (negative when `to` is earlier).
 * Source: ISDA 2006 Definitions, section 4.16.
 */
export function yearFraction(from: IsoDate, to: IsoDate, dayCount: DayCount): number {
  const yearDays = FIXED_YEAR_DAYS[dayCount];
  if (yearDays !== undefined) return daysBetween(from, to) / yearDays;
  if (to < from) return -yearFraction(to, from, dayCount);
  return dayCount === 'actual/actual' ? actualActual(from, to) : thirty360(from, to, dayCount === '30E/360');
}

function thirty360(from: IsoDate, to: IsoDate, european: boolean): number {
  const start = parts(from);
  const end = parts(to);
  const startDay = Math.min(start.day, 30);
  const endDay = european || startDay === 30 ? Math.min(end.day, 30) : end.day;
  return ((end.year - start.year) * 360 + (end.month - start.month) * 30 + endDay - startDay) / 360;
}

function actualActual(from: IsoDate, to: IsoDate): number {
  const startYear = parts(from).year;
  const endYear = parts(to).year;
  if (startYear === endYear) return daysBetween(from, to) / daysInYear(startYear);
  const head = (firstDay(startYear + 1) - epochDay(from)) / daysInYear(startYear);
  const tail = (epochDay(to) - firstDay(endYear)) / daysInYear(endYear);
  return head + (endYear - startYear - 1) + tail;
}

function parts(date: IsoDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function firstDay(year: number): number {
  return epochDay(isoDate(`${String(year).padStart(4, '0')}-01-01`));
}

function daysInYear(year: number): number {
  return firstDay(year + 1) - firstDay(year);
}
