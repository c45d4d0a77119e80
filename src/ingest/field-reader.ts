import type { IsoDate } from '../shared/calendar.ts';
import { DATE_FIELDS, NUMBER_FIELDS, type ColumnMap } from './columns.ts';
import { detectDateFormat, parseDay, type DateFormat } from './date-format.ts';
import { detectDecimalMark, plainNumber, thousandsSeparators, type DecimalMark } from './number-format.ts';
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
export function fieldReader(table: Table, { map, constants, formats }: ReaderOptions): { readonly reader: FieldReader; readonly formats: ReportedFormats } {
  const places = new Map(Object.entries(map).map(([field, header]) => [field, table.headers.indexOf(header)]));
  const cell = (row: TableRow, field: string): string => (row.cells[places.get(field) ?? -1] ?? constants[field] ?? '').trim();
  // Each text once: a day of a price file stands in as many rows as there are securities.
  const column = (fields: ReadonlySet<string>): string[] => {
    const texts = new Set<string>();
    for (const field of places.keys()) if (fields.has(field)) for (const row of table.rows) texts.add(cell(row, field));
    texts.delete('');
    return [...texts];
  };
  const days = column(DATE_FIELDS);
  const numbers = column(NUMBER_FIELDS).filter((text) => /^[-+]?\d[\d.,'’ \u00a0\u202f]*$/.test(text));
  const settled: FieldFormats = {
    decimalMark: formats.decimalMark ?? detectDecimalMark(numbers),
    dateFormat: formats.dateFormat ?? (days.length === 0 ? 'ymd' : detectDateFormat(days)),
  };
  const parsedDays = new Map<string, IsoDate | undefined>(days.map((text) => [text, parseDay(text, settled.dateFormat)]));
  const dayOf = (text: string): IsoDate | undefined => (parsedDays.has(text) ? parsedDays.get(text) : parseDay(text, settled.dateFormat));
  const read = <T>(row: TableRow, field: string, parse: (text: string) => T | undefined, what: string): T | null => {
    const text = cell(row, field);
    if (text === '') return null;
    const value = parse(text);
    if (value === undefined) throw new RowFault(field, `"${text}" is not ${what}`);
    return value;
  };
  const numberWanted = `a number with the decimal mark "${settled.decimalMark}"`;
  const dayWanted = `a day in the format ${settled.dateFormat}`;
  return {
    formats: { ...settled, thousandsSeparators: thousandsSeparators(numbers, settled.decimalMark) },
    reader: {
      // A remark is kept as it was written; names and codes are not meant to have space around them.
      text: (row, field) => (cell(row, field) === '' ? null : field === 'note' ? (row.cells[places.get(field) ?? -1] ?? cell(row, field)) : cell(row, field)),
      number: (row, field) => read(row, field, (text) => plainNumber(text, settled.decimalMark), numberWanted),
      day: (row, field) => read(row, field, dayOf, dayWanted),
    },
  };
}

/** A field that the row must have. */
export function needed<T>(value: T | null, field: string): T {
  if (value === null) throw new RowFault(field, 'is empty');
  return value;
}
