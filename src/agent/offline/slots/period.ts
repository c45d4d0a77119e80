import { addDays, addMonths, endOfMonth, isoDate, startOfMonth, startOfWeek, startOfYear, type IsoDate } from '../../../shared/calendar.ts';
import { resolvePeriod } from '../../../shared/period.ts';
import { remembered } from '../text/remembered.ts';
import type { PeriodSlot } from '../types.ts';
import { readDates } from './date.ts';
import { inPlainTimes } from './plain-times.ts';

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
export const MONTH = 'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const UNIT_LETTER: Readonly<Record<string, 'D' | 'W' | 'M' | 'Q' | 'Y'>> = { day: 'D', week: 'W', month: 'M', quarter: 'Q', year: 'Y' };
const ORDINALS: Readonly<Record<string, number>> = { first: 1, '1st': 1, second: 2, '2nd': 2, third: 3, '3rd': 3, fourth: 4, '4th': 4, last: 4, final: 4 };

type Reader = (match: RegExpExecArray, today: IsoDate) => PeriodSlot | undefined;

const span = (expression: string): PeriodSlot => ({ expression, kind: 'span' });
const future = (expression: string): PeriodSlot => ({ expression, kind: 'future' });
const date = (expression: string): PeriodSlot => ({ expression, kind: 'date' });
const yearOf = (day: IsoDate): number => Number(day.slice(0, 4));
const two = (value: number): string => String(value).padStart(2, '0');
const since = (day: string): PeriodSlot => span(`${day}..as_of`);

export function monthNumber(word: string): number {
  return MONTHS.findIndex((month) => month.startsWith(word.slice(0, 3))) + 1;
}

/** The newest year in which the month, quarter or half has begun: "in October" asked in November means this year's. */
function latestYear(startMonth: number, today: IsoDate): number {
  return startMonth > Number(today.slice(5, 7)) ? yearOf(today) - 1 : yearOf(today);
}

function namedYear(word: string | undefined, startMonth: number, today: IsoDate): number {
  if (!word) return latestYear(startMonth, today);
  if (/^\d{4}$/.test(word)) return Number(word);
  return /last|previous|prior/.test(word) ? yearOf(today) - 1 : /next|coming/.test(word) ? yearOf(today) + 1 : yearOf(today);
}

const YEAR = String.raw`(?: (?:of |in )?(\d{4}|(?:this|the|last|previous|current|next|the next|the coming) year))?`;

/** A half, quarter or month that has not begun lies ahead. */
function calendarSpan(expression: string, today: IsoDate): PeriodSlot {
  return resolvePeriod(expression, today).from > today ? future(expression) : span(expression);
}

/** Start of the newest season of that name that is over, or running. */
function seasonStart(season: string, today: IsoDate): IsoDate {
  const month = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 }[season] ?? 6;
  const start = (year: number): IsoDate => isoDate(`${year}-${two(month)}-01`);
  const thisYear = start(yearOf(today));
  return addMonths(thisYear, 3) <= today ? thisYear : start(yearOf(today) - 1);
}

function trailing(match: RegExpExecArray): PeriodSlot {
  const letter = UNIT_LETTER[match[2]!]!;
  return span(`${match[1] ?? 1}${letter}`);
}

/** Easter Sunday of a year (anonymous Gregorian algorithm). */
function easter(year: number): IsoDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return isoDate(`${year}-${two(Math.floor(n / 31))}-${two((n % 31) + 1)}`);
}

const EDGE = '(?:(?:the )?(start|beginning|end|close|first|1st|early|late|mid|middle)(?: day)?(?: of)? )?';
const MONTH_YEAR = String.raw`(?: (?:of )?(\d{4}|(?:this|last|the) year))?`;

