import { setImmediate as nextTurn } from 'node:timers/promises';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
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
export async function readTable(text: string, { delimiter, columns }: { readonly delimiter?: string | undefined; readonly columns?: ColumnMap | undefined } = {}): Promise<Table> {
  const mark = delimiter ?? await detectDelimiter(text, columns);
  const rows = await records(text, mark);
  const header = rows.shift();
  if (!header) throw invalidInput('The file is empty.');
  const headers = header.cells.map((cell) => cell.trim());
  const twice = headers.find((name, at) => name !== '' && headers.indexOf(name) !== at);
  if (twice !== undefined) throw invalidInput(`Column "${twice}" appears twice.`, { hint: 'Rename one of them.' });
  return { delimiter: mark, headers, rows };
}

async function detectDelimiter(text: string, columns?: ColumnMap): Promise<string> {
  const firstLine = /[^\r\n]*\S[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? '';
  const scored: { readonly mark: string; readonly known: number }[] = [];
  for (const mark of DELIMITERS) scored.push({ mark, known: knownHeaders((await records(firstLine, mark))[0]?.cells ?? [], columns) });
  const [best, next] = scored.toSorted((a, b) => b.known - a.known);
  if (!best || best.known === 0 || best.known === next?.known) {
    throw invalidInput(`No known column in the first line: "${firstLine.slice(0, 120)}".`, { hint: 'Name the columns in a mapping file (--map) and the delimiter with --delimiter.' });
  }
  return best.mark;
}

/** How much is read before others get a turn, in characters or bytes. */
const READ_AT_ONCE = 32_768;

async function records(text: string, delimiter: string): Promise<TableRow[]> {
  if (!text.includes('"')) return plainRecords(text, delimiter);
  const rows: TableRow[] = [];
  const parser = parse({ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  // Types of csv-parse follow its options; with `info` each record comes with the line on which it ends.
  parser.on('data', ({ record, info }: { readonly record: string[]; readonly info: { readonly lines: number } }) => rows.push({ line: info.lines, cells: record }));
  const ended = finished(parser).then(() => undefined, (error: unknown) => error);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && !parser.destroyed; at += READ_AT_ONCE) {
    parser.write(bytes.subarray(at, at + READ_AT_ONCE));
    await nextTurn();
  }
  parser.end();
  const error = await ended;
  if (error !== undefined) throw invalidInput(`The file is not well-formed delimited text: ${error instanceof Error ? error.message : 'unreadable'}`, { hint: 'Check the quotes around the line that the message names.', cause: error });
  return rows;
}

/** Without a quotation mark every line is a record: splitting takes a fifth of the time. */
async function plainRecords(text: string, delimiter: string): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  const ending = text.includes('\n') ? '\n' : '\r';
  const breaks = text.includes('\r') ? /\r\n|\n|\r/ : '\n';
  let line = 0;
  for (let start = text.startsWith('\uFEFF') ? 1 : 0, end: number; start < text.length; start = end + 1) {
    if (start > 1) await nextTurn();
    const found = text.indexOf(ending, start + READ_AT_ONCE);
    end = found < 0 ? text.length : found;
    // A line that ends in both marks is cut between them.
    const until = ending === '\n' && text[end - 1] === '\r' ? end - 1 : end;
    for (const content of text.slice(start, until).split(breaks)) {
      line += 1;
      if (content !== '') rows.push({ line, cells: content.split(delimiter) });
    }
  }
  return rows;
}
