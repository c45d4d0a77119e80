import type { IsoDate } from '../../shared/calendar.ts';
import type { ShownLine } from '../shown.ts';
import { names } from '../shown-values.ts';
import type { Expected } from './expected.ts';
import { saysNumber, type NumberNeed } from './numbers.ts';
import { noneOnRecord } from './words.ts';

/** One member: every part of it must stand in one line. */
export interface Member {
  readonly label: string;
  /** Each entry is a set of spellings of which one must stand there. */
  readonly names: readonly (readonly string[])[];
  readonly dates?: readonly IsoDate[];
  readonly numbers?: readonly NumberNeed[];
  /** By what an ordered list is ordered: members within a fiftieth of each other may stand either way round. */
  readonly rank?: number;
}

export interface ListNeed {
  readonly members: readonly Member[];
  /** May stand there or not: what lies exactly on a bound. */
  readonly optional?: readonly Member[];
  /** Words that stand beside "none" when the list is empty. */
  readonly what: RegExp;
  /** The order counts. */
  readonly isOrdered?: boolean;
  /** Only the first so many were asked for: more rows are fine when the words name exactly the members. */
  readonly isTop?: boolean;
  /** Names of the same kind that are no members: none of them may stand among the members. */
  readonly others?: readonly string[];
}

/** Every member is named and nothing else is presented as one. An empty list must be said to be empty. */
export function listIs(need: ListNeed): Expected {
  const shownMembers = need.members.map(({ label }) => label);
  return {
    text: shownMembers.length === 0 ? 'none' : `${shownMembers.length}: ${shownMembers.slice(0, 12).join(', ')}${shownMembers.length > 12 ? ' …' : ''}`,
    problem: (lines) => (need.members.length > 0 ? listProblem(lines, need) : (need.optional ?? []).some((member) => lines.some((line) => isSaid(line, member))) ? undefined : emptyProblem(lines, need)),
    parts: (lines) => need.members.some((member) => lines.some((line) => isSaid(line, member))),
  };
}

function emptyProblem(lines: readonly ShownLine[], { what, others = [] }: ListNeed): string | undefined {
  const wrong = lines.find((line) => (line.table !== undefined || line.isBullet) && what.test(line.context) && others.some((name) => names(line.text, name)));
  if (wrong) return `nothing belongs there, but it names: ${wrong.text.slice(0, 80)}`;
  return noneOnRecord(what).problem(lines);
}

function listProblem(lines: readonly ShownLine[], need: ListNeed): string | undefined {
  const places = placesOf(lines, need.members);
  const missing = need.members.filter((_, index) => places[index] === undefined);
  if (missing.length > 0) return `missing ${missing.length} of ${need.members.length}: ${missing.slice(0, 5).map(({ label }) => label).join(', ')}`;
  const order = places.flatMap((place) => place ?? []);
  if (need.isOrdered && order.some((place, index) => index > 0 && before(place, order[index - 1]!) && !isTie(need.members[index]!, need.members[index - 1]!))) return `the order is not: ${need.members.map(({ label }) => label).join(', ')}`;
  return outsiderProblem(lines, need, new Set(order.map(({ line }) => line)));
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function before(left: Place, right: Place): boolean {
  return left.line < right.line || (left.line === right.line && left.column < right.column);
}

function isTie(left: Member, right: Member): boolean {
  return left.rank !== undefined && right.rank !== undefined && Math.abs(left.rank - right.rank) <= 0.02 * Math.max(Math.abs(left.rank), Math.abs(right.rank));
}

/** Rows are used up, so that two members alike need two rows; a sentence may name several. */
function placesOf(lines: readonly ShownLine[], members: readonly Member[]): (Place | undefined)[] {
  const used = new Set<number>();
  const inRows = members.map((member): Place | undefined => {
    const line = lines.findIndex((candidate, index) => candidate.table !== undefined && !used.has(index) && isSaid(candidate, member));
    if (line < 0) return undefined;
    used.add(line);
    return { line, column: 0 };
  });
  if (inRows.every(Boolean)) return inRows;
  return members.map((member, index) => inRows[index] ?? proseplace(lines, member));
}

function proseplace(lines: readonly ShownLine[], member: Member): Place | undefined {
  const line = lines.findIndex((candidate) => candidate.table === undefined && isSaid(candidate, member));
  if (line < 0) return undefined;
  const spoken = lines[line]!.text.toLowerCase();
  const columns = (member.names[0] ?? []).map((name) => spoken.indexOf(name.toLowerCase())).filter((at) => at >= 0);
  return { line, column: columns.length > 0 ? Math.min(...columns) : 0 };
}

function isSaid(line: ShownLine, member: Member): boolean {
  return member.names.every((spellings) => spellings.some((name) => names(line.text, name)))
    && (member.dates ?? []).every((date) => line.dates.includes(date))
    && (member.numbers ?? []).every((number) => saysNumber(line, number));
}

const TOTAL = /\b(?:total|sum|all together|overall|average|other|remaining)\b/i;

function outsiderProblem(lines: readonly ShownLine[], need: ListNeed, places: ReadonlySet<number>): string | undefined {
  const tables = new Set([...places].flatMap((index) => lines[index]!.table ?? []));
  const strangers = lines.filter((line, index) => line.table !== undefined && tables.has(line.table) && !places.has(index) && !TOTAL.test(line.text) && ![...need.members, ...(need.optional ?? [])].some((member) => isSaid(line, member)));
  const stranger = strangers[0];
  if (!stranger) return undefined;
  if (need.isTop && namedInWords(lines, need)) return undefined;
  return `${strangers.length} more presented as members: ${stranger.text.slice(0, 100)}`;
}

/** A sentence names all the members and no other row's first name. */
function namedInWords(lines: readonly ShownLine[], { members, others = [] }: ListNeed): boolean {
  const isIn = (text: string, member: Member): boolean => member.names.every((spellings) => spellings.some((name) => names(text, name)));
  return lines.some(({ table, text }) => table === undefined && members.every((member) => isIn(text, member)) && !others.some((name) => names(text, name)));
}
