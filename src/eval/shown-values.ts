import { isIsoDate, type IsoDate } from '../shared/calendar.ts';

export interface ShownNumber {
  readonly value: number;
  /** Size of the last digit shown: the reader can't know more. */
  readonly ulp: number;
  readonly isPercent: boolean;
  /** ISO code when one stands beside it. */
  readonly currency: string | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DATES: readonly { readonly pattern: RegExp; readonly read: (match: RegExpExecArray) => readonly [string, string, string] }[] = [
  { pattern: /(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?UTC|Z)?)?/g, read: (match) => [match[1]!, match[2]!, match[3]!] },
  { pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH},? (\\d{4})(?:,? (?:at )?\\d{1,2}:\\d{2}(?: UTC)?)?`, 'gi'), read: (match) => [match[3]!, monthOf(match[2]!), match[1]!] },
  { pattern: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`, 'gi'), read: (match) => [match[3]!, monthOf(match[1]!), match[2]!] },
  { pattern: /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g, read: (match) => [match[3]!, match[2]!, match[1]!] },
];

function monthOf(name: string): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

/** Calendar days written in the usual forms. */
export function datesIn(text: string): IsoDate[] {
  return DATES.flatMap(({ pattern, read }) => [...text.matchAll(pattern)].flatMap((match) => {
    const [year, month, day] = read(match);
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isIsoDate(iso) ? [iso] : [];
  }));
}

/** Digits of days are no figures. */
export function withoutDates(text: string): string {
  return DATES.reduce((rest, { pattern }) => rest.replace(pattern, ' '), text);
}

const SYMBOLS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };
const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, million: 1e6, bn: 1e9, billion: 1e9 };
const NUMBER = /(?<![\w.])(?:([A-Z]{3}) ?|([$€£¥]) ?)?([-−–+])?(?:([A-Z]{3}) ?|([$€£¥]) ?)?(\d{1,3}(?:[,'’  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?! ?\d)(?:( ?%| percent(?:age points?)?\b| pp\b| points?\b)|( ?(?:k|m|mn|bn)\b| ?(?:thousand|million|billion)\b))?(?: ([A-Z]{3})\b)?/g;

/** Figures with the unit that stands beside them. */
export function numbersIn(text: string): ShownNumber[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const digits = match[6]!.replace(/[,'’  ]/g, '');
    const factor = match[8] ? MULTIPLIERS[match[8].trim().toLowerCase()] ?? 1 : 1;
    const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
    const isNegative = /[-−–]/.test(match[3] ?? '');
    const symbol = match[2] ?? match[5];
    return {
      value: Number(digits) * factor * (isNegative ? -1 : 1), ulp: factor / 10 ** decimals, isPercent: Boolean(match[7]),
      currency: (symbol ? SYMBOLS[symbol] : undefined) ?? match[1] ?? match[4] ?? match[9],
    };
  });
}

/** Lower case without accents and punctuation: how names are compared. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9.%&-]+/g, ' ').trim();
}

/** True when the words stand in the text as whole words. */
export function names(text: string, wanted: string): boolean {
  const needle = plain(wanted);
  return needle !== '' && ` ${plain(text).replace(/\.(?= |$)/g, '')} `.includes(` ${needle.replace(/\.$/, '')} `);
}
