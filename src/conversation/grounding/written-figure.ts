import { MULTIPLE_WORDS, NUMBER_WORDS, PART_WORDS, valueOfWords } from './number-words.ts';
import { readDates } from './written-date.ts';

/** 'rate' covers percent and basis points, as a fraction; 'name' is an identifier with digits; 'other' can never be supported. */
export type WrittenKind = 'money' | 'rate' | 'number' | 'multiple' | 'duration' | 'date' | 'name' | 'other';

export interface WrittenFigure {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: WrittenKind;
  readonly value: number;
  /** The true values that this way of writing stands for, sign aside: rounding to the written precision, "about", "over". */
  readonly low: number;
  readonly high: number;
  readonly negative?: boolean;
  /** Codes that the written currency may mean; absent where none is written. */
  readonly currencies?: readonly string[];
  readonly durationUnit?: string;
  readonly date?: string;
  readonly inWords?: boolean;
}

const SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'], $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD'], US$: ['USD'], A$: ['AUD'], C$: ['CAD'], HK$: ['HKD'], S$: ['SGD'], '£': ['GBP'], '¥': ['JPY', 'CNY'], '₹': ['INR'],
  euro: ['EUR'], dollar: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD'], pound: ['GBP'], franc: ['CHF'], yen: ['JPY'], krona: ['SEK'], krone: ['NOK', 'DKK'], rupee: ['INR'], yuan: ['CNY'],
};
export const CURRENCY_CODES = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'NZD', 'SEK', 'NOK', 'DKK', 'HKD', 'SGD', 'CNY', 'INR', 'PLN', 'CZK', 'HUF', 'ZAR', 'BRL', 'MXN', 'KRW', 'ILS', 'TRY'];
const CODE = CURRENCY_CODES.join('|');
const DIGITS = String.raw`\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?:[, ']\d{2,3})*[, ']\d{3}(?!\d)(?:\.\d+)?|\d+,(?!\d{3}(?!\d))\d+|\d+(?:\.\d+)?|\.\d+`;
const SCALE = 'thousand|million|billion|trillion|grand|tn|bn|mln|mn|mm|[kmb]';
const UNIT = String.raw`%|per ?cent(?:age points?)?|percentage points?|pct|pp|basis points?|bps?|times|x|×|-?fold|euros?|dollars?|pounds?|francs?|yen|(?:${CODE})|€|\$|£|(?:calendar |trading |business )?(?:day|week|month|year)s?`;
const FIGURE = new RegExp(String.raw`(?<open>\((?=[^()]*\)))?(?<sign>[+\-](?! ))?(?<before>US\$|HK\$|[ACS]\$|[€$£¥₹]|\b(?:${CODE}))?[ ]?(?<sign2>[+\-])?(?:(?<digits>(?<![\p{L}\d.,])(?:${DIGITS})|(?<=[A-Z$€£¥₹])(?:${DIGITS}))|\b(?<words>${NUMBER_WORDS})\b)(?:[ -]?(?<scale>${SCALE})(?![\p{L}\d]))?(?:[ -]?(?<unit>${UNIT})(?![\p{L}\d]))?`, 'giu');
const PART = new RegExp(String.raw`(?<![\p{L}])(?<count>an?|one|two|three|four)?[ -]?(?<part>half|thirds?|quarters?|fifths?|sixth|eighth|tenths?)(?= of\b|\s?[.,;)]|$| the | your )`, 'giu');
const MULTIPLE = new RegExp(String.raw`\b(?<multiple>${Object.keys(MULTIPLE_WORDS).join('|')})\b(?!-)`, 'gi');
const IDENTIFIER = /(?<![\p{L}\d_.])(?=[\p{L}\d_/.-]*\d)(?=[\p{L}\d_/.-]*\p{L})[\p{L}\d]+(?:[-_/.][\p{L}\d]+)*/gu;
const GLUED = new RegExp(String.raw`^(?:${CODE})?\d[\d.,']*(?:${SCALE}|x|bps?|pp|pct|fold)?(?:${CODE})?$|^[\d.]+-(?:day|week|month|year|fold)s?$|^\d+(?:st|nd|rd|th)$`, 'i');
const CLOCK = /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g;

