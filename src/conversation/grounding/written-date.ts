import type { WrittenFigure } from './written-figure.ts';

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const YEAR = '(?<year>(?:19|20)\\d\\d)(?![\\d%]|[.,]\\d)';
const DAY = '(?<day>[0-3]?\\d)(?:st|nd|rd|th)?';

const FORMS: readonly RegExp[] = [
  /(?<![\d.,-])(?<year>(?:19|20)\d\d)-(?<number>[01]\d)-(?<day>[0-3]\d)(?:T[\d:.]+Z?)?(?![\d-])/gi,
  new RegExp(`(?<![\\d.,])${DAY}(?: of)?[ -]${MONTH}(?:,?[ -]${YEAR})?`, 'gi'),
  new RegExp(`\\b${MONTH} ${DAY}(?!\\d|[.,]\\d|\\s?%)(?:,? ${YEAR})?`, 'gi'),
  new RegExp(`\\b${MONTH},?[ -]${YEAR}`, 'gi'),
  /(?<![\d.,/])(?<day>[0-3]?\d)[./](?<number>[01]?\d)[./](?<year>(?:19|20)\d\d)(?!\d)/g,
  /\b(?<year>(?:19|20)\d\d)[- ]?Q(?<quarter>[1-4])\b/gi,
  /\bQ(?<quarter>[1-4])(?:(?: of)?[ -](?<year>(?:19|20)\d\d))?\b(?![\d,.]*%)/gi,
  /\b(?<ordinal>first|second|third|fourth) quarter(?: of (?<year>(?:19|20)\d\d))?/gi,
  /(?<![\d.,-])(?<year>(?:19|20)\d\d)-(?<number>0[1-9]|1[0-2])(?![\d-])/g,
  /(?<![\d.,€$£¥-]|[A-Z]{3} )(?<year>(?:19|20)\d\d)(?![\d%]|[.,]\d|-\d|\s?(?:%|k\b|m\b|bn\b|million|bps|shares|units|EUR|USD|CHF|GBP|euros?|dollars?|pounds?))/g,
];

/** Calendar days, months, quarters and years in a text, as prefixes: "2026-11-23", "--11-23", "2026-11", "2026-Q3", "--Q3", "2026". */
export function readDates(text: string): { readonly dates: readonly WrittenFigure[]; readonly rest: string } {
  const dates: WrittenFigure[] = [];
  let rest = text;
  if (!/\d|quarter/.test(text)) return { dates, rest };
  for (const form of FORMS) {
    rest = rest.replace(form, (...found: unknown[]) => {
      // The last arguments of a replacer are offset, text and named groups, by the language's definition.
      const [start, , groups] = found.slice(-3) as [number, string, Record<string, string | undefined>];
      const whole = String(found[0]);
      dates.push({ start, end: start + whole.trimEnd().length, text: whole.trim(), kind: 'date', value: 0, low: 0, high: 0, date: dateOf(groups) });
      return ' '.repeat(whole.length);
    });
  }
  return { dates, rest };
}

function dateOf(groups: Record<string, string | undefined>): string {
  const year = groups['year'] ?? '-';
  const quarter = groups['quarter'] ?? (groups['ordinal'] ? String(['first', 'second', 'third', 'fourth'].indexOf(groups['ordinal'].toLowerCase()) + 1) : undefined);
  if (quarter) return `${year}-Q${quarter}`;
  const month = groups['number'] ?? (groups['month'] ? String(MONTH_NAMES.indexOf(groups['month'].slice(0, 3).toLowerCase()) + 1) : undefined);
  if (!month) return year;
  return `${year}-${month.padStart(2, '0')}${groups['day'] ? `-${groups['day'].padStart(2, '0')}` : ''}`;
}

/** True when the day `iso` lies in what was written (a day, month, quarter or year, with or without its year). */
export function dayIsIn(iso: string, written: string): boolean {
  const quarter = /^(.+)-Q([1-4])$/.exec(written);
  if (quarter) return Math.ceil(Number(iso.slice(5, 7)) / 3) === Number(quarter[2]) && (quarter[1] === '-' || iso.startsWith(quarter[1]!));
  return written.startsWith('--') ? iso.slice(5).startsWith(written.slice(2)) : iso.startsWith(written);
}
