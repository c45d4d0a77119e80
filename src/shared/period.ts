import {
  addDays, addMonths, endOfMonth, isoDate, startOfMonth, startOfQuarter, startOfWeek, startOfYear, type IsoDate,
} from './calendar.ts';
import { invalidInput } from './errors.ts';

/**
 * A resolved span of days, both ends included.
 * `openingDate` is the day at whose close a value or return over the period starts: the day before a calendar period
 * (YTD opens at the close of 31 December), the first day itself for a trailing or explicitly dated one.
 */
export interface Period {
  readonly label: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly openingDate: IsoDate;
}

const EARLIEST = isoDate('1900-01-01');

/**
 * Resolves a period expression against a day. Weeks run Monday to Sunday. Accepted: YTD QTD MTD WTD today yesterday as_of,
 * this_/last_/next_ week|month|quarter|year, nD nW nM nQ nY (trailing), next_nD …, YYYY, YYYY-Hn, YYYY-Qn, YYYY-MM, YYYY-MM-DD,
 * start..end, all, since_inception. Calendar periods that are still running end on `asOf`, except `this_*` and future ones.
 * @throws AppError invalid-input for anything else.
 */
export function resolvePeriod(expression: string, asOf: IsoDate): Period {
  const text = expression.trim();
  const found = named(text, asOf) ?? relativeCalendar(text, asOf) ?? trailing(text, asOf) ?? calendar(text) ?? explicit(text, asOf);
  if (!found) {
    throw invalidInput(`"${expression}" is not a period.`, { hint: 'For example YTD, 1Y, 90D, 2026-Q3, 2026-08, last_quarter or 2026-01-01..2026-06-30.' });
  }
  return { label: text, ...found };
}

type Span = Omit<Period, 'label'>;

function calendarSpan(from: IsoDate, to: IsoDate): Span {
  return { from, to, openingDate: addDays(from, -1) };
}

function named(text: string, asOf: IsoDate): Span | undefined {
  switch (text.toLowerCase()) {
    case 'ytd': return calendarSpan(startOfYear(asOf), asOf);
    case 'qtd': return calendarSpan(startOfQuarter(asOf), asOf);
    case 'mtd': return calendarSpan(startOfMonth(asOf), asOf);
    case 'wtd': return calendarSpan(startOfWeek(asOf), asOf);
    case 'today': case 'as_of': return calendarSpan(asOf, asOf);
    case 'yesterday': return calendarSpan(addDays(asOf, -1), addDays(asOf, -1));
    case 'all': case 'since_inception': return { from: EARLIEST, to: asOf, openingDate: EARLIEST };
    default: return undefined;
  }
}

function relativeCalendar(text: string, asOf: IsoDate): Span | undefined {
  const match = /^(this|last|next)_(week|month|quarter|year)$/i.exec(text);
  if (!match) return undefined;
  const step = { this: 0, last: -1, next: 1 }[match[1]!.toLowerCase() as 'this' | 'last' | 'next']; // the pattern allows only these
  switch (match[2]!.toLowerCase()) {
    case 'week': { const from = addDays(startOfWeek(asOf), 7 * step); return calendarSpan(from, addDays(from, 6)); }
    case 'month': { const from = addMonths(startOfMonth(asOf), step); return calendarSpan(from, endOfMonth(from)); }
    case 'quarter': { const from = addMonths(startOfQuarter(asOf), 3 * step); return calendarSpan(from, addDays(addMonths(from, 3), -1)); }
    default: { const from = addMonths(startOfYear(asOf), 12 * step); return calendarSpan(from, addDays(addMonths(from, 12), -1)); }
  }
}

function shift(date: IsoDate, count: number, unit: string): IsoDate {
  switch (unit.toUpperCase()) {
    case 'D': return addDays(date, count);
    case 'W': return addDays(date, 7 * count);
    case 'M': return addMonths(date, count);
    case 'Q': return addMonths(date, 3 * count);
    default: return addMonths(date, 12 * count);
  }
}

function trailing(text: string, asOf: IsoDate): Span | undefined {
  const match = /^(next_)?(\d{1,4})([DWMQY])$/i.exec(text);
  if (!match) return undefined;
  const count = Number(match[2]);
  if (match[1]) return { from: asOf, to: shift(asOf, count, match[3]!), openingDate: asOf };
  const from = shift(asOf, -count, match[3]!);
  return { from, to: asOf, openingDate: from };
}

function calendar(text: string): Span | undefined {
  const match = /^(\d{4})(?:-(?:([HQ])([1-4])|(\d{2})))?$/i.exec(text);
  if (!match) return undefined;
  const year = match[1]!;
  if (match[4]) {
    const from = isoDate(`${year}-${match[4]}-01`);
    return calendarSpan(from, endOfMonth(from));
  }
  if (!match[2]) return calendarSpan(isoDate(`${year}-01-01`), isoDate(`${year}-12-31`));
  const months = match[2].toUpperCase() === 'H' ? 6 : 3;
  const index = Number(match[3]) - 1;
  if (index * months >= 12) return undefined;
  const from = addMonths(isoDate(`${year}-01-01`), index * months);
  return calendarSpan(from, addDays(addMonths(from, months), -1));
}

function explicit(text: string, asOf: IsoDate): Span | undefined {
  const range = /^(\d{4}-\d{2}-\d{2}|as_of)\.\.(\d{4}-\d{2}-\d{2}|as_of)$/.exec(text);
  if (range) {
    const day = (part: string): IsoDate => (part === 'as_of' ? asOf : isoDate(part));
    const from = day(range[1]!);
    const to = day(range[2]!);
    if (to < from) throw invalidInput(`The period ${text} ends before it starts.`, { hint: 'Put the earlier day first.' });
    return { from, to, openingDate: from };
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = isoDate(text);
  return calendarSpan(day, day);
}
