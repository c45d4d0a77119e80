import type { AnswerTable, Cell, ColumnKind, Fact, LabelledFigure } from '../../../shared/answer.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Groups thousands and keeps `decimals` places, from a decimal string without loss before the point. */
function grouped(value: string | number, decimals: number, trim = false): string {
  const fixed = typeof value === 'number' ? value.toFixed(decimals) : roundText(value, decimals);
  const [whole = '0', rest = ''] = fixed.replace('-', '').split('.');
  const fraction = trim ? rest.replace(/0+$/, '') : rest;
  const sign = fixed.startsWith('-') && /[1-9]/.test(fixed) ? '-' : '';
  return `${sign}${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}${fraction ? `.${fraction}` : ''}`;
}

/** Rounds a decimal string half away from zero without going through floats. */
function roundText(value: string, decimals: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.trim());
  if (!match) return Number(value).toFixed(decimals);
  const digits = (match[3] ?? '').padEnd(decimals + 1, '0');
  const scaled = BigInt(`${match[2]}${digits.slice(0, decimals)}`) + (Number(digits[decimals]) >= 5 ? 1n : 0n);
  const text = scaled.toString().padStart(decimals + 1, '0');
  return `${match[1]}${text.slice(0, text.length - decimals)}${decimals > 0 ? `.${text.slice(-decimals)}` : ''}`;
}

export function dateInWords(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(value);
  return match ? `${Number(match[3])} ${MONTHS[Number(match[2]) - 1]} ${match[1]}` : value;
}

/** Text from the data on one line and without Markdown of its own. */
export function plain(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').replaceAll(/[|`<>*#[\]]/g, (mark) => (mark === '|' ? '/' : '')).trim();
  // "risk_profile" is a word for machines; "x86_64" and a file's name stay as they are.
  return words.replaceAll(/(?<![\w.])[a-z]+(?:_[a-z]+)+(?![\w.-])/g, (word) => word.replaceAll('_', ' '));
}

/** A value of a figure or cell by its kind; the unit's name goes with it. */
export function valueInWords(value: Cell, kind: ColumnKind, currency?: string): string {
  if (value === null || value === undefined) return 'unavailable';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  switch (kind) {
    case 'money': return `${currency ? `${currency} ` : ''}${grouped(value, 2)}`;
    case 'price': return `${currency ? `${currency} ` : ''}${grouped(value, priceDecimals(value))}`;
    case 'fraction': return `${percentText(Number(value) * 100)} %`;
    case 'units': return grouped(value, 8, true);
    case 'count': return grouped(value, 0);
    case 'days': return `${grouped(value, 0)} days`;
    case 'years': return `${grouped(value, 2, true)} years`;
    case 'bps': return `${grouped(value, 1, true)} bps`;
    case 'number': case 'score': return grouped(value, typeof value === 'string' ? Math.min(6, (value.split('.')[1] ?? '').length) : 4, true);
    case 'date': return dateInWords(String(value));
    default: return plain(String(value));
  }
}

/** Two places, or as many as it takes to tell a small value from none. */
function percentText(percent: number): string {
  const size = Math.abs(percent);
  return size > 0 && size < 0.005 ? grouped(percent, Math.min(9, 1 + Math.ceil(-Math.log10(size)))) : grouped(percent, 2);
}

function priceDecimals(value: Cell): number {
  return Math.abs(Number(value)) < 10 ? 4 : 2;
}

export function figureInWords(figure: LabelledFigure): string {
  if (figure.value === null) return `unavailable because ${(figure.reason ?? 'there is no value on record').replace(/\.$/, '')}`;
  return valueInWords(figure.value, figure.unit, figure.currency);
}

export function factInWords(fact: Fact): string {
  if (fact.value === null) return 'none on record';
  if (typeof fact.value === 'boolean') return fact.value ? 'yes' : 'no';
  return fact.kind === 'date' ? dateInWords(fact.value) : plain(fact.value);
}

const MAX_ROWS = 60;
/** Further rows are named in one line, so that a long list stays complete without a long table. */
const MAX_NAMED = 120;
const MAX_COLUMNS = 8;

export interface TableOptions {
  /** The person asked for just that many. */
  readonly cutOnPurpose?: boolean;
  /** Keys of columns that say nothing here, such as the client's own name in a client's answer. */
  readonly without?: readonly string[];
}

/** Columns that only serve machines stay out of the text. */
function shown({ columns, rows }: AnswerTable, without: readonly string[]): number[] {
  // A column that is empty throughout says nothing.
  const all = columns.map((_, index) => index).filter((index) => !without.includes(columns[index]!.key) && rows.some((row) => row[index] !== null && row[index] !== undefined && row[index] !== ''));
  const readable = all.filter((index) => columns[index]!.kind !== 'id' || /number|ticket|recommendation/i.test(columns[index]!.key));
  return (readable.length > 0 ? readable : all).slice(0, MAX_COLUMNS);
}

/**
 * A Markdown table of the first rows, the rest named in one line; says when the tool itself cut the list.
 */
export function tableInWords(table: AnswerTable, { cutOnPurpose = false, without = [] }: TableOptions = {}): string {
  const columns = shown(table, without);
  const cell = (row: readonly Cell[], index: number): string => {
    const column = table.columns[index]!;
    const value = row[index] ?? null;
    return value === null ? '\u2013' : valueInWords(value, column.kind, column.currency);
  };
  const lines = [
    `| ${columns.map((index) => plain(table.columns[index]!.label)).join(' | ')} |`, `|${columns.map(() => '---').join('|')}|`,
    ...table.rows.slice(0, MAX_ROWS).map((row) => `| ${columns.map((index) => cell(row, index)).join(' | ')} |`),
  ];
  const naming = columns.filter((index) => table.columns[index]!.kind === 'name' || table.columns[index]!.kind === 'text').slice(0, 2);
  const rest = table.rows.slice(MAX_ROWS, MAX_ROWS + MAX_NAMED).map((row) => naming.map((index) => cell(row, index)).join(', ')).filter(Boolean);
  const named = rest.length > 0 ? `\n\nFurther: ${rest.join('; ')}.` : '';
  const cut = named + (table.rows.length < table.total && !cutOnPurpose ? `\n\nThe list is cut here; there are ${grouped(table.total, 0)} in all.` : '');
  return `${table.title ? `**${plain(table.title)}**\n\n` : ''}${lines.join('\n')}${cut}`;
}
