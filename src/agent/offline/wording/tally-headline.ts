import { cellOf, factOf, fig, figureOf, sentence, tableOf, type Saying } from './saying.ts';
import { plain } from './format.ts';

const MOST_NAMED = 8;
const SUPERLATIVE = / (?:most|top|busiest|commonest|heaviest|highest|largest|biggest|often|frequent\w*) /;
const MEASURED: readonly (readonly [RegExp, string])[] = [[/ (?:confiden\w*|sure|certain\w*) /, 'confidence'], [/ (?:long|duration\w*|run ?times?|speed|fast|slow\w*|latency|milliseconds|took|take|response times?|quick\w*) /, 'averageMs'], [/ (?:cost\w*|spend|spent|dollars|money|expens\w*) /, 'cost'], [/ tokens? /, 'promptTokens'], [/ (?:rejected|refused|rejects?|rows) /, 'rowsRejected'], [/ rows /, 'rows']];

/** "12 refused requests: credential disclosure 5 (41.7 %), system prompt 4 (33.3 %)." */
export function tallyHeadline(saying: Saying): string | undefined {
  const table = tableOf(saying, 'tally');
  const total = figureOf(saying, 'total');
  if (!table || !total) return undefined;
  if (table.rows.length === 0 && total.value !== 0) return `None has that many; ${plain(total.label).toLowerCase()} in all: ${fig(saying, 'total') ?? '0'}.`;
  if (table.rows.length === 0) return `There are none: ${plain(total.label).toLowerCase()} ${factOf(saying, 'period')?.value ? 'in that period' : 'on record'}.`;
  const by = table.columns[0]!.key;
  const words = saying.ask?.newWords ?? saying.ask?.words ?? '';
  const measure = MEASURED.find(([asked, key]) => asked.test(words) && table.columns.some((column) => column.key === key))?.[1];
  const name = (row: number) => [cellOf(table, row, by) ?? 'none', table.columns[1]?.key !== 'count' ? cellOf(table, row, table.columns[1]!.key) ?? 'none' : undefined].filter(Boolean).join(', ').replaceAll('_', ' ');
  // A figure after "declined:" reads as a fall.
  const said = (row: number) => `${name(row)}${/^(?:declined|lost|dropped|down|lower|fell)$/i.test(name(row)) ? ', that is' : ':'} ${cellOf(table, row, 'count') ?? '0'}${isSpan(by) ? '' : ` (${cellOf(table, row, 'share') ?? '–'})`}${measure ? `, ${measureLabel(table, measure)} ${cellOf(table, row, measure) ?? 'unknown'}` : ''}`;
  const order = table.rows.map((_, row) => row);
  const counts = order.map((row) => Number(table.rows[row]![table.columns.findIndex(({ key }) => key === 'count')]));
  const top = isSpan(by) && SUPERLATIVE.test(words) ? order.toSorted((left, right) => counts[right]! - counts[left]!)[0] : undefined;
  return [
    sentence([top === undefined ? undefined : `the most were on ${said(top)}`]), sentence([`${plain(total.label).toLowerCase()} in all: ${fig(saying, 'total')}`]),
    ...order.slice(0, MOST_NAMED).map((row) => sentence([said(row)])),
  ].filter(Boolean).join(' ');
}

function isSpan(by: string): boolean {
  return by === 'day' || by === 'week' || by === 'month';
}

function measureLabel(table: NonNullable<ReturnType<typeof tableOf>>, key: string): string {
  const label = table.columns.find((column) => column.key === key)?.label ?? key;
  return `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`;
}
