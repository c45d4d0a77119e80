import type { PlayedTurn } from './play-case.ts';
import { datesIn, numbersIn, withoutDates, type ShownNumber } from './shown-values.ts';
import type { IsoDate } from '../shared/calendar.ts';

/** One line of an answer as a person reads it: a sentence, a list item, a table's row with its column titles, a line of an approval card. */
export interface ShownLine {
  readonly text: string;
  /** Heading, table title and column titles above it. */
  readonly context: string;
  /** Set for rows: which table they stand in. */
  readonly table: string | undefined;
  readonly isBullet: boolean;
  readonly numbers: readonly ShownNumber[];
  readonly dates: readonly IsoDate[];
}

export interface Shown {
  /** The words of the answer, its tables in them, and the approval cards. */
  readonly lines: readonly ShownLine[];
  /** The tables as the page draws them. */
  readonly tableLines: readonly ShownLine[];
  readonly text: string;
}

export function shownOf(turn: PlayedTurn): Shown {
  const text = withoutSuggestions(turn);
  const approvals = turn.approvals.flatMap(({ title, arguments: parts }) => parts.map(({ label, value }) => line(`${label}: ${value}`, title)));
  return { text, lines: [...textLines(text), ...approvals], tableLines: turn.tables.flatMap(rowsOf) };
}

function line(text: string, context: string, { table, isBullet = false }: { table?: string | undefined; isBullet?: boolean } = {}): ShownLine {
  return { text, context, table, isBullet, dates: datesIn(text), numbers: numbersIn(withoutDates(text)) };
}

/** What the answer offers to ask next is no part of the answer. */
function withoutSuggestions({ answer, suggestions }: PlayedTurn): string {
  const offered = new Set(suggestions.map((text) => text.trim()));
  return answer.split('\n').filter((raw) => !offered.has(raw.replace(/^\s*[-*]\s*/, '').trim()) && !/^you could also ask:?$/i.test(raw.trim())).join('\n');
}

function textLines(text: string): ShownLine[] {
  const lines: ShownLine[] = [];
  let heading = '';
  let columns: readonly string[] | undefined;
  let tables = 0;
  for (const raw of text.split('\n')) {
    const trimmed = raw.trim();
    if (trimmed.startsWith('|')) {
      const cells = cellsOf(trimmed);
      if (!columns) {
        columns = cells;
        tables += 1;
      } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) lines.push(row(columns, cells, { title: heading, table: `text-${tables}` }));
      continue;
    }
    columns = undefined;
    if (!trimmed) continue;
    const titled = /^(?:#{1,6}\s+(.+)|\*\*(.+)\*\*:?)$/.exec(trimmed);
    if (titled) heading = titled[1] ?? titled[2] ?? '';
    if (titled) lines.push(line(heading, ''));
    else lines.push(line(trimmed.replace(/^\s*(?:[-*]|\d+[.)])\s+/, ''), heading, { isBullet: /^\s*(?:[-*]|\d+[.)])\s/.test(raw) }));
  }
  return lines;
}

function cellsOf(text: string): string[] {
  return text.replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'));
}

function row(columns: readonly string[], cells: readonly string[], { title, table }: { title: string; table: string }): ShownLine {
  return line(cells.map((cell, index) => `${columns[index] ?? ''}: ${cell}`).join('; '), `${title} ${columns.join(' ')}`, { table });
}

function rowsOf(table: PlayedTurn['tables'][number], index: number): ShownLine[] {
  const labels = table.columns.map(({ label }) => label);
  return table.rows.map((cells) => row(labels, cells.map((cell, at) => cellText(cell, table.columns[at])), { title: table.title, table: `table-${index}` }));
}

function cellText(cell: string | number | boolean | null, column: { kind: string; currency?: string | undefined } | undefined): string {
  if (cell === null) return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (column?.kind === 'fraction') return `${(Number(cell) * 100).toFixed(2)} %`;
  if (column?.currency && (column.kind === 'money' || column.kind === 'price')) return `${column.currency} ${cell}`;
  return String(cell);
}
