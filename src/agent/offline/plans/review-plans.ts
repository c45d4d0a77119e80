import { confidenceBounds, modelLabel } from './advice-plans.ts';
import { anySpan, bound, call, clientId, has, idOf, pastSpan, pastSpans, says, type Plan, type PlanBuilder, type Scene } from './scene.ts';
import type { PlannedCall } from '../types.ts';
import { severity } from '../slots/service-terms.ts';
import { withNumber } from './recommendation-number.ts';
import { FAILED_SIGN_IN, STILL_OPEN, tallied } from './tally.ts';
import { tail } from './texts.ts';

/** A state that is asked for as it is now, not over a span. */
function metricNow(scene: Scene): boolean {
  return anySpan(scene) === undefined;
}

const STATISTICS: readonly (readonly [RegExp, string])[] = [
  [/ (?:average|mean|typical) /, 'avg'], [/ (?:max\w*|peak|highest|worst|slowest|longest) /, 'max'], [/ p95 | 95th /, 'p95'], [/ (?:latest|now|current\w*|today|at the moment|newest|last reading) /, 'latest'], [/ (?:min\w*|lowest|fastest|quickest|shortest|best) /, 'min'],
];

/** Which statistic of a measure is meant; the latest only where no span is asked for. */
function statisticIn(words: string, isNow: boolean): string | undefined {
  return STATISTICS.find(([pattern, statistic]) => pattern.test(words) && (statistic !== 'latest' || isNow))?.[1];
}

/** Parts of the system, by the names that errors are logged under. */
const ERROR_SOURCES: readonly (readonly [RegExp, string])[] = [
  [/ (?:feeds?|price data|market data) /, 'feeds'], [/ (?:database|db) /, 'database'], [/ (?:http|web server|api) /, 'http'], [/ (?:ingest\w*|imports?) /, 'ingest'],
];

const ROWS_LOADED = / (?:how many|number of|count of|total of) (?:[^ ]+ )?(?:rows|records|lines) /;

function systemStatus(topic: string): PlanBuilder {
  return (scene) => {
    const groups = scene.session.persona === 'auditor' && topic === 'errors' ? tallied(scene, 'errors') : topic === 'etl' ? tallied(scene, 'data_loads') : undefined;
    if (groups) return groups;
    // Rows that loads took or refused are summed up by job, whether their run failed or not.
    if (topic === 'etl' && says(scene, ROWS_LOADED)) return [call('tally_records', { kind: 'data_loads', by: ['job'], period: anySpan(scene) })];
    const metric = says(scene, / turn (?:duration|time)|duration of .*turns? | (?:assistant|steward|chatbot|bot) (?:[^ ]+ ){0,4}(?:answer|reply|respond|answers|replies|responds|answering|replying|responding) /) ? 'turn_duration' : says(scene, / response time| latency | slow /) ? 'response_time' : says(scene, / (?:uptime|availability) /) ? 'uptime' : says(scene, / cpu /) ? 'cpu' : says(scene, / memory /) ? 'memory' : says(scene, / (?:throughput|request rate) /) ? 'throughput' : says(scene, / (?:database|db|disk) /) ? 'database_size_bytes' : says(scene, / active users /) ? 'active_users' : says(scene, / error rate /) ? 'error_rate' : undefined;
    const stat = statisticIn(scene.ask.newWords ?? '', metricNow(scene)) ?? statisticIn(scene.ask.words, metricNow(scene));
    const own = topic === 'vendors' ? { status: says(scene, / suspend\w* /) ? 'suspended' : says(scene, / (?:retired|former|past|ended|terminated) /) ? 'retired' : (says(scene, / (?:all|every) (?!1 of |one of )/) && !says(scene, / (?:only|just) (?:the )?(?:active|current)/)) || (says(scene, / (?:states?|status|still active) /) && !says(scene, / active vendors? /)) ? 'all' : undefined }
      : topic === 'etl' ? { job: says(scene, / (?:price|prices) /) ? 'prices_daily' : says(scene, / (?:fx|exchange rates?|currency|rates) /) ? 'fx_daily' : says(scene, / (?:custody|custodian|positions?) /) ? 'custody_positions' : undefined }
      : topic === 'errors' ? { severity: says(scene, / critical /) ? 'critical' : says(scene, / warnings? /) ? 'warning' : undefined, source: ERROR_SOURCES.find(([pattern]) => says(scene, pattern))?.[1] } : {};
    // "The last run of each" is told by the schedule, failed or not.
    const runs = topic === 'etl' && says(scene, / (?:last|latest|each|every|status of|all) (?:[^ ]+ ){0,3}(?:run|runs|job|jobs|feed|feeds|pipeline|pipelines|each) /) && !has(scene, 'fail') ? [call('list_scheduled_jobs')] : [];
    const spans = topic === 'metrics' ? pastSpans(scene) : [];
    // "This month compared with last month": each of its own.
    if (spans.length > 1) return spans.slice(0, 3).map((period) => call('get_system_status', { topic, period, metric, stat: stat ?? 'avg' }));
    return [...runs, call('get_system_status', { topic, ...own, period: anySpan(scene), metric: topic === 'metrics' ? metric : undefined, stat: topic === 'metrics' ? stat ?? 'avg' : undefined })];
  };
}