/** "Between the start of April and the end of June", "from the end of March to May": a month's edges are its first and last day. */
function monthRange(match: RegExpExecArray, today: IsoDate): PeriodSlot {
  const [, firstEdge, first, firstYear, lastEdge, last, lastYear] = match;
  const year = (word: string | undefined, month: number): number | undefined => (word ? namedYear(word, month, today) : undefined);
  const endYear = year(lastYear, monthNumber(last!)) ?? year(firstYear, monthNumber(first!)) ?? latestYear(monthNumber(last!), today);
  const startYear = year(firstYear, monthNumber(first!)) ?? (monthNumber(first!) > monthNumber(last!) ? endYear - 1 : endYear);
  const start = isoDate(`${startYear}-${two(monthNumber(first!))}-01`);
  const end = isoDate(`${endYear}-${two(monthNumber(last!))}-01`);
  return span(`${/end|close/.test(firstEdge ?? '') ? endOfMonth(start) : start}..${/start|beginning/.test(lastEdge ?? '') ? end : endOfMonth(end)}`);
}

/** "The first two weeks of October": weeks of a month count from its first day, the last ones from its end. */
function weeksOfMonth(match: RegExpExecArray, today: IsoDate): PeriodSlot {
  const [, which, count, month, year] = match;
  const first = isoDate(`${namedYear(year, monthNumber(month!), today)}-${two(monthNumber(month!))}-01`);
  const days = 7 * Number(count ?? 1);
  if (/last|final/.test(which!)) return span(`${addDays(endOfMonth(first), 1 - days)}..${endOfMonth(first)}`);
  const start = count ? first : addDays(first, 7 * (ORDINALS[which!]! - 1));
  return span(`${start}..${addDays(start, days - 1)}`);
}

