import type { IsoDate } from '../shared/calendar.ts';
import { inTurns } from '../shared/in-turns.ts';
import { DATE_FIELDS, NUMBER_FIELDS, type ColumnMap } from './columns.ts';
import { detectDateFormat, parseDay, type DateFormat } from './date-format.ts';
import { DecimalMarkProof, noteSeparators, plainNumber, type DecimalMark } from './number-format.ts';
import type { Table, TableRow } from './read-table.ts';

/** Why a row cannot be taken; caught by whoever walks the rows. */
export class RowFault extends Error {
  readonly field: string;

  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

export interface FieldFormats {
  readonly decimalMark: DecimalMark;
  readonly dateFormat: DateFormat;
}

/** What the report says about the fields of a file. */
export interface ReportedFormats extends FieldFormats {
  readonly thousandsSeparators: readonly string[];
}

/** Reads the fields of one row in the file's formats. Empty cells are null. */
export interface FieldReader {
  text(row: TableRow, field: string): string | null;
  number(row: TableRow, field: string): string | null;
  day(row: TableRow, field: string): IsoDate | null;
}

export interface ReaderOptions {
  readonly map: ColumnMap;
  readonly constants: Readonly<Record<string, string>>;
  readonly formats: Partial<FieldFormats>;
}

/** Settles the formats from the whole file before any row is read. @throws AppError invalid-input when they cannot be told. */
export async function fieldReader(table: Table, { map, constants, formats }: ReaderOptions): Promise<{ readonly reader: FieldReader; readonly formats: ReportedFormats }> {
  const cells = new Map<string, (row: TableRow) => string>();
  for (const [field, value] of Object.entries(constants)) cells.set(field, () => value.trim());
  for (const [field, header] of Object.entries(map)) {
    const place = table.headers.indexOf(header);
    cells.set(field, ({ cells: own }) => (own[place] ?? constants[field] ?? '').trim());
  }
  const cell = (row: TableRow, field: string): string => cells.get(field)?.(row) ?? '';
  // Each text once: a day of a price file stands in as many rows as there are securities.
  const distinct = async (fields: ReadonlySet<string>): Promise<Set<string>> => {
    const texts = new Set<string>();
    for (const field of Object.keys(map)) if (fields.has(field)) await inTurns(table.rows, (row) => texts.add(cell(row, field)));
    texts.delete('');
    return texts;
  };
  const days = [...await distinct(DATE_FIELDS)];
  const numbers = await distinct(NUMBER_FIELDS);
  const dateFormat = formats.dateFormat ?? (days.length === 0 ? 'ymd' : detectDateFormat(days));
  const settled = { dateFormat, ...await numberFormats(numbers, formats.decimalMark) };
  const parsedDays = new Map<string, IsoDate | undefined>(days.map((text) => [text, parseDay(text, dateFormat)]));
  const dayOf = (text: string): IsoDate | undefined => (parsedDays.has(text) ? parsedDays.get(text) : parseDay(text, dateFormat));
  const read = <T>(row: TableRow, field: string, parse: (text: string) => T | undefined, what: string): T | null => {
    const text = cell(row, field);
    if (text === '') return null;
    const value = parse(text);
    if (value === undefined) throw new RowFault(field, `"${text}" is not ${what}`);
    return value;
  };
  const numberOf = (text: string): string | undefined => plainNumber(text, settled.decimalMark);
  const numberWanted = `a number with the decimal mark "${settled.decimalMark}"`;
  const dayWanted = `a day in the format ${dateFormat}`;
  const asWritten = table.headers.indexOf(map['note'] ?? '');
  return {
    formats: settled,
    reader: {
      text: (row, field) => {
        const text = cell(row, field);
        if (text === '') return null;
        // A remark is kept as it was written; names and codes are not meant to have space around them.
        return field === 'note' ? row.cells[asWritten] ?? text : text;
      },
      number: (row, field) => read(row, field, numberOf, numberWanted),
      day: (row, field) => read(row, field, dayOf, dayWanted),
    },
  };
}

async function numberFormats(texts: ReadonlySet<string>, stated: DecimalMark | undefined): Promise<Pick<ReportedFormats, 'decimalMark' | 'thousandsSeparators'>> {
  const looksLikeNumber = /^[-+]?\d[\d.,'’ \u00a0\u202f]*$/;
  const proof = new DecimalMarkProof();
  if (stated === undefined) await inTurns(texts, (text) => { if (looksLikeNumber.test(text)) proof.see(text); });
  const decimalMark = stated ?? proof.mark();
  const separators = new Set<string>();
  await inTurns(texts, (text) => { if (looksLikeNumber.test(text)) noteSeparators(text, decimalMark, separators); });
  return { decimalMark, thousandsSeparators: [...separators].sort() };
}

/** A field that the row must have. */
export function needed<T>(value: T | null, field: string): T {
  if (value === null) throw new RowFault(field, 'is empty');
  return value;
}
