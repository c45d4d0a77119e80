import { OWNING_KINDS, type Mention } from './entity-names.ts';
import type { Evidence, EvidenceIndex } from './evidence-index.ts';
import { dayIsIn } from './written-date.ts';
import type { WrittenFigure } from './written-figure.ts';

/** What surrounds a figure in its sentence. */
export interface Surroundings {
  readonly text: string;
  readonly figures: readonly WrittenFigure[];
  /** Names the sentence speaks of, in order; those of the heading or the sentence before where it says "it". */
  readonly mentions: readonly Mention[];
}

/** A figure with the names that it belongs to, found once for all evidence it is held against. */
export interface OwnedFigure {
  readonly figure: WrittenFigure;
  readonly names: readonly Mention[];
}

const LOSS = /\b(?:loss(?:es)?|lost|lose|losing|fell|fall(?:en|s)?|down|declin\w+|drop\w*|drawdown|below|under\w*|behind|negative|short\w*|deficit|withdr\w+|cost\w*|fees?|paid|pay|sold|sell\w*|minus|lower|decreas\w+|less|reduc\w+|outflow\w*|debit\w*|tax\w*|trail\w*|lag\w*|shed|slid|red|worse|charge\w*|withh\w+|from|weakest|worst|var|at risk|shortfall|impact)\b/i;
const FELL = /\b(?:fell|lost|dropped|declined|slid|shed|decreased|down|loss of|a negative|minus|lower)\b[^.;,\d|]{0,18}$/i;
const LOSS_LABEL = /draw|loss|risk|short|fee|withh|cost|tax|out|sold|sell|sale|draw|debit|charge|below|drift|fall|decline|change|gain|volatil|impact|worst|distance|lag|under/i;
const NOW = /\b(?:today|currently|now|right now|at present|at the moment|latest|current)\b/i;
const THEN = /\b(?:was|were|had|stood|ago|before|earlier|previous(?:ly)?|then|last|prior|from|since|until|in the past|at the (?:start|end)|used to|opening|began|started)\b/i;

/** Measures that are never one another, by how sentences and labels name them. */
const MEASURES: readonly RegExp[] = [
  /\b(?:return(?:s|ed)?|gain(?:s|ed)?|performance|performed|twr|mwr|rose|grew|excess)\b/i, /\bvolatil\w+/i, /\bdraw ?down\w*/i, /\bsharpe\b/i, /\bsortino\b/i, /\bbeta\b/i, /\balpha\b/i, /\btracking error\b/i,
  /\b(?:fees?|cost)\b/i, /\bdividends?\b/i, /\b(?:weight|share of|makes up|allocation)\b/i, /\b(?:value at risk|var)\b/i, /\b(?:probability|chance|likelihood)\b/i, /\bconfidence\b/i,
];

/** Whether this evidence may stand behind this figure where it stands: unit, currency, sign, owner and day all agree. */
export function isAdmissible(index: EvidenceIndex, evidence: Evidence, { figure, names }: OwnedFigure, around: Surroundings): boolean {
  return sameKind(evidence, figure, around.text) && sameSign(evidence, figure, around.text) && sameMeasure(evidence, figure, around.text)
    && (evidence.isText === true || (sameOwner(evidence, figure, names, around) && sameDay(index, evidence, figure, around)))
    && (!evidence.isTotal || /\b(?:totals?|sum|together|altogether|combined|overall|all|add(?:s|ed)? up|in all|whole)\b/i.test(around.text));
}

function sameKind(evidence: Evidence, figure: WrittenFigure, text: string): boolean {
  switch (figure.kind) {
    case 'money': return (evidence.kind === 'money' && (!evidence.currency || !figure.currencies || figure.currencies.includes(evidence.currency))) || (evidence.isText === true && evidence.kind === 'number');
    case 'rate': return evidence.kind === 'rate';
    case 'multiple': return evidence.kind === 'multiple' || evidence.kind === 'number';
    case 'duration': return evidence.kind === 'duration' ? evidence.durationUnit === figure.durationUnit : evidence.kind === 'number' && /day|week|month|year/i.test(evidence.label);
    case 'number': return evidence.kind !== 'rate' || /\b(?:fraction|probability|correlation|index|hhi|ratio|factor|score)\b/i.test(text);
    default: return false;
  }
}

/** A gain told as a loss, or a loss as a gain, isn't the same figure. */
function sameSign(evidence: Evidence, figure: WrittenFigure, text: string): boolean {
  if (evidence.value === 0) return true;
  const before = text.slice(0, figure.start);
  if (evidence.value < 0) return figure.negative === true || LOSS.test(text) || (LOSS_LABEL.test(evidence.label) && !/gain|change/i.test(evidence.label));
  if (figure.negative) return LOSS_LABEL.test(evidence.label) && !/gain|change/i.test(evidence.label);
  return !FELL.test(before) || evidence.isText === true || (LOSS_LABEL.test(evidence.label) && !/gain|change/i.test(evidence.label));
}

