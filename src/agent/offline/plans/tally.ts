import { groupsAsked, REPEATEDLY } from '../slots/groups.ts';
import { modelLabelIn } from '../text/payload.ts';
import { recommendationStatus } from '../slots/service-terms.ts';
import { anySpan, call, clientId, has, idOf, says, type Plan, type Scene } from './scene.ts';

interface Countable {
  /** What the words for a way of parting mean here, where it isn't the tool's own name for it. */
  readonly alias?: Readonly<Record<string, string>>;
  readonly by: readonly string[];
  /** How they are parted when only "how is it spread" is asked. */
  readonly usual: string;
  readonly only?: (scene: Scene) => string | undefined;
}

const FAILED = (scene: Scene): string | undefined => (has(scene, 'fail', 'error') ? 'failed' : undefined);
/** What nobody has closed yet. */
export const STILL_OPEN = / (?:open|unresolved|outstanding|unsettled|(?:not|never|nobody has|no one has) (?:yet |been |ever ){0,2}(?:closed|resolved|settled|dealt with)|still (?:being )?(?:under investigation|investigated|looked into)) /;
const OPEN = (scene: Scene): string | undefined => (says(scene, STILL_OPEN) ? 'open' : undefined);

/** What else people call a sign-in that failed. */
export const FAILED_SIGN_IN = / (?:wrong passwords?|passwords? (?:[^ ]+ )?wrong|brute force|unsuccessful\w*|invalid|bad passwords?|mistyped|locked out) /;

/** By the tool's kinds of record. */
const COUNTABLE = {
  tool_calls: { by: ['tool', 'person', 'client', 'outcome', 'effect', 'error', 'recommendation'], usual: 'tool', alias: { status: 'outcome', kind: 'tool', reason: 'error', code: 'error' }, only: (scene) => (says(scene, / (?:denied|refused|declined|forbidden|not allowed) /) ? 'refused' : FAILED(scene)) },
  refusals: { by: ['reason', 'person', 'role', 'client', 'channel', 'model'], usual: 'reason', alias: { kind: 'reason', outcome: 'reason', rule: 'reason' } },
  answers: { by: ['model', 'outcome', 'error', 'person', 'role', 'client', 'channel'], usual: 'model', alias: { status: 'outcome', reason: 'error' } },
  questions: { by: ['person', 'role', 'client', 'channel'], usual: 'person' },
  conversations: { by: ['person', 'role', 'client', 'channel', 'status'], usual: 'role', alias: { kind: 'channel', outcome: 'status' } },
  sign_ins: { by: ['person', 'outcome', 'reason', 'address'], usual: 'outcome', alias: { status: 'outcome', client: 'person', kind: 'outcome', error: 'reason' }, only: (scene) => (has(scene, 'success') && has(scene, 'fail') ? undefined : has(scene, 'fail') || says(scene, FAILED_SIGN_IN) ? 'failed' : says(scene, / success\w* | succeed\w* /) ? 'succeeded' : undefined) },
  sessions: { by: ['person', 'status', 'reason', 'address'], usual: 'person', alias: { outcome: 'status', client: 'person' } },
  exports: { by: ['person', 'dataset', 'format', 'destination', 'client', 'approver'], usual: 'person', alias: { kind: 'dataset', table: 'dataset' } },
  recommendations: { by: ['status', 'kind', 'model', 'client', 'person', 'approver', 'portfolio'], usual: 'status', alias: { outcome: 'status' }, only: (scene) => (says(scene, SEVERAL_STATES) || says(scene, SHARE) ? undefined : recommendationStatus(scene.ask.words)) },
  overrides: { by: ['person', 'client', 'kind', 'model', 'status'], usual: 'person', alias: { outcome: 'status' } },
  compliance_checks: { by: ['rule', 'outcome', 'severity', 'client', 'portfolio', 'trigger'], usual: 'outcome', alias: { status: 'outcome', kind: 'rule', reason: 'rule' }, only: (scene) => (has(scene, 'fail') && !says(scene, / how many .* how many | pass\w* /) ? 'failed' : undefined) },
  flags: { by: ['kind', 'severity', 'status', 'client', 'person'], usual: 'kind', alias: { outcome: 'status', reason: 'kind', rule: 'kind' }, only: OPEN },
  audit_entries: { by: ['event', 'person', 'role', 'client', 'outcome', 'tool'], usual: 'event', alias: { kind: 'event', status: 'outcome' } },
  changes: { by: ['person', 'table', 'client', 'role', 'kind'], usual: 'table' },
  security_events: { by: ['kind', 'severity', 'status', 'person', 'client'], usual: 'severity', alias: { outcome: 'status', event: 'kind' }, only: OPEN },
  errors: { by: ['severity', 'source', 'code'], usual: 'severity', alias: { kind: 'code', job: 'source', error: 'code' }, only: OPEN },
  data_loads: { by: ['job', 'outcome'], usual: 'job', alias: { status: 'outcome', kind: 'job', source: 'job' }, only: FAILED },
} as const satisfies Record<string, Countable>;

/** "How many checks, and how many of those failed?": the whole and its part, each with its count. */
export const PART_COUNTED = / how many .* (?:how many|how much|what share) of (?:them|those|these|which|all|the) /;

