import type { Block, PlacedFigure } from './turn-state.ts';

export type Segment = { readonly kind: 'text'; readonly text: string; readonly figures: readonly PlacedFigure[] } | { readonly kind: 'block'; readonly block: Block };

/**
 * Puts tables, charts and cards between the paragraphs of an answer, never inside one: a block stands after the paragraph in which it
 * arrived. One that arrived before any text stands after the first paragraph, because the answer comes first.
 * Figures keep their offsets, relative to their own segment.
 */
export function layoutAnswer(text: string, blocks: readonly Block[], figures: readonly PlacedFigure[]): readonly Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const block of [...blocks].sort((a, b) => a.at - b.at)) {
    const end = Math.max(from, paragraphEnd(text, block.at));
    pushText(segments, text, figures, from, end);
    from = end;
    segments.push({ kind: 'block', block });
  }
  pushText(segments, text, figures, from, text.length);
  return segments;
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