/** "Volatility was 5.3 %" isn't borne out by a return of 5.3 %. Only a measure named right before the figure is held to. */
function sameMeasure(evidence: Evidence, figure: WrittenFigure, text: string): boolean {
  const lead = /[^.,;:|(\d]{0,30}[:(]?\s*$/.exec(text.slice(0, figure.start))?.[0] ?? '';
  const said = MEASURES.filter((measure) => measure.test(lead));
  if (said.length === 0) return true;
  const meant = MEASURES.filter((measure) => measure.test(evidence.label));
  return meant.length === 0 || meant.some((measure) => said.includes(measure));
}

/** The names that a figure belongs to: those before it, or those that follow with "in", "of", "for" at its heels. */
export function namesFor(figure: WrittenFigure, { text, figures, mentions }: Surroundings): readonly Mention[] {
  if (mentions.length === 0) return mentions;
  const before: Mention[] = [];
  let gap = figure.start;
  for (const mention of mentions.filter((candidate) => candidate.end <= figure.start).toReversed()) {
    // Names with no figure between them share the figures that follow: "A and B returned 5 % and 7 %".
    if (before.length > 0 && figures.some((other) => other.kind !== 'date' && other.start >= mention.end && other.end <= gap)) break;
    before.push(mention);
    gap = mention.start;
  }
  const next = mentions.find((candidate) => candidate.start >= figure.end);
  const between = next && text.slice(figure.end, next.start);
  const follows = next && between !== undefined && ((before.length === 0 && !/[;:]|\b(?:while|whereas|but|with)\b|, (?:the|of which|led by|mainly|most)\b/i.test(between)) || /^[^.,;\d]{0,24}\b(?:in|of|for|from|by|at|on|is|into|to|than)\b[^.,;\d]{0,14}$/i.test(between) || /^\s*\(\s*$/.test(between));
  if (!follows) return before;
  const after = mentions.filter((candidate) => candidate.start >= next.start && !figures.some((other) => other.kind !== 'date' && other.start >= figure.end && other.end <= candidate.start));
  return [...after, ...before.filter((mention) => !after.some((other) => other.kind === mention.kind))];
}

function sameOwner(evidence: Evidence, figure: WrittenFigure, names: readonly Mention[], around: Surroundings): boolean {
  if (names.length === 0) return true;
  const is = (name: Mention) => evidence.about.some((own) => own.name === name.name);
  const strangers = new Set(names.filter((name) => !names.some((other) => other.start === name.start && is(other))).map((name) => name.kind));
  for (const kind of strangers) {
    const own = evidence.about.filter((name) => name.kind === kind);
    const ofKind = names.filter((name) => name.kind === kind);
    if (own.length > 0 && !ofKind.some(is)) return false;
  }
  const owning = names.filter((name) => OWNING_KINDS.includes(name.kind) || name.kind === 'title');
  if (owning.length === 0 || owning.some(is)) return true;
  // Past a semicolon the names before it still exclude others of their kind, but the whole may be spoken of again.
  if (names.every((name) => name.end <= figure.start && around.text.slice(name.end, figure.start).includes(';'))) return true;
  // Nothing here is about the names in the sentence: a total may still be set beside them.
  return evidence.about.length === 0 ? evidence.source === undefined || !/portfolio|client|security|goal/.test(owning[0]!.kind) || evidence.kind === 'duration' || isMarket(evidence)
    : /\b(?:totals?|overall|all|altogether|whole|across|book|combined|together|out of|portfolio is)\b/i.test(around.text) && !evidence.about.some((own) => owning.some((name) => name.kind === own.kind));
}

/** Rates and prices of the market are nobody's own. */
function isMarket(evidence: Evidence): boolean {
  return /fx|rate|price|market|catalog|help|query/.test(evidence.source?.toolName ?? '');
}

function sameDay(index: EvidenceIndex, evidence: Evidence, figure: WrittenFigure, { text, figures }: Surroundings): boolean {
  const newest = index.isNewest(evidence);
  const dates = figures.flatMap((other) => (other.date ? [other] : []));
  if (dates.length === 0) return newest || (THEN.test(text) && !NOW.test(text));
  const fits = (date: string) => evidence.days.some((day) => day === date || (/^\d{4}-\d\d-\d\d$/.test(day) && dayIsIn(day, date)) || day.startsWith(`${date}-`) || dayIsIn(date, day));
  if (dates.length === 1) return fits(dates[0]!.date!) || (newest && evidence.days.length === 0);
  // Several days: the one nearest to the figure within its clause, or any where there is none so near.
  const near = dates.filter((date) => date.start >= figure.end ? !/[;,]|\band\b|\bto\b|\bwhile\b/i.test(text.slice(figure.end, date.start)) : !/[;]|\bwhile\b|\bbut\b/i.test(text.slice(date.end, figure.start)));
  return (near.length > 0 ? near : dates).some((date) => fits(date.date!));
}