const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/ (?:permissions?|access rights?|privileges|roles?) /, 'role'],
  [/ risk (?:profiles?|class|classes|category|categories|tolerance|levels?|ratings?|scores?|appetite) /, 'risk_profile'], [/ (?:addresses|address|residence) /, 'address'], [/ (?:email|e mail) /, 'email'], [/ phone /, 'phone'], [/ objective\w* /, 'objective'],
  [/ (?:target|targets|target weight\w*|allocation) /, 'target_weight'], [/ (?:advisor|adviser) /, 'advisor'], [/ (?:kyc|know your customer|verification|identity check\w*) /, 'kyc_status'], [/ status /, 'status'], [/ name /, 'name'], [/ fee\w* /, 'fee'], [/ profile /, 'risk_profile'],
];

const SEVERAL_CHANGES = / (?:all|every|list|history|changes|fields|which (?:details|data|entries|values|items|columns|settings)|what (?:all|else)|everything|anything|how (?:many|often)|what (?:was|were|has been|have been|got) (?:[^ ]+ )?(?:changed|altered|amended|edited|modified|updated)|what (?:did|has|have) (?:[^ ]+ ){1,3}(?:change|alter|amend|edit|modify|update)\w*) /;
const THE_LAST_ONE = / (?:last|latest|most recent|newest) (?!(?:month|week|year|quarter|half|spring|summer|autumn|winter|\d+|few|couple|january|february|march|april|may|june|july|august|september|october|november|december) )/;

/** "Who changed her risk profile, and when?" is the last change of that file; "who changed a risk profile last month" is every one. */
function isLatestOnly(scene: Scene): boolean {
  if (says(scene, THE_LAST_ONE)) return true;
  const isOneFile = idOf(scene, 'client') !== undefined || idOf(scene, 'portfolio') !== undefined;
  return !says(scene, SEVERAL_CHANGES) && (isOneFile || anySpan(scene) === undefined);
}

/** The field that is named, or, for "what was it before?", the one that was asked for last. */
function fieldMeant(scene: Scene): string | undefined {
  const named = FIELDS.find(([pattern]) => says(scene, pattern))?.[1];
  if (named || !says(scene, / (?:it|that|this) /)) return named;
  const before = scene.earlier.findLast(({ tool }) => tool !== 'find_names');
  const field = before?.tool === 'get_change_history' ? before.args['field'] : undefined;
  return typeof field === 'string' ? field : undefined;
}

