import { addMonths, isoDate, type IsoDate } from '../../../shared/calendar.ts';
import type { Cell } from '../../../shared/answer.ts';
import type { ToolResult } from '../tool-results.ts';
import { candidatesOf } from '../names.ts';
import type { Ambiguity, Ask, Candidate, EntityKind, PeriodSlot, PlannedCall, SessionFacts } from '../types.ts';

/** What a plan may look at: one ask, the session, and what the tools of this turn have answered so far. */
export interface Scene {
  readonly ask: Ask;
  readonly session: SessionFacts;
  /** Results of this turn, oldest first. */
  readonly results: readonly ToolResult[];
  /** Results of the turns before, oldest first: "that version" is one of them. */
  readonly earlier: readonly ToolResult[];
  /** A name in the question that the name search doesn't know. */
  readonly unknown: string | undefined;
}

export interface Question {
  readonly ambiguity: Ambiguity;
  readonly question: string;
}

export type Plan = readonly PlannedCall[] | Question;
export type PlanBuilder = (scene: Scene) => Plan;

export function isQuestion(plan: Plan): plan is Question {
  return 'ambiguity' in plan;
}

export function call(name: string, args: Readonly<Record<string, unknown>> = {}): PlannedCall {
  return { name, args: Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))) };
}

/** Every thing of a kind that the ask names, in its order. */
export function named(scene: Scene, kind: EntityKind): Candidate[] {
  const seen = new Set<string>();
  return scene.ask.mentions
    .flatMap((mention) => (mention.candidates[0]?.kind === kind || mention.candidates.every((candidate) => candidate.kind === kind) ? candidatesOf(mention, kind).slice(0, 1) : []))
    .filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The first thing of a kind; a mention that rather means another kind counts when nothing better is there. */
export function theOne(scene: Scene, kind: EntityKind): Candidate | undefined {
  return named(scene, kind)[0] ?? scene.ask.mentions.flatMap((mention) => candidatesOf(mention, kind))[0];
}

/** The security asked about: the one found, or the unknown name as typed, so that the tool says that it isn't there. */
export function securityArgument(scene: Scene): string | undefined {
  return theOne(scene, 'security')?.id ?? scene.unknown;
}

export function idOf(scene: Scene, kind: EntityKind): string | undefined {
  return named(scene, kind)[0]?.id;
}

/** The client asked about; a client's own questions need none. */
export function clientId(scene: Scene): string | undefined {
  if (scene.session.persona === 'client') return undefined;
  return idOf(scene, 'client');
}

/** A named portfolio says whose it is; else the named client; else whatever the tool takes for "mine". */
export function scope(scene: Scene): { portfolio?: string; client?: string } {
  const portfolio = idOf(scene, 'portfolio');
  if (portfolio) return { portfolio };
  const client = clientId(scene);
  return client ? { client } : {};
}

export function has(scene: Scene, ...concepts: readonly string[]): boolean {
  return concepts.some((concept) => scene.ask.concepts.has(concept));
}

export function says(scene: Scene, pattern: RegExp): boolean {
  return pattern.test(scene.ask.words);
}

const RUNNING: Readonly<Record<string, string>> = { this_week: 'WTD', this_month: 'MTD', this_quarter: 'QTD', this_year: 'YTD' };

/** Spans of the ask; for what is measured up to now, "this month" is the month to date. */
export function pastSpans(scene: Scene): string[] {
  return scene.ask.slots.periods.filter((period) => period.kind === 'span' && period.expression).map(({ expression }) => RUNNING[expression] ?? expression);
}

export function pastSpan(scene: Scene): string | undefined {
  const dates = dayList(scene);
  if (dates.length === 2) return `${dates.toSorted()[0]}..${dates.toSorted()[1]}`;
  return pastSpans(scene)[0];
}

export function anySpan(scene: Scene): string | undefined {
  return spanSlot(scene)?.expression ?? dayList(scene)[0];
}

export function spanSlot(scene: Scene): PeriodSlot | undefined {
  return scene.ask.slots.periods.find((period) => period.kind !== 'date' && period.expression);
}

export function futureSpan(scene: Scene): string | undefined {
  return scene.ask.slots.periods.find((period) => period.kind === 'future')?.expression;
}

export function dayList(scene: Scene): IsoDate[] {
  return scene.ask.slots.periods.filter((period) => period.kind === 'date').map(({ expression }) => isoDate(expression));
}

export function day(scene: Scene): IsoDate | undefined {
  const named = dayList(scene)[0];
  if (named) return named;
  const nearby = scene.ask.slots.periods.find(({ expression }) => expression === 'today' || expression === 'yesterday')?.expression;
  return nearby === 'today' ? scene.session.today : undefined;
}

/** "60 days", "three months", "a year" as days; undefined when no span was said. */
export function spanInDays(scene: Scene): number | undefined {
  const match = /^(?:next_)?(\d+)([DWMQY])$/.exec(spanSlot(scene)?.expression ?? '');
  if (!match) return { last_month: 30, last_quarter: 90, last_week: 7, last_year: 365, QTD: 90, this_month: 30, this_quarter: 90, YTD: 365 }[spanSlot(scene)?.expression ?? ''];
  return Number(match[1]) * { D: 1, W: 7, M: 30, Q: 91, Y: 365 }[match[2] as 'D' | 'W' | 'M' | 'Q' | 'Y']; // the pattern allows only these
}

/** The tax year meant: a named year, "last year", else the running one; undefined when no year was said. */
export function taxYear(scene: Scene): number | undefined {
  const span = spanSlot(scene)?.expression;
  const today = Number(scene.session.today.slice(0, 4));
  if (!span) return undefined;
  if (/^\d{4}/.test(span)) return Number(span.slice(0, 4));
  if (span === 'last_year') return today - 1;
  return /^(?:YTD|this_year)$/.test(span) ? today : Number(addMonths(scene.session.today, -1).slice(0, 4));
}

/** Whether a bound in the words opens upward ("over 10k") or downward ("below 5 %"). */
export function bound(scene: Scene): 'min' | 'max' | undefined {
  if (says(scene, / (?:below|under|less than|lower than|smaller than|at most|up to|no more than|not more than|beneath|fewer than|max|maximum of|short of) [^ ]* ?(?:usd |eur |gbp |chf |\$ |€ |£ )?\d/)) return 'max';
  if (says(scene, / (?:above|over|more than|greater than|higher than|larger than|bigger than|exceed\w*|at least|upwards of|north of|beyond|minimum of|min|of) [^ ]* ?(?:usd |eur |gbp |chf |\$ |€ |£ )?\d|\d[^ ]* ?\w* (?:or more|and above|and up|plus) /)) return 'min';
  return undefined;
}

/** Rows of a table of this turn's results, as records. */
export function rowsOf(scene: Pick<Scene, 'results'>, tool: string, table: string): Record<string, Cell>[] {
  const found = scene.results.findLast((result) => result.tool === tool)?.answer?.tables.find(({ key }) => key === table);
  return found ? found.rows.map((row) => Object.fromEntries(found.columns.map((column, index) => [column.key, row[index] ?? null]))) : [];
}

export function answered(scene: Scene, tool: string): boolean {
  return scene.results.some((result) => result.tool === tool);
}

/** Names joined the way people do: "A, B or C". */
export function eitherOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