const READERS: readonly (readonly [string, Reader])[] = [
  [`(?:between|from) ${EDGE}(${MONTH})${MONTH_YEAR} (?:and|to|until|till|through) ${EDGE}(${MONTH})${MONTH_YEAR}(?= (?!\\d))`, monthRange],
  [`(?:in |during |over |for )?(?:the )?(first|1st|second|2nd|third|3rd|fourth|4th|last|final) (?:(\\d) )?weeks? (?:of|in) (${MONTH})${MONTH_YEAR}`, weeksOfMonth],
  [`since (?:the )?(?:end|close) of (${MONTH})${MONTH_YEAR}`, (m, today) => since(endOfMonth(isoDate(`${namedYear(m[2], monthNumber(m[1]!), today)}-${two(monthNumber(m[1]!))}-01`)))],
  [`(?:in |by |before |until )?(?:next|this coming|the coming) (${MONTH})`, (m, today) => {
    const month = monthNumber(m[1]!);
    return future(`${yearOf(today) + (month > Number(today.slice(5, 7)) ? 0 : 1)}-${two(month)}`);
  }],
  [String.raw`(?:in |during |over )?(?:the )?(week|month|quarter|year) before last`, (m, today) => {
    const start = previousStart(m[1]!, previousStart(m[1]!, today));
    const whole: Readonly<Record<string, string>> = { month: start.slice(0, 7), quarter: `${start.slice(0, 4)}-Q${Math.ceil(Number(start.slice(5, 7)) / 3)}`, year: start.slice(0, 4) };
    return span(whole[m[1]!] ?? `${start}..${addDays(start, 6)}`);
  }],
  [String.raw`(?:between|from) q([1-4])(?: (\d{4}))? (?:and|to|until|through) q([1-4])${MONTH_YEAR}`, (m, today) => {
    const year = m[4] ? namedYear(m[4], 1, today) : m[2] ? Number(m[2]) : latestYear(Number(m[3]) * 3 - 2, today);
    return span(`${m[2] ?? year}-${two(Number(m[1]) * 3 - 2)}-01..${endOfMonth(isoDate(`${year}-${two(Number(m[3]) * 3)}-01`))}`);
  }],
  [String.raw`(?:since|from) (?:the )?(?:very )?(?:start|beginning) of (?:the|this) (week|month|quarter|year)`, (m) => span({ week: 'WTD', month: 'MTD', quarter: 'QTD', year: 'YTD' }[m[1]!]!)],
  [String.raw`(?:the )?(first|last) (\d{1,2}) months (?:of|in) (\d{4}|(?:this|last|the) year)`, (m, today) => {
    const year = namedYear(m[3], 1, today);
    const months = Math.min(12, Number(m[2]));
    return m[1] === 'first' ? span(`${year}-01-01..${endOfMonth(isoDate(`${year}-${two(months)}-01`))}`) : span(`${year}-${two(13 - months)}-01..${year}-12-31`);
  }],
  ['since (?:last )?easter', (_, today) => since(easter(yearOf(today)) <= today ? easter(yearOf(today)) : easter(yearOf(today) - 1))],
  // "Not moved in ten days" looks back, "in ten days" ahead.
  [String.raw`(?<= (?:not|no|never|nothing|without|nobody|none) (?:[^ ]+ ){0,6})(?:in|for) (?:the )?(?:last |past )?(\d+) (day|week|month|year)s?`, trailing],
  [String.raw`since (?:the )?(?:start|beginning) of (\d{4})`, (m) => since(`${m[1]}-01-01`)],
  [String.raw`(?:before|by|until|till) (?:the )?(?:year end|year s end|end of (?:the|this) year|new year|31 december|(?:(?:this |the )?year (?:is (?:out|over|up)|ends?|closes|finishes))|this year (?:is )?(?:out|over))`, (_, today) => future(`${today}..${yearOf(today)}-12-31`)],
  [String.raw`(\d{4}-\d\d-\d\d) (?:to|until|and|through|-) (\d{4}-\d\d-\d\d)`, (m) => span(`${m[1]}..${m[2]}`)],
  [String.raw`(?:the )?(1st|2nd|first|second) half${YEAR}`, (m, today) => {
    const half = ORDINALS[m[1]!]!;
    return calendarSpan(`${namedYear(m[2], half === 1 ? 1 : 7, today)}-H${half}`, today);
  }],
  [String.raw`h([12])${YEAR}`, (m, today) => calendarSpan(`${namedYear(m[2], m[1] === '1' ? 1 : 7, today)}-H${m[1]}`, today)],
  [String.raw`(\d{4}) ?([hq])([1-4])`, (m) => span(`${m[1]}-${m[2]!.toUpperCase()}${m[3]}`)],
  [String.raw`(?:the )?(1st|2nd|3rd|4th|first|second|third|fourth|final|last) quarter,? (?:of |in )?(\d{4}|(?:this|the|last|previous|next|the next|the coming) year)`, (m, today) => {
    const quarter = ORDINALS[m[1]!]!;
    return calendarSpan(`${namedYear(m[2], quarter * 3 - 2, today)}-Q${quarter}`, today);
  }],
  [String.raw`q ?([1-4])${YEAR}`, (m, today) => calendarSpan(`${namedYear(m[2], Number(m[1]) * 3 - 2, today)}-Q${m[1]}`, today)],
  [String.raw`(?:since|from) (?:the )?(?:start|beginning|begin) of (?:the|this) year|year to date|ytd|(?:so far this|this|current|the current) year(?: so far| to date)?|so far in \d{4}|since (?:the )?new year|since january(?= (?!\d))`,
    () => span('YTD')],
  [String.raw`since (?:the |this )?(week|month|quarter|year) (?:started|began|opened|turned)`, (m) => span({ week: 'WTD', month: 'MTD', quarter: 'QTD', year: 'YTD' }[m[1]!]!)],
  [String.raw`(\d{4}) (?:to date|so far)`, (m, today) => (Number(m[1]) === yearOf(today) ? span('YTD') : since(`${m[1]}-01-01`))],
  [String.raw`quarter to date|qtd|so far this quarter|this quarter so far`, () => span('QTD')],
  [String.raw`month to date|mtd|so far this month|this month so far`, () => span('MTD')],
  [String.raw`week to date|wtd|so far this week`, () => span('WTD')],
  [String.raw`since (?:inception|day 1|day one|the (?:very )?(?:start|beginning)(?! of)|i (?:started|joined|opened|began)|(?:we|they) (?:started|opened|began)|(?:it|they) (?:was|were) opened|opening|launch)|from (?:(?:the|its|their|our|my) (?:very )?(?:first day|1st day|start|beginning)(?! of)|the day (?:it|they|we|i) (?:started|began|opened|was opened|were opened))|since the day (?:it|they|we|i) (?:started|began|opened|was opened)|since its (?:start|beginning|first day|1st day)|all time|lifetime|(?:over|for) (?:the )?(?:whole|entire|full) (?:history|period|life)|from (?:the )?(?:beginning(?! of)|start(?! of)|inception|day 1|day one)|ever since|in total over the years`,
    () => span('since_inception')],
  [String.raw`(?:the )?(1st|2nd|3rd|4th|first|second|third|fourth) quarter`, (m, today) => {
    const quarter = ORDINALS[m[1]!]!;
    return span(`${latestYear(quarter * 3 - 2, today)}-Q${quarter}`);
  }],
  [String.raw`(?:the )?(?:(?:last|final) (?:trading |business |working )?day|end|close|year end) (?:of |in )?(\d{4})|(\d{4}) year end|new year 's eve (\d{4})|(?:ended|closed|finished) (?:the year )?(\d{4})`, (m) => date(`${m[1] ?? m[2] ?? m[3] ?? m[4]}-12-31`)],
  [String.raw`(?:the )?(?:(?:first|1st) (?:trading |business |working )?day|start|beginning) (?:of |in )(\d{4})(?= (?!to|until))`, (m) => date(`${m[1]}-01-01`)],
  [String.raw`(?:before|by|until|till) (?:the )?(?:end|close) of (${MONTH})(?: (\d{4}))?`, (m, today) => future(`${today}..${comingEnd(monthNumber(m[1]!), m[2], today)}`)],
  [String.raw`(?:before|by|until|till) (?:the )?(?:end|close) of (?:the|this) (month|quarter)`, (m, today) => future(`${today}..${m[1] === 'month' ? endOfMonth(today) : endOfMonth(addMonths(periodStart('quarter', today), 2))}`)],
  [String.raw`(?:the )?(?:last|final) (?:trading |business |working )?day of (${MONTH})(?: (\d{4}))?`, (m, today) => {
    const month = monthNumber(m[1]!);
    return date(endOfMonth(isoDate(`${m[2] ?? latestYear(month, today)}-${two(month)}-01`)));
  }],
  [String.raw`(?:for |in |since )?(?:more than|over|at least|longer than|older than|beyond|upwards of) (?:the (?:last|past) )?(\d+|a|an) (day|week|month)s?`, (m) => span(`${/\d/.test(m[1]!) ? m[1] : 1}${UNIT_LETTER[m[2]!]!}`)],
  [String.raw`(?:the )?(?:end|close) of (?:the )?(?:last|previous) (year|quarter|month)`, (m, today) => date(addDays(periodStart(m[1]!, today), -1))],
  [String.raw`(?:the )?(?:start|beginning) of (?:the |this )?(year|quarter|month)`, (m, today) => date(periodStart(m[1]!, today))],
  [String.raw`(?:the )?(?:end|close) of (${MONTH})(?: (\d{4}))?`, (m, today) => {
    const month = monthNumber(m[1]!);
    return date(endOfMonth(isoDate(`${m[2] ?? latestYear(month, today)}-${two(month)}-01`)));
  }],
  [String.raw`since (?:last |the )?(spring|summer|autumn|fall|winter)`, (m, today) => since(seasonStart(m[1]!, today))],
  [String.raw`(?:last|this past|(?:over|in|during|throughout|through|all|for) (?:the|this|last)|(?:the )?(?:whole|entire|full)|this) (spring|summer|autumn|winter)(?: (?:of )?(\d{4}))?`, (m, today) => {
    const start = m[2] ? isoDate(`${m[2]}${seasonStart(m[1]!, today).slice(4)}`) : seasonStart(m[1]!, today);
    return span(`${start}..${addDays(addMonths(start, 3), -1)}`);
  }],
  [String.raw`since (?:last )?christmas`, (_, today) => since(`${yearOf(today) - 1}-12-25`)],
  [String.raw`since (?:the )?(?:start of |beginning of )?last (week|month|quarter|year)`, (m, today) => since(previousStart(m[1]!, today))],
  [String.raw`(?:the )?(year|quarter|month|week) (?:before|prior|earlier)(?: that| this)?|(?:the )?(?:preceding) (year|quarter|month|week)`, (m) => ({
    expression: '', kind: 'span', relative: { count: -1, unit: UNIT_LETTER[(m[1] ?? m[2])!]! },
  })],
  [String.raw`(?:the )?(?:one|period|time) (?:before|prior|earlier)(?: that)?(?= (?:$|and|or|too|please|as|then|vs|versus))|(?:the )?(?:previous|prior|preceding) (?:one|period)|before that`, () => ({ expression: '', kind: 'span', relative: { count: -1, unit: 'P' } })],
  [String.raw`(?:the )?(?:one|period|time) after(?: that)?(?= (?:$|and|or|too|please|as|then|vs|versus))|(?:the )?(?:following|next) (?:one|period)|after that`, () => ({ expression: '', kind: 'span', relative: { count: 1, unit: 'P' } })],
  [String.raw`(?:the )?(year|quarter|month|week) after(?: that)?|(?:the )?following (year|quarter|month|week)`, (m) => ({
    expression: '', kind: 'span', relative: { count: 1, unit: UNIT_LETTER[(m[1] ?? m[2])!]! },
  })],
  [String.raw`(?:in |over |within |during )?(?:the )?(?:next|coming|following|upcoming) (\d+)? ?(day|week|month|quarter|year)s?`, (m) => (
    m[1] ? future(`next_${m[1]}${UNIT_LETTER[m[2]!]!}`) : future(m[2] === 'day' ? 'next_1D' : `next_${m[2]}`))],
  [String.raw`(?:within|inside) (?:the )?(\d+|a|one) (day|week|month|quarter|year)s?`, (m) => future(`next_${/\d/.test(m[1]!) ? m[1] : 1}${UNIT_LETTER[m[2]!]!}`)],
  [String.raw`(?:in |over |within |during )?(?:the )?(?:last|past|previous) (\d{1,3}) ?(?:h|hrs?|hours?)`, (m) => span(`${Math.max(1, Math.ceil(Number(m[1]) / 24))}D`)],
  [String.raw`(?:in |over |during |within |of )?(?:this|the current|the running) half(?: year| of the year)?`, (_, today) => span(`${today.slice(0, 4)}-${today.slice(5, 7) < '07' ? '01' : '07'}-01..as_of`)],
  [String.raw`(?:on |over |at |during )?(?:the |this |last |this past |the last |the past )weekend`, (_, today) => {
    const monday = startOfWeek(today);
    return span(`${addDays(monday, -2)}..${addDays(monday, -1)}`);
  }],
  [String.raw`(?:a |the past |the last |past |last |1 )?fortnight`, () => span('14D')],
  [String.raw`(?:the )?(?:last|past|previous|trailing|recent|latest|prior|most recent) (?:couple of|couple) (day|week|month|quarter|year)s`, (m) => span(`2${UNIT_LETTER[m[1]!]!}`)],
  [String.raw`(?:over |in |for |during |within )?(?:the |this |these )?(?:last|past|previous|trailing|recent|latest|prior|most recent|rolling) (\d+) (?:full |whole |calendar |trading )?(day|week|month|quarter|year)s?`, trailing],
  [String.raw`(?:(?:over|for|in) )?(?:the )?(?:last |past |trailing )?(\d{1,2}) ?(y|yr|yrs|mo|mos|wk|wks)`, (m) => span(`${m[1]}${m[2]![0]!.toUpperCase()}`)],
  [String.raw`(?:over |for |in )?(?:the )?(?:last |past |trailing |over )(\d{1,3}) ?([md])`, (m) => span(`${m[1]}${m[2]!.toUpperCase()}`)],
  [String.raw`(?:last|past|the past|the last|over) half (?:a )?year`, () => span('6M')],
  [String.raw`(?:over |in |during |for )?(?:the |this )past (day|week|month|quarter|year)`, (m) => span(`1${UNIT_LETTER[m[1]!]!}`)],
  [String.raw`(?:over|for|during|in|within) the last (year|month|week)`, (m) => span(`1${UNIT_LETTER[m[1]!]!}`)],
  [String.raw`past (week|month|quarter|year)|trailing (year)|(?:a )?rolling (year)`, (m) => span(`1${UNIT_LETTER[(m[1] ?? m[2] ?? m[3])!]!}`)],
  [String.raw`(?:over |for |during |in )?(?:a |the )?(\d+) (day|week|month|quarter|year)s?(?= (?:(?:and|or|versus|vs) (?:\d+ (?:day|week|month|quarter|year)s? )?)?(?:time weighted |money weighted |annuali[sz]ed |total |trailing |rolling )?(?:volatility|returns?|performance|beta|sharpe|history|window|basis|drawdown|low|high|period))`, trailing],
  [String.raw`(?:over|for|during|across|these) (?:the |a )?(?:period of )?(\d+) (day|week|month|quarter|year)s?(?! (?:of|from) (?:(?:my|our|the|his|her|their|that|all) )*(?:[a-z]+ )?(?:@security|it|them|holdings?|positions?|stake|shares|units))`, trailing],
  [String.raw`(?:over|during|across) (?:a|the) (day|week|month|quarter|year)`, (m) => span(`1${UNIT_LETTER[m[1]!]!}`)],
  [String.raw`(?:last|previous|prior) (?:calendar |full |whole |financial |fiscal |tax |complete )?(week|month|quarter|year)`, (m) => span(`last_${m[1]}`)],
  [String.raw`(?:for |over |in |during |across )?(?:the |this )?(?:whole|entire|full|complete) (year|quarter|month)(?= (?!\d|of |in ))`, (m) => span({ year: 'YTD', quarter: 'QTD', month: 'MTD' }[m[1]!]!)],
  [String.raw`(?:this|the current|current) (week|month|quarter)`, (m) => span(`this_${m[1]}`)],
  [String.raw`(?:1 |one |a )(year|month|week) (?:ago)`, (m, today) => date(ago(1, m[1]!, today))],
  [String.raw`(\d+) (day|week|month|quarter|year)s? (?:ago|back|earlier)`, (m, today) => date(ago(Number(m[1]), m[2]!, today))],
  [String.raw`since (?:the )?(${MONTH})(?: (\d{4}))?(?= (?!\d))`, (m, today) => since(`${m[2] ?? latestYear(monthNumber(m[1]!), today)}-${two(monthNumber(m[1]!))}-01`)],
  [`(?:(?:between|from) )?()(${MONTH})${MONTH_YEAR} (?:and|to|until|till|through|-) ()(${MONTH})${MONTH_YEAR}(?= (?!\\d))`, monthRange],
  [String.raw`(?<!\d |\dth |\dst |\dnd |\drd )(?<=(?:in|of|for|from|during|through|throughout|over|this|last|the|month|my|and|or|about|versus|vs) |^ ?)(${MONTH}),?(?: (?:of )?(\d{4}))?(?= (?!\d))`, readMonth],
  [String.raw`(?<!\d |\dth |\dst |\dnd |\drd )(${MONTH}),? (?:of )?(\d{4})`, readMonth],
  // "Entries by role, October": a month closes a terse message without a preposition; "may" and "march" are words too.
  [String.raw`(?<!\d |\dth |\dst |\dnd |\drd )(january|february|april|june|july|august|september|october|november|december)(?= $)`, readMonth],
  [String.raw`since (\d{4})`, (m) => since(`${m[1]}-01-01`)],
  [String.raw`(?:between|from) (\d{4}) (?:and|to|until|through) (\d{4})`, (m) => span(`${m[1]}-01-01..${m[2]}-12-31`)],
];