/** Same length as the text, with the many spaces, minus signs and digits of Unicode in their plain form. */
export function plainCharacters(text: string): string {
  return text.replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' ').replace(/[\u2212\u2010\u2011]/g, '-').replace(/[’ʼ′]/g, '\'')
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 48));
}

/** Every figure, date and identifier with digits in a text, in order. */
export function readFigures(original: string): readonly WrittenFigure[] {
  const { dates, rest } = readDates(plainCharacters(original));
  const figures = [...dates];
  let text = rest;
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => WrittenFigure | undefined) => {
    text = text.replace(pattern, (...found: unknown[]) => {
      const whole = String(found[0]);
      const groups = found.at(-1);
      const start = Number(found.at(typeof groups === 'object' ? -3 : -2));
      // A match by the replacer's arguments: only text, index and groups are read.
      const figure = read(Object.assign([whole], { index: start, input: text, groups: typeof groups === 'object' ? groups : {} }) as unknown as RegExpExecArray);
      if (figure) figures.push(figure);
      return figure ? ' '.repeat(whole.length) : whole;
    });
  };
  if (/\d/.test(text)) {
    take(CLOCK, (match) => plainFigure(match, 'name'));
    take(IDENTIFIER, (match) => (GLUED.test(match[0]) ? undefined : plainFigure(match, 'name')));
    text = text.replace(/(?<!\d)\d+(?:st|nd|rd|th)\b/gi, (ordinal) => ' '.repeat(ordinal.length));
  }
  take(PART, (match) => partOf(match, text));
  take(MULTIPLE, (match) => ranged(match, { kind: 'multiple', value: MULTIPLE_WORDS[match[0].toLowerCase()]!, half: 0.05, inWords: true }, text));
  take(FIGURE, (match) => numberOf(match, text));
  take(/[^\p{ASCII}\P{N}]+/gu, (match) => plainFigure(match, 'other'));
  return figures.sort((a, b) => a.start - b.start);
}

function plainFigure(match: RegExpExecArray, kind: WrittenKind): WrittenFigure {
  return { start: match.index, end: match.index + match[0].length, text: match[0], kind, value: Number.NaN, low: Number.NaN, high: Number.NaN };
}

function partOf(match: RegExpExecArray, text: string): WrittenFigure | undefined {
  const before = text.slice(Math.max(match.index - 12, 0), match.index);
  if (/(?:first|second|last|this|next|per|each|the|every|previous)\s*$/i.test(before) && !match.groups?.['count']) return undefined;
  const count = ['', '', 'two', 'three', 'four'].indexOf((match.groups?.['count'] ?? '').toLowerCase());
  const word = match.groups?.['part']?.toLowerCase() ?? '';
  if (!match.groups?.['count'] && word !== 'half') return undefined;
  return ranged(match, { kind: 'rate', value: Math.max(count, 1) * PART_WORDS[word]!, half: 0.01, inWords: true }, text);
}

function numberOf(match: RegExpExecArray, text: string): WrittenFigure | undefined {
  const { digits, words, scale, unit, before, sign, sign2, open } = match.groups ?? {};
  const lower = unit?.toLowerCase().replace(/^(?:calendar|trading|business) /, '') ?? '';
  if (words && /^(?:one|a|an|zero)$/i.test(words) && !scale && !lower && !before) return undefined;
  const read = digits === undefined ? valueOfWords(words!) : valueOfDigits(digits);
  const times = scale ? scaleOf(scale) : 1;
  const dimension = dimensionOf(lower, before);
  const negative = sign?.startsWith('-') || sign2 === '-' || (open === '(' && text.charAt(match.index + match[0].length) === ')' && dimension.kind === 'money' && /(?:^|[|:]|\b(?:of|is|was))\s*$/.test(text.slice(0, match.index)));
  return ranged(match, {
    ...dimension, value: read.value * times * dimension.scale, half: read.half * times * dimension.scale, ...(negative && !isRange(text, match) ? { negative: true } : {}), ...(digits === undefined ? { inWords: true } : {}),
  }, text);
}

