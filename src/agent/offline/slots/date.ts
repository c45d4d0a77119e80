import { GB } from 'chrono-node/en';
import { addDays, isoDate, weekday, type IsoDate } from '../../../shared/calendar.ts';
import type { PeriodSlot } from '../types.ts';

const MONTH = 'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const DAY = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})(?:,? \d{4})?|(?:${MONTH}) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?(?!\d)|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})`;
const WEEKDAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';

const RANGE = new RegExp(`(?<= )(?:between|from)? ?(${DAY}) (?:and|to|until|till|through|-) (${DAY})(?= )`, 'g');
/** "Between 1 and 15 November", "1-15 November": the month is said once. */
const RANGE_IN_MONTH = new RegExp(`(?<= )(?:between|from)? ?(?:the )?(\\d{1,2})(?:st|nd|rd|th)? ?(?:and|to|until|till|through|-) ?(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${MONTH})(?:,? (\\d{4}))?(?= )`, 'g');
const SINCE = new RegExp(`(?<= )(?:since|from|after) (?:the )?(${DAY})(?: onwards?| on)?(?= )`, 'g');
const PLAIN = new RegExp(`(?<= )(?:on |at |as of |by |due )?(?:the )?(${DAY})(?= )`, 'g');
const COMING = new RegExp(`(?<= )(?:(?:on|by|due|due on|for) )?(?:this |next |coming |the coming )?(${WEEKDAY})(?= )`, 'g');
const ENDS_IN_DAY = new RegExp(`(?:${DAY})$`);
/** "Wednesday next week", "next week on Wednesday", "Wednesday week": by the calendar week, not by the distance. */
const IN_NEXT_WEEK = new RegExp(`(?<= )(?:(?:on |by |for )?(?:the )?(${WEEKDAY}) (?:of |in )?(?:the )?(?:next|coming|following) week|next week(?: on)? (${WEEKDAY}))(?= )`, 'g');
const PAST = new RegExp(`(?<= )(?:on )?(?:last|past|this past) (${WEEKDAY})(?= )`, 'g');
const SINCE_DAY = new RegExp(`(?<= )since (?:last )?(${WEEKDAY})(?= )`, 'g');
/** What is asked of the record lies behind: "who signed in on Monday". */
const REVIEWING = / (?:did|was|were|had|refus\w*|turned|declin\w*|reject\w*|happen\w*|logged|failed|ran|export\w*|signed|attempt\w*|event|events|changed|overr\w*|approved|released|accepted|made|sold|bought|traded|closed|opened|asked|said) /;
const NEAR = /(?<= )(today|tomorrow|yesterday|this morning|this afternoon|tonight|this evening|day after tomorrow)(?= )/g;
const IN_DAYS = /(?<= )in (?:a|\d+) (?:days?|weeks?|months?)(?: 's)?(?: time)?(?= )/g;

export interface DateHit {
  readonly at: number;
  readonly length: number;
  readonly slot: PeriodSlot;
}

function reference(today: IsoDate): Date {
  return new Date(`${today}T12:00:00`);
}

function toIso(day: Date): IsoDate {
  const two = (value: number): string => String(value).padStart(2, '0');
  return isoDate(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
}

function parseDay(text: string, today: IsoDate, forward: boolean): IsoDate | undefined {
  const iso = /^\d{4}-\d\d-\d\d$/.exec(text);
  if (iso) return isoDate(text);
  const parsed = GB.parseDate(text, reference(today), { forwardDate: forward });
  if (!parsed) return undefined;
  const day = toIso(parsed);
  // A day without a year that would lie ahead means the last one, unless a plan is being made.
  return !forward && !/\d{4}/.test(text) && day > today ? isoDate(`${Number(day.slice(0, 4)) - 1}${day.slice(4)}`) : day;
}

/** Named days and spans between named days in a normalised text; weekdays without "last" are the coming ones. */
export function readDates(words: string, today: IsoDate): DateHit[] {
  const hits: DateHit[] = [];
  const free = (match: RegExpExecArray): boolean => hits.every((hit) => match.index + match[0].length <= hit.at || match.index >= hit.at + hit.length);
  const each = (pattern: RegExp, read: (match: RegExpExecArray) => PeriodSlot | undefined): void => {
    for (const match of words.matchAll(pattern)) {
      if (!free(match as RegExpExecArray)) continue;
      const slot = read(match as RegExpExecArray);
      if (slot) hits.push({ at: match.index, length: match[0].length, slot });
    }
  };
  each(RANGE, (match) => {
    // "On 1 January, 1 April and 1 July" are three days.
    if (/ and /.test(match[0]) && !/^(?:between|from)/.test(match[0]) && ENDS_IN_DAY.test(words.slice(0, match.index).trimEnd())) return undefined;
    const to = parseDay(match[2]!, today, false);
    const from = parseDay(/\d{4}/.test(match[1]!) || !/\d{4}/.test(match[2]!) ? match[1]! : `${match[1]} ${/\d{4}/.exec(match[2]!)![0]}`, today, false);
    return from && to ? { expression: `${from}..${to}`, kind: 'span' } : undefined;
  });
  each(RANGE_IN_MONTH, (match) => {
    const year = match[4] ? ` ${match[4]}` : '';
    const [from, to] = [parseDay(`${match[1]} ${match[3]}${year}`, today, false), parseDay(`${match[2]} ${match[3]}${year}`, today, false)];
    return from && to && from <= to ? { expression: `${from}..${to}`, kind: 'span' } : undefined;
  });
  each(SINCE, (match) => {
    const day = parseDay(match[1]!, today, false);
    return day ? { expression: `${day}..as_of`, kind: 'span' } : undefined;
  });
  const planning = / (?:by|due|until|target|remind|reminder|task|call|phone|ring|meet|book|arrange|send|schedule|appointment|list|follow up|calendar|diary) /.test(words);
  each(PLAIN, (match) => dateSlot(parseDay(match[1]!, today, planning)));
  each(PAST, (match) => dateSlot(parseDay(`last ${match[1]}`, today, false)));
  each(SINCE_DAY, (match) => ({ expression: `${lastWeekday(match[1]!, today)}..as_of`, kind: 'span' }));
  const isReview = REVIEWING.test(words) && !planning && !/ (?:will|next|coming|tomorrow) /.test(words);
  each(IN_NEXT_WEEK, (match) => dateSlot(addDays(today, 7 - ((weekday(today) + 6) % 7) + WEEKDAY.split('|').indexOf((match[1] ?? match[2])!))));
  each(COMING, (match) => dateSlot(isReview ? lastWeekday(match[1]!, today) : comingWeekday(match[1]!, /\bnext\b/.test(match[0]), today)));
  each(NEAR, (match) => nearDay(match[1]!, today));
  each(IN_DAYS, (match) => (/ (?:not|no|never|nothing|without|nobody|none) (?:[^ ]+ ){0,6}$/.test(words.slice(0, match.index)) ? undefined : dateSlot(parseDay(match[0].replaceAll(" 's", ''), today, true))));
  return hits;
}

function dateSlot(day: IsoDate | undefined): PeriodSlot | undefined {
  return day ? { expression: day, kind: 'date' } : undefined;
}

function nearDay(word: string, today: IsoDate): PeriodSlot | undefined {
  switch (word) {
    case 'yesterday': return { expression: 'yesterday', kind: 'span' };
    case 'tomorrow': return dateSlot(addDays(today, 1));
    case 'day after tomorrow': return dateSlot(addDays(today, 2));
    default: return { expression: 'today', kind: 'span' };
  }
}

/** The next such weekday after today; with "next" and less than a week's distance into the same week, the one of the week after. */
function comingWeekday(name: string, isNext: boolean, today: IsoDate): IsoDate {
  const target = WEEKDAY.split('|').indexOf(name);
  const current = (weekday(today) + 6) % 7;
  const ahead = ((target - current + 7) % 7) || 7;
  return addDays(today, isNext && target > current ? ahead + 7 : ahead);
}

/** The last such weekday before today. */
function lastWeekday(name: string, today: IsoDate): IsoDate {
  const back = ((weekday(today) + 6) % 7 - WEEKDAY.split('|').indexOf(name) + 7) % 7;
  return addDays(today, -(back || 7));
}