/** A share is one of the whole: every state counts. */
const SHARE = / (?:shares?|proportions?|percentages?|what percent|rates?|ratio) /;
/** More than one state is set against another: each counts. */
const STATE = '(?:accepted|approved|declined|rejected|released|blocked|executed|expired|overridden|pending|passed|failed|warned)';
const SEVERAL_STATES = new RegExp(` how many .* how many | ${STATE} (?:[^ ]+ ){0,2}?(?:versus|vs|and|or|against|compared (?:with|to)) (?:[^ ]+ ){0,2}?(?:were |was )?${STATE} | ${STATE} ${STATE} `);
const RELEASED = / (?:released|signed off|waved through|let through|let out|approved) /;
const A_COUNT = String.raw`(\d{1,5}|once|twice|thrice)(?= (?!(?:days?|weeks?|months?|quarters?|years?|hours?|minutes?|seconds?|milliseconds?|ms|%|percent|rows?|lines?|records?) ))`;
const AT_LEAST: readonly (readonly [RegExp, number])[] = [
  [new RegExp(` (?:more (?:often )?than|over|exceeding|exceeded|above|upwards of) ${A_COUNT}`), 1], [new RegExp(` (?:at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of) ${A_COUNT}`), 0],
  [/ (\d{1,5}|twice|thrice) (?:(?:times|failed|failures?|attempts?|tries|sign ins?|logins?) ){0,2}(?:or|and) (?:more|above|up|oftener|more often) /, 0],
];
const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3 };

/** "And the fewest?" goes by what the question before went by. */
const ONLY_MOST = /^ (?:(?:and|or|who|which|what|has|had|was|is|the|about|how) )*(?:most|fewest|least|lowest|highest|smallest|largest|second|next)(?: one| ones| of all| often)? $/;
/** "Released without anybody's review": who released them shows it. */
const BY_NOBODY = / (?:without (?:being |having been |any |a |an |anybody |anyone )*(?:[^ ]+ ){0,2}(?:review\w*|approv\w*|sign\w*|human|person|consent)|by nobody|by no one|unreviewed|not reviewed|never reviewed|no (?:human|person|reviewer|approver)) /;

/** The least count of a group that is asked for: "more than twice" is three. */
function least(scene: Scene): number | undefined {
  for (const [pattern, more] of AT_LEAST) {
    const count = pattern.exec(scene.ask.words)?.[1];
    if (count) return (TIMES[count] ?? Number(count)) + more;
  }
  return undefined;
}

const ALL_OF_THEM = / (?:used|called|run|made|popular|active|in all|overall|altogether) (?:[^ ]+ ){0,10}(?:fail\w*|errors?) /;

/** Who did it: an advisor, or somebody of the firm whom the name search doesn't know. */
function personMeant(scene: Scene, kind: keyof typeof COUNTABLE): string | undefined {
  return idOf(scene, 'advisor') ?? (kind === 'recommendations' ? undefined : scene.session.persona === 'auditor' ? scene.unknown : undefined);
}

/** A count of records by what they differ in, when that is asked for rather than their list; undefined when it isn't. */
export function tallied(scene: Scene, kind: keyof typeof COUNTABLE): Plan | undefined {
  const countable: Countable = COUNTABLE[kind];
  const minCount = least(scene);
  // "Which users had more than 5 failed logins?" wants the users, not the attempts of everybody.
  const asked = groupsAsked(scene.ask.newWords ?? scene.ask.words) ?? (ONLY_MOST.test(scene.ask.newWords ?? '') ? groupsAsked(scene.ask.words) : undefined) ?? (kind === 'recommendations' && says(scene, RELEASED) && says(scene, BY_NOBODY) ? ['person'] : undefined) ?? (kind === 'sign_ins' && minCount !== undefined ? ['person'] : kind === 'compliance_checks' && says(scene, PART_COUNTED) ? ['outcome'] : undefined);
  const alsoAddress = kind === 'sign_ins' && asked?.[0] === 'person' && says(scene, / (?:which|what) (?:ip |network )?address(?:es)? /) ? ['address'] : [];
  // Failed sign-ins have a list of accounts of their own.
  if (!asked || (kind === 'sign_ins' && minCount === undefined && says(scene, REPEATEDLY))) return undefined;
  // "By steward-advisor 1.0" says which one, not how they are to be parted.
  const isOneModel = modelLabelIn(scene.ask.text) !== undefined;
  if (isOneModel && asked.includes('model')) return undefined;
  const known = [...asked, ...alsoAddress].flatMap((by) => {
    const meant = countable.alias?.[by] ?? by;
    return countable.by.includes(meant) || meant === 'day' || meant === 'week' || meant === 'month' ? [meant] : [];
  });
  // Asked to be parted by what these records don't have: the list says more than another grouping.
  if (known.length === 0 && asked.length > 0) return undefined;
  const states = says(scene, SEVERAL_STATES) || (says(scene, SHARE) && known.length === 0 && countable.only?.(scene) !== undefined) ? [kind === 'recommendations' ? 'status' : 'outcome'].filter((by) => countable.by.includes(by)) : [];
  // Who released is not who decided.
  const isRelease = kind === 'recommendations' && known.includes('person') && says(scene, RELEASED);
  const only = isRelease ? 'sent_out' : states.length > 0 ? undefined : countable.only?.(scene);
  const by = [...new Set([...known.map((name) => (isRelease && name === 'person' ? 'approver' : name)), ...states])].slice(0, 2);
  const args = { kind, by: by.length > 0 ? by : [countable.usual], period: anySpan(scene), client: clientId(scene), user: personMeant(scene, kind), minCount: minCount ?? (says(scene, REPEATEDLY) ? 2 : undefined) };
  // "Which one is used most, and which one fails most?" wants both.
  return [...(only === 'failed' && ALL_OF_THEM.test(scene.ask.words) ? [call('tally_records', args)] : []), call('tally_records', { ...args, only })];
}
