import { parse } from 'csv-parse/sync';
import { invalidInput } from '../shared/errors.ts';
import { knownHeaders, type ColumnMap } from './columns.ts';

export interface TableRow {
  /** Line of the file, from 1; the header is usually line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Reads delimited text. The delimiter is the one under which most headers are known.
 * @throws AppError invalid-input when two delimiters fit equally, the quoting is broken or there is no header.
 */
export function readTable(text: string, { delimiter, columns }: { readonly delimiter?: string | undefined; readonly columns?: ColumnMap | undefined } = {}): Table {
  const mark = delimiter ?? detectDelimiter(text, columns);
  const [header, ...rows] = records(text, mark);
  if (!header) throw invalidInput('The file is empty.');
  const headers = header.cells.map((cell) => cell.trim());
  const twice = headers.find((name, at) => name !== '' && headers.indexOf(name) !== at);
  if (twice !== undefined) throw invalidInput(`Column "${twice}" appears twice.`, { hint: 'Rename one of them.' });
  return { delimiter: mark, headers, rows };
}

function detectDelimiter(text: string, columns?: ColumnMap): string {
  const firstLine = /[^\r\n]*\S[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? '';
  const scored = DELIMITERS.map((mark) => ({ mark, known: knownHeaders(records(firstLine, mark)[0]?.cells ?? [], columns) })).toSorted((a, b) => b.known - a.known);
  const [best, next] = scored;
  if (!best || best.known === 0 || best.known === next?.known) {
    throw invalidInput(`No known column in the first line: "${firstLine.slice(0, 120)}".`, { hint: 'Name the columns in a mapping file (--map) and the delimiter with --delimiter.' });
  }
  return best.mark;
}

function records(text: string, delimiter: string): TableRow[] {
  if (!text.includes('"')) return plainRecords(text, delimiter);
  try {
    // Types of csv-parse follow its options; with `info` each record comes with the line on which it ends.
    const parsed = parse(text, { delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    throw invalidInput(`The file is not well-formed delimited text: ${error instanceof Error ? error.message : 'unreadable'}`, { hint: 'Check the quotes around the line that the message names.', cause: error });
  }
}

/** Without a quotation mark every line is a record: splitting takes a fifth of the time. */
function plainRecords(text: string, delimiter: string): TableRow[] {
  const rows: TableRow[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  for (const [at, line] of lines.entries()) if (line !== '') rows.push({ line: at + 1, cells: line.split(delimiter) });
  return rows;
}
