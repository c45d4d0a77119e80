import { fitsHere } from './name-fit.ts';
import type { Candidate, EntityKind, Mention } from './types.ts';

const KINDS: ReadonlySet<string> = new Set(['client', 'portfolio', 'security', 'goal', 'tag', 'benchmark', 'advisor']);
/** Matches below this are the fuzzy search's guesses at ordinary words. */
const LEAST_SCORE = 0.6;
/** As far as words around a name may tell its kind; a long message costs no more for it. */
const NEARBY = 240;

export interface NameRow extends Candidate {
  readonly matchedText: string;
}

export function isEntityKind(kind: string): kind is EntityKind {
  return KINDS.has(kind);
}

interface Spot {
  readonly start: number;
  readonly end: number;
  readonly mention: Mention;
}

export interface Masked {
  /** The text with each named stretch replaced by `@kind`. */
  readonly text: string;
  /** In the order of the text; the n-th belongs to the n-th mask. */
  readonly mentions: readonly Mention[];
}

/** Puts masks over every stretch that `rows` name: longest first, so that "Growth Fund II" wins over "Growth". */
export function maskNames(text: string, rows: readonly NameRow[]): Masked {
  const spots: Spot[] = [];
  for (const [matched, candidates] of groupByText(rows)) {
    for (const start of occurrences(text, matched)) {
      const end = start + matched.length;
      if (spots.every((spot) => end <= spot.start || start >= spot.end)) {
        const place = { text: text.slice(start, end), before: text.slice(Math.max(0, start - NEARBY), start), after: text.slice(end, end + NEARBY) };
        const fitting = candidates.filter((candidate) => fitsHere(candidate, place));
        if (fitting.length > 0) spots.push({ start, end, mention: { text: place.text, candidates: sortForPlace(byInitial(fitting, place.after), text, start, end) } });
      }
    }
  }
  spots.sort((left, right) => left.start - right.start);
  let masked = '';
  let at = 0;
  for (const { start, end, mention } of spots) {
    masked += `${text.slice(at, start)}@${mention.candidates[0]!.kind}`;
    at = end;
  }
  return { text: masked + text.slice(at), mentions: spots.map(({ mention }) => mention) };
}

/** "Anna K" is the Anna whose last name begins so. */
function byInitial(candidates: readonly Candidate[], after: string): readonly Candidate[] {
  const initial = /^\s+(\p{L})(?:\.|['\u2019]s)?(?![\p{L}\d])/u.exec(after)?.[1]?.toLowerCase();
  const fitting = candidates.filter(({ name, kind }) => kind === 'client' && initial && name.split(/\s+/).at(-1)?.toLowerCase().startsWith(initial));
  return fitting.length > 0 ? fitting : candidates;
}

function groupByText(rows: readonly NameRow[]): [string, Candidate[]][] {
  const groups = new Map<string, Candidate[]>();
  for (const { matchedText, ...candidate } of rows) {
    if (candidate.score < LEAST_SCORE || matchedText.trim().length < 2) continue;
    const key = matchedText.trim().replace(/['\u2019]s$/i, '').toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  return [...groups].toSorted(([left], [right]) => right.length - left.length);
}

function occurrences(text: string, matched: string): number[] {
  const pattern = new RegExp(`(?<![\\p{L}\\d])${matched.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`)}(?![\\p{L}\\d])`, 'giu');
  return [...text.matchAll(pattern)].map((match) => match.index);
}

/** The words around a name tell its kind: "my retirement goal", "Anna's", "in Growth". */
function sortForPlace(candidates: readonly Candidate[], text: string, start: number, end: number): readonly Candidate[] {
  const after = text.slice(end, end + 24).toLowerCase();
  const before = text.slice(Math.max(0, start - 24), start).toLowerCase();
  const bonus = (candidate: Candidate): number => {
    switch (candidate.kind) {
      case 'goal': return /^\s*(?:goal|target|plan\b|savings?|objective|fund\b.{0,12}(?:worth|reach|be))/.test(after) || /goal (?:of|called|named|for) (?:the |my )?$/.test(before) ? 0.3 : 0;
      case 'portfolio': return /^\s*(?:portfolio|account|mandate|pot|strategy|one\b)/.test(after) || /portfolio (?:called |named )?$/.test(before) ? 0.3 : 0;
      case 'client': return /^['\u2019]s/.test(after) || /(?:client|with|for|call|called|contact) $/.test(before) ? 0.15 : 0;
      case 'security': return /^\s*(?:shares?|stock|position|holding|stake|bond|units?)/.test(after) || /(?:shares? (?:of|in)|stock|buy|sell|sold|bought) $/.test(before) ? 0.3 : 0;
      case 'tag': return /(?:tag(?:ged)?|as|label(?:led)?) (?:as |the |with )?['"\u201c]?$/.test(before) || /^['"\u201d]?\s*(?:tag|label)/.test(after) ? 0.4 : -0.05;
      case 'benchmark': return /(?:versus|vs|against|than|beat|benchmark) (?:the )?$/.test(before) ? 0.3 : -0.02;
      case 'advisor': return /(?:advisor|adviser|ask|tell|by|have|get) $/.test(before) ? 0.1 : -0.02;
    }
  };
  return candidates.map((candidate) => ({ candidate, rank: candidate.score + bonus(candidate) }))
    .toSorted((left, right) => right.rank - left.rank).map(({ candidate }) => candidate);
}

/** The candidate of a kind that the mention means, or several when they fit alike. */
export function candidatesOf(mention: Mention, kind: EntityKind): readonly Candidate[] {
  const fitting = mention.candidates.filter((candidate) => candidate.kind === kind);
  const best = Math.max(...fitting.map(({ score }) => score), 0);
  return fitting.filter(({ score }) => score >= best - 0.02);
}
