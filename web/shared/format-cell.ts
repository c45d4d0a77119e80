const LOCALE = 'en-US';

/** Column kinds that line up on the right and sort as numbers. */
export const NUMERIC_KINDS: ReadonlySet<string> = new Set(['money', 'price', 'units', 'fraction', 'number', 'count', 'days', 'years', 'bps', 'score']);

type CellValue = string | number | boolean | null;

/**
 * A cell as a person reads it. Decimal strings stay exact (Intl formats them digit by digit); fraction 0.05 reads 5.00%;
 * a missing value is an en dash, never zero.
 */
export function formatCell(value: CellValue, kind: string, currency?: string): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (kind === 'date') return formatDay(String(value));
  if (kind === 'text' && /^[a-z]+(_[a-z]+)+$/.test(String(value))) return String(value).replaceAll('_', ' ');
  if (!NUMERIC_KINDS.has(kind) || Number.isNaN(Number(value))) return String(value);
  // Intl takes decimal strings digit by digit; its type wants a literal. A minus sign, not a hyphen, keeps columns of figures even.
  return numberFormat(kind, currency).format(value as Intl.StringNumericLiteral).replace('-', '−') + suffix(kind);
}

/** What a column header says beside its label: the unit. */
export function unitOf(kind: string, currency?: string): string {
  if ((kind === 'money' || kind === 'price') && currency) return currency;
  const units: Record<string, string> = { fraction: '%', bps: 'bp', days: 'days', years: 'years' };
  return units[kind] ?? '';
}

/** "2026-11-23" as "23 Nov 2026", "2026-11-23T14:05Z" with its time, which is UTC; anything else as it stands. */
export function formatDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return text;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return text;
  const time = /T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(text)?.[1];
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(day) + (time ? `, ${time}` : '');
}

const SUFFIX: Readonly<Record<string, string>> = { bps: ' bp', days: ' days', years: ' years' };
const suffix = (kind: string): string => SUFFIX[kind] ?? '';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(kind: string, currency: string | undefined): Intl.NumberFormat {
  const key = `${kind}:${currency ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, optionsOf(kind, currency));
  formats.set(key, made);
  return made;
}

function optionsOf(kind: string, currency: string | undefined): Intl.NumberFormatOptions {
  switch (kind) {
    case 'money':
      return currency ? { style: 'currency', currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    case 'price':
      return currency ? { style: 'currency', currency, maximumFractionDigits: 4 } : { minimumFractionDigits: 2, maximumFractionDigits: 4 };
    case 'fraction':
      return { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 };
    case 'units':
      return { maximumFractionDigits: 6 };
    case 'count':
    case 'days':
      return { maximumFractionDigits: 0 };
    default:
      return { maximumFractionDigits: 4 };
  }
}