/** The end of a month that is still to come. */
function comingEnd(month: number, year: string | undefined, today: IsoDate): IsoDate {
  const end = endOfMonth(isoDate(`${year ?? yearOf(today)}-${two(month)}-01`));
  return year === undefined && end < today ? endOfMonth(isoDate(`${yearOf(today) + 1}-${two(month)}-01`)) : end;
}

function readMonth(match: RegExpExecArray, today: IsoDate): PeriodSlot {
  const month = monthNumber(match[1]!);
  return span(`${match[2] ?? latestYear(month, today)}-${two(month)}`);
}

function periodStart(unit: string, today: IsoDate): IsoDate {
  if (unit === 'year') return startOfYear(today);
  if (unit === 'month') return startOfMonth(today);
  return addMonths(startOfMonth(today), -((Number(today.slice(5, 7)) - 1) % 3));
}

function previousStart(unit: string, today: IsoDate): IsoDate {
  if (unit === 'week') return addDays(startOfWeek(today), -7);
  return addMonths(periodStart(unit, today), unit === 'year' ? -12 : unit === 'quarter' ? -3 : -1);
}

function ago(count: number, unit: string, today: IsoDate): IsoDate {
  if (unit === 'day' || unit === 'week') return addDays(today, -count * (unit === 'week' ? 7 : 1));
  return addMonths(today, -count * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1));
}