function changes(scene: Scene): Plan {
  if (has(scene, 'deletions')) return [call('tally_records', { kind: 'changes', by: ['kind', 'table'], period: pastSpan(scene), client: idOf(scene, 'client') })];
  return tallied(scene, 'changes') ?? [call('get_change_history', {
    client: idOf(scene, 'client'), user: personMeant(scene), field: fieldMeant(scene), object: idOf(scene, 'client') ? undefined : idOf(scene, 'portfolio') ?? (says(scene, / (?:master data|client (?:data|records?|files?|profiles?)|clients? data) /) ? 'Clients' : undefined), period: pastSpan(scene),
    which: isLatestOnly(scene) ? 'latest' : undefined,
  })];
}

const EVENTS: readonly (readonly [RegExp, string])[] = [
  [/ (?:acceptances?|accepted|accepting) /, 'recommendation.accepted'], [/ (?:approvals?|approving|approve|releases?|released|releasing) /, 'recommendation.released'], [/ (?:rejections?|declined|declines) /, 'recommendation.declined'], [/ (?:executions?|executed) /, 'recommendation.executed'],
];

const DATASETS: readonly (readonly [RegExp, string])[] = [
  [/ audit /, 'audit_log'], [/ (?:transaction\w*|trades?) /, 'transactions'], [/ (?:holding\w*|position\w*) /, 'holdings'], [/ recommendation\w* /, 'recommendations'], [/ complian\w* /, 'compliance_checks'],
  [/ (?:sign ins?|log ?ins?|login attempts?) /, 'sign_ins'], [/ tool /, 'tool_calls'], [/ sessions? /, 'sessions'], [/ security events? /, 'security_events'], [/ errors? /, 'errors'], [/ (?:changes?|change history) /, 'changes'], [/ (?:regulatory |compliance )?flags? /, 'flags'], [/ overrid\w*|overrul\w* /, 'recommendations'], [/ client\w* /, 'clients'], [/ (?:log|logs|entries) /, 'audit_log'],
];

