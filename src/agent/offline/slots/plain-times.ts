import type { IsoDate } from '../../../shared/calendar.ts';

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const MONTH = MONTHS.join('|');
const START = '(?:the )?(?:very )?(?:start|beginning|first(?: day)?|1st(?: day)?) of (?:the month of )?';
const RANGE_GOES_ON = String.raw`(?! (?:\d{4} )?(?:to|until|till|through|and) (?:[^ ]+ ){0,3}(?:${MONTH}) )`;
const NOW = '(?:now|today|date|the present(?: day)?|this (?:day|moment))';

const OF_A_YEAR = new RegExp(`(?<= (?:${MONTH}))(?: of| in)? (this|the same|last|the last|previous|the previous|next|the next|the coming|the following) year(?= )`, 'g');
const STEPS: readonly (readonly [RegExp, number])[] = [[/last|previous/, -1], [/next|coming|following/, 1]];
const THREE_MONTHS = new RegExp(`(?<= )(${MONTH}) (${MONTH}) (?:and|to|&) (${MONTH})(?= )`, 'g');

/** "In October last year" names October 2025. */
function withYear(_: string, said: string, today: IsoDate): string {
  return ` ${Number(today.slice(0, 4)) + (STEPS.find(([pattern]) => pattern.test(said))?.[1] ?? 0)}`;
}

const TO_NOW = new RegExp(`(?<= )(?:from|since) ((?:the )?(?:[^ ]+ ){0,2}(?:${MONTH})(?: \\d{4})?) (?:up )?(?:to|until|till|through) ${NOW}(?= )`, 'g');
const SINCE_EARLY = new RegExp(`(?<= since )(?:early|(?:the )?early (?:days|part) of|${START})(?= ?(?:${MONTH}) )`, 'g');
const SINCE_MIDDLE = new RegExp(`(?<= since )(?:mid|the middle of) ?(?=(?:${MONTH}) )`, 'g');
const START_OF = new RegExp(`(?<= )${START}(?=(?:${MONTH}) )(${MONTH})${RANGE_GOES_ON}`, 'g');
const ANY_MONTH = new RegExp(` (?:${MONTH}) `);

/** Ways to name a time, in the words that the readers of periods know: "since the start of November" is since 1 November, "March, April and May" from March to May. */
export function inPlainTimes(words: string, today: IsoDate): string {
  if (!ANY_MONTH.test(words)) return words;
  return words
    .replaceAll(OF_A_YEAR, (match, said: string) => withYear(match, said, today))
    .replaceAll(TO_NOW, 'since $1')
    .replaceAll(SINCE_EARLY, '1 ')
    .replaceAll(SINCE_MIDDLE, '15 ')
    .replaceAll(START_OF, '1 $1')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(THREE_MONTHS, (match, first: string, second: string, third: string) => (MONTHS.indexOf(second) === MONTHS.indexOf(first) + 1 && MONTHS.indexOf(third) === MONTHS.indexOf(second) + 1 ? `${first} to ${third}` : match));
}
