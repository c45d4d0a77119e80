import { isIsoDate, type IsoDate } from '../shared/calendar.ts';
import { invalidInput } from '../shared/errors.ts';

export const DATE_FORMATS = ['ymd', 'dmy', 'mdy', 'month-name'] as const;
/** Order of day, month and year; `month-name` for `Jan 5 2024` and `5 January 2024`. */
export type DateFormat = (typeof DATE_FORMATS)[number];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day written in this format, or undefined. A time of day after an ISO day is dropped. */
export function parseDay(text: string, format: DateFormat): IsoDate | undefined {
  const parts = partsOf(text.trim(), format);
  if (!parts) return undefined;
  const day = `${parts[0]}-${parts[1].padStart(2, '0')}-${parts[2].padStart(2, '0')}`;
  return isIsoDate(day) ? day : undefined;
}

function partsOf(text: string, format: DateFormat): readonly [string, string, string] | undefined {
  if (format === 'ymd') {
    const [, year, , month, day] = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ].*)?$/.exec(text) ?? [];
    return year && month && day ? [year, month, day] : undefined;
  }
  if (format === 'month-name') {
    const american = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/.exec(text);
    const british = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4})$/.exec(text);
    const [name, day, year] = american ? american.slice(1) : british ? [british[2], british[1], british[3]] : [];
    const month = MONTHS.indexOf((name ?? '').toLowerCase()) + 1;
    return month > 0 && day && year ? [year, String(month), day] : undefined;
  }
  const [, first, mark, second, year] = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  if (!first || !second || !year) return undefined;
  // Dots are written in day-first countries alone.
  if (format === 'mdy') return mark === '.' ? undefined : [year, first, second];
  return [year, second, first];
}

/**
 * The one format that reads the days of a column. Rows that it cannot read are the caller's to refuse.
 * @throws AppError invalid-input when day and month could be swapped throughout, when rows contradict each other, or when no format reads any row.
 */
export function detectDateFormat(texts: readonly string[]): DateFormat {
  const read = new Map(DATE_FORMATS.map((format) => [format, texts.filter((text) => parseDay(text, format) !== undefined)]));
  const dmy = read.get('dmy') ?? [];
  const mdy = read.get('mdy') ?? [];
  const [best] = DATE_FORMATS.toSorted((a, b) => (read.get(b)?.length ?? 0) - (read.get(a)?.length ?? 0));
  if (!best || read.get(best)?.length === 0) {
    throw invalidInput(`"${texts[0] ?? ''}" is not a day in a known format.`, { hint: `Known: 2024-01-31, 31.01.2024, 31/01/2024, 01/31/2024, Jan 31 2024, 31 January 2024. State one: --date-format ${DATE_FORMATS.join('|')}` });
  }
  if (best !== 'dmy' && best !== 'mdy') return best;
  const onlyDmy = dmy.find((text) => parseDay(text, 'mdy') === undefined);
  const onlyMdy = mdy.find((text) => parseDay(text, 'dmy') === undefined);
  if ((onlyDmy === undefined) === (onlyMdy === undefined)) {
    const why = onlyDmy === undefined ? `"${dmy[0]}" and the other days could be day first or month first.` : `"${onlyDmy}" is day first and "${onlyMdy}" month first.`;
    throw invalidInput(why, { hint: 'State the order: --date-format dmy or --date-format mdy' });
  }
  return onlyDmy === undefined ? 'mdy' : 'dmy';
}
