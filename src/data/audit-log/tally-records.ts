import type { AggregateRow } from '../../access/row.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { isoDate, startOfMonth, startOfWeek, type IsoDate } from '../../shared/calendar.ts';
import { AppError, invalidInput } from '../../shared/errors.ts';
import { loadClientNames, loadPeople } from '../clients/load-people.ts';
import { instantsIn, wanted } from '../records/listed.ts';
import { SPANS, TALLY_KINDS, type Measure, type Span, type TallyKind, type TallyName } from './tally-kinds.ts';

export interface TallyQuery {
  readonly kind: TallyName;
  /** One or two ways to part the records: `tool`, `person`, `day` … */
  readonly by: readonly string[];
  readonly period?: string | undefined;
  readonly only?: string | undefined;
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Only groups of so many records. */
  readonly minCount?: number | undefined;
}

export interface TallyGroup {
  readonly parts: readonly (string | boolean | null)[];
  readonly count: number;
  readonly measures: readonly (number | null)[];
}

export interface Tally {
  readonly title: string;
  readonly by: readonly string[];
  readonly measures: readonly Measure[];
  readonly total: number;
  /** Sums and averages over all groups. */
  readonly overall: readonly (number | null)[];
  readonly groups: readonly TallyGroup[];
}

/** So many groups are read at most; two years of days are 731. */
const MOST_GROUPS = 5_000;

/**
 * Counts records of one kind in groups: by moment oldest first, otherwise the largest group first. Sums and averages are those of each group.
 * @throws AppError invalid-input for a way of parting that the kind does not have, or a period with too many groups.
 */
export async function tallyRecords(db: ScopedDb, query: TallyQuery, today: IsoDate): Promise<Tally> {
  const kind: TallyKind = TALLY_KINDS[query.kind];
  const paths = query.by.map((by) => pathOf(kind, by));
  const measures = kind.measures ?? [];
  const aggregates = Object.fromEntries([['count', { fn: 'count' as const }], ...measures.flatMap(({ key, of }) => [[`${key}.sum`, { fn: 'sum' as const, of }], [`${key}.count`, { fn: 'count' as const, of }]] as const)]);
  const rows = await db.aggregate({ entity: kind.entity, where: conditionOf(kind, query, today), groupBy: paths, aggregates, limit: MOST_GROUPS + 1 });
  if (rows.length > MOST_GROUPS) throw invalidInput(`There are more than ${MOST_GROUPS} groups.`, { hint: 'Name a shorter period or part by one thing only.' });
  const name = await namesFor(db, query.by, paths, rows);
  const overall = merged(rows.map((row) => ({ parts: [], row })), measures)[0]?.measures ?? [];
  const groups = merged(rows.map((row) => ({ parts: paths.map((path, index) => name(index, row[path] ?? null)), row })), measures);
  return { title: kind.title, by: query.by, measures, total: groups.reduce((sum, { count }) => sum + count, 0), overall, groups: groups.filter(({ count }) => count >= (query.minCount ?? 1)).toSorted(inOrder(query.by)) };
}

function isSpan(by: string): by is Span {
  return SPANS.some((span) => span === by);
}

function pathOf(kind: TallyKind, by: string): string {
  const path = isSpan(by) ? `${kind.time}.day` : kind.groups[by];
  if (path === undefined) throw invalidInput(`${kind.title} cannot be parted by "${by.slice(0, 40)}".`, { hint: `They can be parted by ${[...Object.keys(kind.groups), ...SPANS].join(', ')}.` });
  return path;
}

function conditionOf(kind: TallyKind, { only, userId, clientId, period }: TallyQuery, today: IsoDate) {
  const state = only === undefined ? {} : kind.states?.[only] ?? (kind.state === undefined ? undefined : { [kind.state]: only });
  if (!state) throw new AppError('invalid-input', `${kind.title} have no state "${(only ?? '').slice(0, 40)}".`, { hint: kind.states ? `They have: ${Object.keys(kind.states).join(', ')}.` : 'Leave it out.' });
  const parts = [kind.where ?? {}, state, personal(kind, 'person', userId), personal(kind, 'client', clientId), wanted<object>({ [kind.time]: instantsIn(period, today) })];
  return wanted<object>({ $and: parts.filter((part) => Object.keys(part).length > 0) });
}

function personal(kind: TallyKind, by: 'person' | 'client', id: string | undefined): object {
  if (id === undefined) return {};
  // A sign-in is kept by the name typed; the login that it meant stands beside it.
  const path = kind.groups[by] === 'email' ? 'user' : kind.groups[by];
  if (path === undefined) throw invalidInput(`${kind.title} are not kept by ${by}.`);
  return path.split('.').reduceRight<object | string>((inner, part) => ({ [part]: inner }), id) as object; // a path has a part
}

/** What a group is called: people and clients by their names, spans of time by their first day. */
async function namesFor(db: ScopedDb, by: readonly string[], paths: readonly string[], rows: readonly AggregateRow[]) {
  const idsAt = (wantedBy: (name: string, path: string) => boolean) => rows.flatMap((row) => paths.flatMap((path, index) => (wantedBy(by[index]!, path) ? [String(row[path] ?? '')] : []))).filter(Boolean);
  const isPerson = (name: string, path: string) => (name === 'person' || name === 'approver') && path !== 'email';
  const people = await loadPeople(db, idsAt(isPerson));
  const clients = await loadClientNames(db, idsAt((name) => name === 'client'));
  return (index: number, value: AggregateRow[string]): string | boolean | null => {
    const name = by[index]!;
    if (value === null || typeof value === 'boolean') return name === 'outcome' && typeof value === 'boolean' ? (value ? 'succeeded' : 'failed') : value;
    const text = String(value);
    if (isPerson(name, paths[index]!)) return people(text);
    if (name === 'client') return clients(text);
    return name === 'week' ? startOfWeek(isoDate(text)) : name === 'month' ? startOfMonth(isoDate(text)) : text;
  };
}

function merged(rows: readonly { readonly parts: TallyGroup['parts']; readonly row: AggregateRow }[], measures: readonly Measure[]): TallyGroup[] {
  return [...Map.groupBy(rows, ({ parts }) => JSON.stringify(parts)).values()].map((group) => {
    const sum = (column: string) => group.reduce((total, { row }) => total + Number(row[column] ?? 0), 0);
    return {
      parts: group[0]!.parts, count: sum('count'),
      // No record with the value: there is nothing to sum up or to average.
      measures: measures.map(({ key, as }) => (sum(`${key}.count`) === 0 ? null : as === 'sum' ? sum(`${key}.sum`) : sum(`${key}.sum`) / sum(`${key}.count`))),
    };
  });
}

function inOrder(by: readonly string[]): (left: TallyGroup, right: TallyGroup) => number {
  const text = (group: TallyGroup) => String(group.parts[0] ?? '');
  const spans = by[0] !== undefined && isSpan(by[0]);
  return (left, right) => (spans ? text(left).localeCompare(text(right)) : 0) || right.count - left.count || text(left).localeCompare(text(right));
}
