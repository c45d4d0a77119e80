import type { Block, PlacedFigure, TableData } from './turn-state.ts';

export type Segment = { readonly kind: 'text'; readonly text: string; readonly figures: readonly PlacedFigure[] } | { readonly kind: 'block'; readonly block: Block };

/**
 * Puts tables, charts and cards between the paragraphs of an answer, never inside one: a block stands after the paragraph in which it
 * arrived. One that arrived before any text stands after the first paragraph, because the answer comes first.
 * Figures keep their offsets, relative to their own segment. A table that the words hold already, row for row, does not stand there
 * twice; nor do the lines of an approval card, which the words repeat for those who have no cards.
 */
export function layoutAnswer(words: string, everyBlock: readonly Block[], figures: readonly PlacedFigure[]): readonly Segment[] {
  const text = words.replace(NEXT_QUESTIONS, '');
  const written = tablesIn(text);
  const blocks = everyBlock.filter((block) => block.kind !== 'table' || !written.some((table) => isSame(table, block.table)));
  const segments: Segment[] = [];
  const skipped = linesOfCards(text, blocks);
  let from = 0;
  for (const block of [...blocks].sort((a, b) => a.at - b.at)) {
    const end = Math.max(from, paragraphEnd(text, block.at));
    pushWithout(skipped, from, end, (start, stop) => pushText(segments, text, figures, start, stop));
    from = end;
    segments.push({ kind: 'block', block });
  }
  pushWithout(skipped, from, text.length, (start, stop) => pushText(segments, text, figures, start, stop));
  return segments;
}

/** What stands below the answer as buttons is left out of its words. */
const NEXT_QUESTIONS = /\n*\**You could also ask:\**\s*\n(?:\s*[-*] .+\n?)+\s*$/i;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Lists in the words whose every line is one of a card: "- Client: Elena Marchetti". */
function linesOfCards(text: string, blocks: readonly Block[]): readonly Span[] {
  const labels = new Set(blocks.flatMap((block) => (block.kind === 'approval' ? block.approval.arguments.map(({ label }) => label.toLowerCase()) : [])));
  if (labels.size === 0) return [];
  return [...text.matchAll(/^(?:[-*] .+(?:\n|$))+/gm)]
    .filter(([list]) => list.trim().split('\n').every((line) => labels.has(/^[-*] ([^:]+):/.exec(line)?.[1]?.trim().toLowerCase() ?? '')))
    .map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

function pushWithout(skipped: readonly Span[], from: number, to: number, push: (from: number, to: number) => void): void {
  let at = from;
  for (const span of skipped) {
    if (span.to <= at || span.from >= to) continue;
    push(at, Math.max(at, span.from));
    at = Math.min(to, span.to);
  }
  push(at, to);
}

interface WrittenTable {
  readonly columns: readonly string[];
  readonly rowCount: number;
}

/** The tables that stand in the words themselves. */
function tablesIn(text: string): WrittenTable[] {
  return [...text.matchAll(/^\|(.+)\|[ \t]*\n\|[ :|-]+\|[ \t]*\n((?:\|.*\|[ \t]*(?:\n|$))*)/gm)].map(([, head = '', body = '']) => ({
    columns: head.split('|').map((label) => label.trim().toLowerCase()), rowCount: body.split('\n').filter(Boolean).length,
  }));
}

/** The same rows, and no column that the result does not have; the words may leave some out. */
function isSame(written: WrittenTable, table: TableData): boolean {
  const labels = new Set(table.columns.map(({ label }) => label.toLowerCase()));
  return written.rowCount >= table.rows.length && written.columns.every((column) => labels.has(column));
}

function paragraphEnd(text: string, at: number): number {
  const before = text.slice(0, at);
  if (before.trim() !== '' && /\n\s*\n\s*$/.test(before)) return at;
  const gap = text.indexOf('\n\n', Math.max(0, at - 1));
  return gap === -1 ? text.length : gap + 2;
}

function pushText(segments: Segment[], text: string, figures: readonly PlacedFigure[], from: number, to: number): void {
  const part = text.slice(from, to);
  if (part.trim() === '') return;
  const own = figures
    .filter((figure) => figure.start >= from && figure.end <= to)
    .map((figure) => ({ ...figure, start: figure.start - from, end: figure.end - from }));
  segments.push({ kind: 'text', text: part, figures: own });
}