const REFUSAL_REASONS: readonly (readonly [RegExp, string])[] = [
  [/ (?:other clients?|another client|someone else|other people|other persons?|other client|others|somebody else(?: 's)?|third part(?:y|ies)|third persons?|strangers|not (?:their|his|her) own) /, 'other_client_data'], [/ guarantee\w* /, 'guaranteed_return'], [/ insider /, 'insider_information'], [/ (?:skip\w*|bypass\w*|compliance) /, 'skip_compliance'],
  [/ (?:unauthori[sz]ed) /, 'unauthorised_trade'], [/ (?:system prompt|prompts?|injection\w*|jailbreak\w*|instructions) /, 'system_prompt'], [/ (?:tamper\w*|backdat\w*|delet\w*) /, 'log_tampering'], [/ (?:password\w*|credential\w*|token\w*) /, 'credential_disclosure'],
];

const PERSONAS: readonly (readonly [RegExp, string])[] = [[/ (?:clients?) /, 'client'], [/ (?:advisors?|advisers?) /, 'advisor'], [/ auditors? /, 'auditor']];

function persona(scene: Scene): string | undefined {
  const from = / (?:from|by|to|of|asked by) (?:the |our |any |an? |some )?(clients?|advisors?|advisers?|auditors?) /.exec(scene.ask.words)?.[0];
  return from ? PERSONAS.find(([pattern]) => pattern.test(from))?.[1] : undefined;
}

function exportFormat(scene: Scene): string | undefined {
  return / (csv|json|xlsx|excel|pdf|xml) /.exec(scene.ask.words)?.[1]?.replace('excel', 'xlsx');
}

function toExport(scene: Scene): Plan {
  const dataset = DATASETS.find(([pattern]) => says(scene, pattern))?.[1] ?? 'audit_log';
  const format = exportFormat(scene) ?? 'csv';
  const isMade = dataset === 'audit_log' && (format === 'csv' || format === 'json');
  return [...(isMade ? [call('list_audit_entries', { period: anySpan(scene) })] : []), call('export_records', { dataset, period: anySpan(scene), format })];
}

/** The model version that an earlier answer of this conversation named. */
function modelBefore(scene: Scene): string | undefined {
  const value = scene.earlier.flatMap(({ answer }) => answer?.facts ?? []).findLast(({ key }) => /^model(?:Version|Label)?$/.test(key))?.value;
  return typeof value === 'string' ? value : undefined;
}

const MOST_SPANS = 3;

/** "More in August or in September?": each span of its own. */
function eachSpan(scene: Scene, ask: (period: string | undefined) => PlannedCall): PlannedCall[] {
  const spans = [...new Set(pastSpans(scene))];
  return spans.length > 1 ? spans.slice(0, MOST_SPANS).map(ask) : [ask(anySpan(scene))];
}

const NOT_DONE = / (?:denied|refused|declined|forbidden) /;
const MOST_SHOWN = 10;

/** "How many tool calls, and how many of those failed?": the whole and the part, each with its count. */
function partOfThem(scene: Scene): Plan | undefined {
  if (!says(scene, / (?:how many|how much|which|what share) (?:of (?:them|those|these|which)) /)) return undefined;
  const outcome = says(scene, NOT_DONE) ? 'refused' : has(scene, 'fail', 'error') ? 'failed' : undefined;
  const args = { period: anySpan(scene), client: clientId(scene), user: personMeant(scene), limit: MOST_SHOWN };
  return outcome && [call('list_tool_calls', args), call('list_tool_calls', { ...args, outcome })];
}

/** "Recommendation 12: what was decided, and which tools were called?": what was called for it is part of its record. */
export function ofRecommendation(scene: Scene): Plan | undefined {
  const number = scene.ask.slots.recommendationNumber;
  return number === undefined || anySpan(scene) !== undefined ? undefined : withNumber(scene, number, (known) => [call('get_decision', { recommendationNumber: known })]);
}

/** "A proof for entry 500": by its place in the ledger, or by its id. */
function entryMeant(scene: Scene): string | undefined {
  return / (?:entry|entries|place|position|record|leaf)(?: number| no| nr| id)? #?(\d{1,9}|[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}) /i.exec(` ${scene.ask.text.replaceAll(/[?.,;]/g, ' ')} `)?.[1];
}

/** Who did it: an advisor, or somebody of the firm whom the name search doesn't know. */
function personMeant(scene: Scene): string | undefined {
  // "My own activity" is the auditor's.
  if (scene.session.persona === 'auditor' && says(scene, / (?:my (?:own )?(?:activit\w*|actions|entries|sessions?|sign ins?|exports|changes)|own activit\w*|i did|did i|have i) /)) return scene.session.userName;
  return idOf(scene, 'advisor') ?? (scene.session.persona === 'auditor' ? scene.unknown : undefined);
}

const OF_A_ROLE = / (?:with|by|from|of|did|were) (?:the |our )?(?:clients|advisors|advisers|auditors|customers|staff) /;
const LONGEST = / (?:longest|most messages|biggest|busiest) /;
const MOST_TYPED = 50;
/** "Numbers for May: chats held": the conversations, not what was said in them. */
const CHATS_HELD = / (?:chats|conversations|dialogues) (?:were |was |are )?(?:held|had|begun|started|opened|took place|there were)(?= ) | (?:number|count|total|volume) of (?:[^ ]+ ){0,2}(?:chats|conversations|dialogues) /;

function conversations(scene: Scene): Plan {
  const args = { client: clientId(scene), user: scene.session.persona === 'auditor' ? personMeant(scene) : undefined, period: anySpan(scene) };
  const groups = tallied(scene, says(scene, / (?:questions?|messages?|asked|requests?|prompts?) /) ? 'questions' : 'conversations');
  if (groups && scene.session.persona !== 'client') return groups;
  // Kinds of people are told apart by a count by role; their conversations have no filter for it.
  if (has(scene, 'how_many') && scene.session.persona === 'auditor' && args.user === undefined && args.client === undefined && says(scene, OF_A_ROLE)) return [call('tally_records', { kind: says(scene, / (?:questions?|messages?|prompts?) /) ? 'questions' : 'conversations', by: ['role'], period: args.period })];
  const counted = has(scene, 'how_many') || says(scene, LONGEST) || says(scene, CHATS_HELD);
  if (has(scene, 'how_many') && says(scene, / (?:messages?|questions?|requests?|prompts?|times .* ask\w*) /) && scene.session.persona === 'auditor') return [call('tally_records', { kind: 'questions', by: ['month'], period: args.period, client: args.client, user: args.user })];
  const about = scene.session.persona === 'client' ? tail(scene.ask.text, /\babout\b/i) : undefined;
  // "About last week" is a time, not a subject.
  const topic = about && !/^(?:last|this|the (?:last|past)|yesterday|today|in |over |on |since )/i.test(about) ? about : undefined;
  // What was typed is not what came back.
  const isTyped = scene.session.persona !== 'client' && says(scene, / (?:typed|asked|ask|asks|asking|wrote|questions?|prompts?|queries|requested) /) && !says(scene, / (?:answer\w*|repl\w*|respon\w*|transcripts?|conversations?|exchanges?|dialogues?|told|both) /);
  return counted ? eachSpan(scene, (period) => call('list_conversations', { ...args, period, orderBy: says(scene, LONGEST) ? 'messages' : undefined })) : [call('list_messages', { ...args, topic, from: isTyped ? 'user' : undefined, limit: scene.ask.slots.count ?? (isTyped ? MOST_TYPED : undefined) })];
}

/** "When did she last sign in, and did any attempt fail?" wants both kinds. */
const WHEN_SIGNED_IN = / (?:when|how long ago|which day|what day) (?:[^ ]+ ){0,6}(?:sign|signed|log|logged) ?(?:in|on) /;
/** "The slowest five calls". */
function shownIn(scene: Scene): number | undefined {
  const count = / (?:slowest|longest|latest|last|first|newest|top) (\d{1,2}) (?!days?|weeks?|months?|quarters?|years?|hours?)/.exec(scene.ask.words)?.[1];
  return count === undefined ? undefined : Number(count);
}

const NEVER_USED = / (?:never|not once|not ever) (?:[^ ]+ ){0,3}(?:used|signed|logged|log|sign|opened|active)| not (?:yet |ever )?(?:been )?used | unused /;

/** What an auditor looks at: the records of what the assistant, the people and the system did. */
export const REVIEW_PLANS = {
  etl_status: systemStatus('etl'), api_status: systemStatus('api'), vendor_status: systemStatus('vendors'), metric_status: systemStatus('metrics'), error_status: systemStatus('errors'),
  sign_ins: (scene) => (scene.session.persona === 'auditor' ? tallied(scene, 'sign_ins') : undefined) ?? [call('list_sign_ins', { period: anySpan(scene), succeeded: says(scene, WHEN_SIGNED_IN) ? undefined : has(scene, 'fail') || says(scene, FAILED_SIGN_IN) ? false : says(scene, / (?:successful\w*|succeeded) /) ? true : undefined, client: clientId(scene), user: personMeant(scene) })],
  sessions: (scene) => (scene.session.persona === 'auditor' ? tallied(scene, 'sessions') : undefined) ?? [call('list_sessions', { status: has(scene, 'open_state', 'now') || says(scene, / (?:online|logged in|logged on|signed in|signed on|still|running|alive) /) ? 'active' : undefined, period: anySpan(scene), user: personMeant(scene) ?? clientId(scene) })],
  login_list: (scene) => [call('query_records', {
    table: 'Users', fields: ['fullName', 'email', 'role', 'isActive', 'lastSignInAt'], orderBy: [{ field: 'role' }, { field: 'fullName' }], limit: 100,
    filters: [...(says(scene, / (?:admin\w*|privileged) /) ? [{ field: 'role', op: 'eq', value: 'admin' }] : says(scene, / auditors? /) ? [{ field: 'role', op: 'eq', value: 'auditor' }] : []), ...(says(scene, / (?:inactive|dormant|disabled|deactivated) /) ? [{ field: 'isActive', op: 'eq', value: false }] : []), ...(says(scene, NEVER_USED) ? [{ field: 'lastSignInAt', op: 'is_null' }] : [])],
  })],
  assistant_use: (scene) => tallied(scene, 'answers') ?? [call('tally_records', { kind: 'answers', by: [has(scene, 'fail') || says(scene, / withheld | stopped /) ? 'outcome' : has(scene, 'model') ? 'model' : 'month'], period: anySpan(scene), client: clientId(scene), user: idOf(scene, 'advisor') })],
  lockouts: (scene) => [call('list_security_events', { client: idOf(scene, 'client'), period: anySpan(scene) }), call('list_sign_ins', { period: anySpan(scene) ?? '30D', succeeded: false, client: clientId(scene), user: idOf(scene, 'advisor') })],
  security_events: (scene) => tallied(scene, 'security_events') ?? [call('list_security_events', { client: idOf(scene, 'client'), period: anySpan(scene), severity: severity(scene.ask.words), status: says(scene, STILL_OPEN) ? 'open' : undefined })],
  model_versions(scene) {
    const label = modelLabel(scene) ?? (says(scene, / (?:that|it|this) /) ? modelBefore(scene) : undefined);
    // Whether a version is the one in production is seen among all of them.
    return [call('list_model_versions', { label }), ...(label && says(scene, / (?:production|current\w*|today|now|live|in use|still|active) /) ? [call('list_model_versions')] : [])];
  },
  overrides: (scene) => tallied(scene, 'overrides') ?? eachSpan(scene, (period) => call('list_overrides', { period, advisor: idOf(scene, 'advisor'), client: clientId(scene), ...confidenceBounds(scene) })),
  audit_integrity: (scene) => [call('verify_audit_log', { period: anySpan(scene), entry: entryMeant(scene) })],
  change_history: changes,
  audit_entries: (scene) => tallied(scene, 'audit_entries') ?? [call('list_audit_entries', { event: EVENTS.find(([pattern]) => says(scene, pattern))?.[1], period: anySpan(scene), client: idOf(scene, 'client'), user: personMeant(scene), limit: scene.ask.slots.count })],
  export_list: (scene) => (says(scene, / (?:total|sum of|overall) (?:number of )?rows | rows (?:[^ ]+ ){0,4}(?:in total|altogether|in all) /) ? [call('tally_records', { kind: 'exports', by: ['dataset'], period: anySpan(scene), user: personMeant(scene) })] : undefined) ?? (says(scene, / (?:each|every) (?:time|one|of them|export|single) /) ? undefined : tallied(scene, 'exports')) ?? eachSpan(scene, (period) => call('list_exports', { period, user: personMeant(scene), minRows: bound(scene) === 'min' ? scene.ask.slots.amounts[0]?.value : undefined, format: exportFormat(scene) })),
  export_do: toExport,
  refusals: (scene) => tallied(scene, 'refusals') ?? eachSpan(scene, (period) => call('list_refusals', { period, persona: persona(scene), reason: REFUSAL_REASONS.find(([pattern]) => says(scene, pattern))?.[1], client: idOf(scene, 'client'), user: personMeant(scene) })),
  conversation_history: conversations,
  tool_calls: (scene) => ofRecommendation(scene) ?? partOfThem(scene) ?? tallied(scene, 'tool_calls') ?? [call('list_tool_calls', { tool: /\b[a-z]+(?:_[a-z]+)+\b/.exec(scene.ask.text)?.[0], period: anySpan(scene), outcome: says(scene, NOT_DONE) ? 'refused' : has(scene, 'fail', 'error') ? 'failed' : undefined, client: clientId(scene), user: personMeant(scene), orderBy: says(scene, / (?:slowest|longest|took longest|most time|time consuming|slow) /) ? 'duration' : undefined, limit: scene.ask.slots.count ?? shownIn(scene) })],
} satisfies Record<string, PlanBuilder>;