const COMPILED = READERS.map(([pattern, read]) => [new RegExp(`(?<= )(?:${pattern})(?= )`, 'g'), read] as const);
const BARE_YEAR = /(?<= )(20[0-4]\d|19[5-9]\d)(?= )/g;

/** "Over 1, 3 and 5 years" are three spans. */
const SEVERAL_SPANS = /(?<= )(?:over |for |in )?(?:the )?(?:last |past )?(\d{1,2}) (?:(\d{1,2}) )?(?:and|or|vs|versus|&) (\d{1,2}) (years|months|weeks|days)(?= )/g;

/** "Over those three months": which ones was said before, and the three is no amount. */
const THOSE_MANY = /(?<= those )\d{1,2} (?=(?:days|weeks|months|quarters|years) )/g;

export interface PeriodReading {
  readonly periods: readonly PeriodSlot[];
  /** The text without what was read as time, so that its digits aren't taken for amounts. */
  readonly rest: string;
}

/**
 * Reads every period and day of a normalised text, in the order of the text.
 * "last twelve months" trails, "last year" is the calendar year, a month or quarter without a year is the newest that has begun.
 */
export const readPeriods = remembered((text: string, today: IsoDate): PeriodReading => {
  const words = inPlainTimes(text.replaceAll(THOSE_MANY, ''), today).replaceAll(SEVERAL_SPANS, (_, first: string, second: string | undefined, third: string, unit: string) => [first, second, third].filter(Boolean).map((count) => `over ${count} ${unit}`).join(' '));
  const found: { at: number; slot: PeriodSlot }[] = [];
  let rest = words;
  const take = (at: number, length: number, slot: PeriodSlot): void => {
    found.push({ at, slot });
    rest = rest.slice(0, at) + ' ' + '\u00b7'.repeat(Math.max(0, length - 2)) + ' '.repeat(Math.min(1, length - 1)) + rest.slice(at + length);
  };
  const dated = readDates(rest, today);
  for (const { at, length, slot } of dated) take(at, length, slot);
  for (const [pattern, read] of COMPILED) {
    for (const match of rest.matchAll(pattern)) {
      const slot = read(match as RegExpExecArray, today);
      if (slot && rest.slice(match.index, match.index + match[0].length) === match[0]) take(match.index, match[0].length, slot);
    }
  }
  for (const match of rest.matchAll(BARE_YEAR)) {
    if (isYearHere(rest, match.index)) take(match.index, match[0].length, Number(match[1]) === yearOf(today) ? span('YTD') : span(match[1]!));
  }
  return { periods: found.toSorted((left, right) => left.at - right.at).map(({ slot }) => slot), rest: ` ${rest.replaceAll(/[\s\u00b7]+/g, ' ').trim()} ` };
});

