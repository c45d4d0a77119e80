import type { FigureSource } from '../../contract/turn-event.ts';
import { isAdmissible, namesFor, type Surroundings } from './admissible.ts';
import { isDerived, type Operand } from './derived-figure.ts';
import type { Mention } from './entity-names.ts';
import type { Evidence, EvidenceIndex } from './evidence-index.ts';
import type { PlacedFigure } from './gate.ts';
import { unknownTickers } from './known-capitals.ts';
import { CURRENCY_CODES, plainCharacters, readFigures, type WrittenFigure } from './written-figure.ts';

export interface GroundedSentence {
  readonly figures: readonly PlacedFigure[];
  readonly unsupported: readonly string[];
  readonly mentions: readonly Mention[];
}

const LIST_NUMBER = /^\s*(?:#+\s*|>\s*|\*\*|[-*]\s+)*\(?\d{1,3}[.)](?=\s|$|\*)/;
const STRUCTURE = /^[ -](?:(?:next|useful|follow-up|further|short|main|key|possible|other|more|different|quick) )*(?:questions?|options?|points?|things?|reasons?|ways?|steps?|notes?|caveats?|remarks?|sides?|parts?)\b/i;
/** How a length of time may also be written. */
const DURATIONS: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  day: [['day', 1], ['week', 1 / 7]], week: [['week', 1], ['day', 7]], month: [['month', 1], ['year', 1 / 12]], year: [['year', 1], ['month', 12], ['day', 365], ['day', 366]],
};

/** Judges one sentence, list item, heading or table row. `topic` are the names it speaks of without saying them; `head` is the first row of the table that it is a row of. */
export function groundSentence(index: EvidenceIndex, original: string, topic: readonly Mention[], head?: string): GroundedSentence {
  const text = plainCharacters(original);
  const numbered = LIST_NUMBER.exec(text)?.[0].length ?? 0;
  const written = withRanges(text, withColumns(text, readFigures(text), head)).filter((figure) => figure.end > numbered);
  // "USD" within "USD 5.00" is the amount's currency, even where a table lists cash under that ticker.
  const named = index.names.mentionsIn(text).filter((mention) => !written.some((figure) => (figure.kind === 'name' && figure.start === mention.start && figure.end > mention.end)
    || (figure.kind === 'money' && figure.start <= mention.start && mention.end <= figure.end)));
  const unknown = unknownTickers(text, (word) => index.hasWord(word));
  if (written.length === 0) return { figures: [], unsupported: unknown, mentions: named };
  const lower = text.toLowerCase();
  const quoted = new Set(written.filter((figure) => figure.kind !== 'other' && index.isQuoted(lower, figure.start, figure.end)));
  const around: Surroundings = { text, figures: written.filter((figure) => !quoted.has(figure)), mentions: named.length > 0 ? named : topic };
  const placed: PlacedFigure[] = [];
  const operands: Operand[] = [];
  const open: WrittenFigure[] = [];
  for (const figure of written) {
    const result = support(index, figure, around, quoted.has(figure));
    if (!result) open.push(figure);
    if (result?.evidence) operands.push({ figure, evidence: result.evidence });
    if (result?.source) placed.push({ start: figure.start, end: figure.end, source: result.source });
  }
  const failed = open.filter((figure) => !isDerived(figure, operands, text) && !isStructure(figure, around)).map((figure) => figure.text);
  return { figures: failed.length > 0 ? [] : placed, unsupported: [...failed, ...unknown], mentions: named };
}

interface Support {
  readonly evidence?: Evidence;
  readonly source?: FigureSource | undefined;
}

function support(index: EvidenceIndex, figure: WrittenFigure, around: Surroundings, quoted: boolean): Support | undefined {
  if (figure.kind === 'other') return undefined;
  if (figure.kind === 'name') return quoted || figure.text.split(/[-_/.:]/).every((part) => index.hasWord(part)) ? {} : undefined;
  if (figure.kind === 'date') {
    const date = index.dateSource(figure.date!);
    if (date.found) return { source: date.source };
    return quoted ? {} : /^\d{4}$/.test(figure.text) ? numberSupport(index, { ...figure, kind: 'number', value: Number(figure.text), low: Number(figure.text), high: Number(figure.text) }, around) : undefined;
  }
  const found = numberSupport(index, figure, around);
  return found ?? (quoted ? {} : undefined);
}

function numberSupport(index: EvidenceIndex, figure: WrittenFigure, around: Surroundings): Support | undefined {
  const names = namesFor(figure, around);
  for (const [durationUnit, factor] of figure.kind === 'duration' ? DURATIONS[figure.durationUnit!]! : [['', 1] as const]) {
    const scaled = factor === 1 ? figure : { ...figure, durationUnit, value: figure.value * factor, low: figure.low * factor, high: figure.high * factor };
    const evidence = index.within(scaled).find((candidate) => (candidate.value === 0 || figure.value !== 0) && isAdmissible(index, candidate, { figure: scaled, names }, around));
    if (evidence) return { evidence, source: evidence.source };
  }
  return undefined;
}

/** "two portfolios, A and B": the sentence itself shows how many. "three questions": no figure about money. */
function isStructure(figure: WrittenFigure, { text, mentions }: Surroundings): boolean {
  if (figure.kind !== 'number' || !figure.inWords || figure.value > 12) return false;
  const rest = text.slice(figure.end);
  if (STRUCTURE.test(rest)) return true;
  const named = new Set(mentions.filter((mention) => mention.start > figure.end).map((mention) => mention.start));
  const before = mentions.filter((mention) => mention.end <= figure.start && mention.start >= 0);
  const listed = new Set(before.map((mention) => mention.start)).size === figure.value && /^\s*(?:are|were)\s*(?:the|your)?\s*$/i.test(text.slice(before.at(-1)?.end ?? 0, figure.start));
  return listed || named.size === figure.value || /^ (?:of them|of these|of those)?,? ?(?:respectively|sides?)/i.test(rest);
}

/** "5-7 %" and "between 5 and 7 %": the first takes the unit of the second. */
function withRanges(text: string, figures: readonly WrittenFigure[]): readonly WrittenFigure[] {
  return figures.map((figure, at) => {
    const next = figures[at + 1];
    if (figure.kind !== 'number' || !next || (next.kind !== 'rate' && next.kind !== 'duration') || !/^\s?(?:[-\u2013]|to|and|or)\s?-?$/.test(text.slice(figure.end, next.start))) return figure;
    const scale = next.kind === 'rate' ? (/bp|basis/i.test(next.text) ? 1e-4 : 0.01) : 1;
    return { ...figure, kind: next.kind, ...(next.durationUnit ? { durationUnit: next.durationUnit } : {}), value: figure.value * scale, low: figure.low * scale, high: figure.high * scale };
  });
}

/** Bare numbers of a Markdown table take percent or currency from their column's head. */
function withColumns(text: string, figures: readonly WrittenFigure[], head: string | undefined): readonly WrittenFigure[] {
  if (head === undefined) return figures;
  const heads = head.split('|');
  return figures.map((figure) => {
    const column = heads[text.slice(0, figure.start).split('|').length - 1] ?? '';
    if (figure.kind !== 'number') return figure;
    if (/%|per ?cent/i.test(column)) return { ...figure, kind: 'rate', value: figure.value / 100, low: figure.low / 100, high: figure.high / 100 };
    const currency = CURRENCY_CODES.find((code) => new RegExp(`\\b${code}\\b`).test(column)) ?? (column.includes('€') ? 'EUR' : undefined);
    return currency ? { ...figure, kind: 'money', currencies: [currency] } : figure;
  });
}
