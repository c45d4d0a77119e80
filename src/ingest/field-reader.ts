import type { IsoDate } from '../shared/calendar.ts';
import { DATE_FIELDS, NUMBER_FIELDS, type ColumnMap } from './columns.ts';
import { detectDateFormat, parseDay, type DateFormat } from './date-format.ts';
import { detectDecimalMark, plainNumber, type DecimalMark } from './number-format.ts';
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
export function fieldReader(table: Table, { map, constants, formats }: ReaderOptions): { readonly reader: FieldReader; readonly formats: FieldFormats } {
  const places = new Map(Object.entries(map).map(([field, header]) => [field, table.headers.indexOf(header)]));
  const cell = (row: TableRow, field: string): string => (row.cells[places.get(field) ?? -1] ?? constants[field] ?? '').trim();
  const column = (fields: ReadonlySet<string>): string[] => [...places.keys()].filter((field) => fields.has(field)).flatMap((field) => table.rows.map((row) => cell(row, field))).filter((text) => text !== '');
  const days = column(DATE_FIELDS);
  const settled: FieldFormats = {
    decimalMark: formats.decimalMark ?? detectDecimalMark(column(NUMBER_FIELDS).filter((text) => /^[-+]?\d[\d.,'’ \u00a0\u202f]*$/.test(text))),
    dateFormat: formats.dateFormat ?? (days.length === 0 ? 'ymd' : detectDateFormat(days)),
  };
  const read = <T>(row: TableRow, field: string, parse: (text: string) => T | undefined, what: string): T | null => {
    const text = cell(row, field);
    if (text === '') return null;
    const value = parse(text);
    if (value === undefined) throw new RowFault(field, `"${text}" is not ${what}`);
    return value;
  };
  return {
    formats: settled,
    reader: {
      text: (row, field) => cell(row, field) || null,
      number: (row, field) => read(row, field, (text) => plainNumber(text, settled.decimalMark), `a number with the decimal mark "${settled.decimalMark}"`),
      day: (row, field) => read(row, field, (text) => parseDay(text, settled.dateFormat), `a day in the format ${settled.dateFormat}`),
    },
  };
}

/** A field that the row must have. */
export function needed<T>(value: T | null, field: string): T {
  if (value === null) throw new RowFault(field, 'is empty');
  return value;
}