/** A four-digit number is a year unless money, units or the name of a crisis claim it. */
function isYearHere(words: string, at: number): boolean {
  const before = words.slice(0, at);
  const after = words.slice(at + 4);
  if (/^ (?:(?:and|but|now|so|or) )?(?:over|above) $/.test(before) && after.trim() === '') return true;
  if (/ (?:better|worse|higher|lower|stronger|weaker) than $/.test(before)) return true;
  if (/(?:[$€£¥]|usd|eur|gbp|chf|recommendation|number|ticket|like|worth of|above|over|under|than|invest|put|add|withdraw|draw|drew|drawing|save|saving|pay|paying|spend|spending|take|deposit|contribute|pop|chuck|extra|another|least|paid|owe|owed|owes|owing|lent|lend|borrowed|won|inherited|got|earn|earned|cost|costs) $/.test(before)) return false;
  return !/^ (?:in (?:us |canadian )?(?:dollars|euros|pounds|francs|yen|usd|eur|gbp|chf|jpy|cash) |shares?|units?|dollars?|euros?|pounds?|francs?|usd|eur|gbp|chf|crash|crisis|style|style crash|meltdown|repeat|again|scenario|slump|bust|rerun|replay|redux|(?:a|an|per|every|each) (?:month|year|week|quarter)|pcm|monthly|grand|k )/.test(after);
}