/** "5-7 %": the hyphen joins two figures. */
function isRange(text: string, match: RegExpExecArray): boolean {
  // "is -1.66 %": after a word and a blank, the sign is the figure's own.
  const lead = match[0].startsWith(' ') ? /[\d%]$/u : /[\d%\p{L}]$/u;
  return lead.test(text.slice(0, match.index)) || /^\s*[)]/.test(match[0]);
}

function valueOfDigits(digits: string): { value: number; half: number } {
  const european = /^\d{1,3}(?:\.\d{3})+,\d+$/.test(digits) || /^\d+,(?!\d{3}$)\d+$/.test(digits);
  const clean = european ? digits.replace(/\./g, '').replace(',', '.') : digits.replace(/[, ']/g, '');
  return { value: Number(clean), half: 0.5 * 10 ** -(clean.split('.')[1]?.length ?? 0) };
}

function scaleOf(scale: string): number {
  const first = scale.toLowerCase();
  if (first === 'k' || first === 'thousand' || first === 'grand') return 1e3;
  return first.startsWith('b') ? 1e9 : first.startsWith('t') ? 1e12 : 1e6;
}

function dimensionOf(unit: string, before: string | undefined): { kind: WrittenKind; scale: number; currencies?: readonly string[]; durationUnit?: string } {
  if (/^(?:%|per ?cent|percentage|pct|pp)/.test(unit)) return { kind: 'rate', scale: 0.01 };
  if (/^(?:basis|bp)/.test(unit)) return { kind: 'rate', scale: 0.0001 };
  if (/^(?:times|x|×|-?fold)/.test(unit)) return { kind: 'multiple', scale: 1 };
  const duration = /^(day|week|month|year)s?$/.exec(unit);
  if (duration) return { kind: 'duration', scale: 1, durationUnit: duration[1]! };
  const currency = before ?? (unit === '' ? undefined : unit);
  if (!currency) return { kind: 'number', scale: 1 };
  const key = currency.length > 3 || currency === 'yen' ? currency.toLowerCase().replace(/s$/, '') : currency.toUpperCase();
  return { kind: 'money', scale: 1, currencies: SYMBOLS[key] ?? [key] };
}

/** Bounds of what the writing may stand for; five percent is the most that a rough word allows. */
function ranged(match: RegExpExecArray, read: Omit<WrittenFigure, 'start' | 'end' | 'text' | 'low' | 'high'> & { half: number }, text: string): WrittenFigure {
  const { half, ...rest } = read;
  const lead = text.slice(Math.max(match.index - 22, 0), match.index);
  const rough = 0.05 * read.value;
  const tight = read.kind === 'rate' ? half : Math.min(half, Math.max(rough, 0.5));
  const whole = /^([\s(]*)(.*?)\s*$/s.exec(match[0])!;
  const bounds = { low: read.value - tight, high: read.value + tight };
  if (/(?:about|around|roughly|approximately|approx\.?|circa|ca\.|some|close to|~|≈)\s*$/i.test(lead)) Object.assign(bounds, { low: Math.min(bounds.low, read.value - Math.min(rough, roundness(read.value) / 2)), high: Math.max(bounds.high, read.value + Math.min(rough, roundness(read.value) / 2)) });
  if (/(?:over|more than|above|at least|exceeds|exceeding|upwards of)\s*$/i.test(lead)) bounds.high = read.value + Math.max(2 * tight, rough);
  if (/(?:nearly|almost|under|below|less than|up to|at most|shy of)\s*$/i.test(lead)) bounds.low = read.value - Math.max(2 * tight, rough);
  return { ...rest, ...bounds, start: match.index + whole[1]!.length, end: match.index + whole[1]!.length + whole[2]!.length, text: whole[2]! };
}

/** The power of ten that a round number is written to: 1000 for 51,000. */
function roundness(value: number): number {
  let unit = 1;
  while (unit < value && value % (unit * 10) === 0) unit *= 10;
  return unit;
}
