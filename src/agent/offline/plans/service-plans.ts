import { channel, documentKind, notificationKind, preferenceKey, preferenceValue, recommendationStatus, reportKind, severity } from '../slots/service-terms.ts';
import { withOnePortfolio } from './portfolio-plans.ts';
import { answered, anySpan, bound, call, clientId, day, dayList, eitherOf, futureSpan, has, idOf, named, pastSpan, rowsOf, says, scope, securityArgument, taxYear, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';
import { withNumber } from './recommendation-number.ts';
import { modelLabelIn } from '../text/payload.ts';
import { reasonIn, summarise, tail, titleFor, unmask } from './texts.ts';

const OBJECTIVES: readonly (readonly [RegExp, string])[] = [
  [/ (?:tax loss\w*|harvest\w*|offset .* gains|use .* losses) /, 'harvest_losses'],
  [/ (?:hedg\w*|currency risk|currency exposure|fx risk|foreign currenc\w*|exchange rate risk|(?:weak\w*|strong\w*|falling|rising) (?:dollar|euro|pound|franc|yen|sterling)) /, 'hedge_currency'],
  [/ (?:esg|sustainab\w*|ethical\w*|green\w*|climate|carbon|responsible) /, 'tilt_esg'],
  [/ (?:concentrat\w*|diversif\w*|single (?:stock|position|name)|too much in|one stock|overexposed|eggs) /, 'reduce_concentration'],
  [/ (?:rais\w+|free\w* up|need\w*|generat\w+|find|releas\w+|come up with|get) (?:[^ ]+ ){0,4}cash | cash (?:needed|need) | liquidity /, 'raise_cash'],
  [/ (?:cash|idle|uninvested|invest|deploy|put .* to work|sidelines|spare money) /, 'deploy_cash'],
  [/ (?:fees?|costs?|cheaper|expens\w*|charges) /, 'reduce_cost'],
  [/ (?:less risk\w*|lower .*risk|reduce .*risk|risk down|cut .*risk|safer|defensive|conservative|cautious|derisk|de risk|volatil\w*|down in risk|risk (?:lower|reduc\w*)|tone down|uneasy|worried|nervous|scared|afraid) /, 'lower_risk'],
  [/ (?:more risk|higher risk|aggressive\w*|more growth|bolder|riskier|higher return\w*|raise .*risk) /, 'raise_risk'],
  [/ (?:@goal|goal|goals|retire\w*|shortfall) /, 'fund_goal'],
  [/ (?:replac\w*|swap|alternative|substitut\w*|instead of) /, 'replace_security'],
];

function request(scene: Scene): Plan {
  const objective = OBJECTIVES.find(([pattern]) => says(scene, pattern))?.[1];
  const { percents, amounts, sectors, currencies } = scene.ask.slots;
  const security = named(scene, 'security').map(({ id }) => id);
  const limits = {
    objective, amount: objective === 'raise_cash' || objective === 'deploy_cash' ? amounts[0]?.value : undefined, maxTurnoverFraction: says(scene, / turnover /) ? percents[0] : undefined,
    cashOnly: says(scene, / (?:without|no) (?:any )?(?:selling|sales) (?:anything|any|at all|something)?(?= |$)(?! ?@security)| only (?:use )?(?:spare |idle |my )?cash /) || undefined, keep: says(scene, / (?:keep|without selling|not sell|hold on to|leave) /) ? security : [], avoid: says(scene, / (?:avoid|not buy|without buying|no more|excluding) /) ? security : [],
    sector: objective === 'reduce_concentration' ? sectors[0] : undefined, currency: objective === 'hedge_currency' ? currencies[0] : undefined, goal: objective === 'fund_goal' ? theOne(scene, 'goal')?.id : undefined,
  };
  // "My portfolio" means one; "what should I do?" means all there is.
  if (theOne(scene, 'portfolio') || says(scene, / (?:my|his|her|their|the|'s) (?:[^ ]+ )?portfolio /)) return withOnePortfolio(scene, (portfolio) => [call('propose_recommendation', { portfolio, ...limits })]);
  const client = clientId(scene);
  if (scene.session.persona !== 'client' && !client) return { ambiguity: 'missing_reference', question: 'Which client or portfolio is this for?' };
  return [call('propose_recommendation', { client, ...limits })];
}

function explain(scene: Scene): Plan {
  const number = scene.ask.slots.recommendationNumber;
  // An auditor is after the record of the decision, which holds the reasons too.
  if (number && scene.session.persona === 'auditor' && !has(scene, 'alternative')) return withNumber(scene, number, (known) => [call('get_decision', { recommendationNumber: known })]);
  if (!number) return [call('get_recommendation', { which: 'latest', client: clientId(scene), portfolio: idOf(scene, 'portfolio') })];
  const alternatives = has(scene, 'alternative') && says(scene, / (?:compare|side by side|what (?:would|if)) /) && idOf(scene, 'portfolio');
  return withNumber(scene, number, (known) => [call('get_recommendation', { number: known }), ...(alternatives ? [call('compare_alternatives', { portfolio: alternatives })] : [])]);
}

/** Label of a model version as typed: "steward-2.1", "v3", "model 1.4". */
export function modelLabel(scene: Scene): string | undefined {
  const label = modelLabelIn(scene.ask.text);
  if (label) return label;
  return / (?:by|from|of|model|version|label) (?:the )?(?:model |version )*([A-Za-z][\w.:/+-]*\d[\w.:/+-]*|\d+(?:\.\d+)+[\w.-]*)/i.exec(scene.ask.text.replaceAll(/[,?]/g, ' ').replaceAll(/\.(?=\s|$)/g, ''))?.[1];
}

/** What "low" and "high" confidence mean when no number is said; the answer names the bound. */
const LOW_CONFIDENCE = 0.6;
const HIGH_CONFIDENCE = 0.8;

/** Bounds on confidence: "under 60 %" is a maximum, "at least 80 %" a minimum. */
export function confidenceBounds(scene: Scene): { minConfidence?: number; maxConfidence?: number } {
  const [first, second] = scene.ask.slots.percents;
  if (!has(scene, 'confidence')) return {};
  if (first === undefined) return says(scene, / (?:low|lowest|weak\w*|poor|little|least|unsure|shaky) (?:[^ ]+ ){0,2}(?:confiden\w*|sure|certain\w*) /) ? { maxConfidence: LOW_CONFIDENCE } : says(scene, / (?:high|highest|strong|very) (?:[^ ]+ ){0,2}(?:confiden\w*|sure|certain\w*) /) ? { minConfidence: HIGH_CONFIDENCE } : {};
  if (second !== undefined) return { minConfidence: Math.min(first, second), maxConfidence: Math.max(first, second) };
  return bound(scene) === 'max' ? { maxConfidence: first } : { minConfidence: first };
}

const STRATEGIES: readonly (readonly [RegExp, string])[] = [
  [/ harvest\w* /, 'harvest_losses'], [/ concentrat\w* /, 'reduce_concentration'], [/ rebalanc\w* /, 'rebalance'], [/ (?:idle|deploy|invest) (?:[^ ]+ ){0,2}cash | cash recommendations /, 'deploy_cash'],
];

function list(scene: Scene): Plan {
  return [call('list_recommendations', {
    ...scope(scene), status: recommendationStatus(scene.ask.words), period: anySpan(scene), ...confidenceBounds(scene), modelVersion: modelLabel(scene), limit: scene.ask.slots.count, strategy: STRATEGIES.findLast(([pattern]) => says(scene, pattern))?.[1],
    advisor: scene.session.persona === 'auditor' ? theOne(scene, 'advisor')?.id : undefined,
  })];
}

function decide(scene: Scene): Plan {
  const number = scene.ask.slots.recommendationNumber;
  if (!number) {
    const pending = call('list_recommendations', { client: clientId(scene), status: 'pending' });
    if (!answered(scene, 'list_recommendations')) return [pending];
    const numbers = rowsOf(scene, 'list_recommendations', 'recommendations').map((row) => String(row['number'] ?? row['id'] ?? ''));
    return { ambiguity: 'missing_reference', question: numbers.length > 0 ? `Which recommendation do you mean: ${eitherOf(numbers.slice(0, 5))}?` : 'Which recommendation do you mean? None of them is waiting for a decision.' };
  }
  const isClient = scene.session.persona === 'client';
  const decision = has(scene, 'defer') ? 'defer' : has(scene, 'reject') || says(scene, / not (?:want|like|accept|agree|go ahead)/) ? (isClient ? 'decline' : 'reject') : isClient ? 'accept' : 'release';
  const until = decision === 'defer' ? /\b(until|till) [^.!?;]+/i.exec(scene.ask.text)?.[0] : undefined;
  // A postponement needs a reason on record; that the person wants to decide later is one.
  const reason = reasonIn(scene.ask.text) ?? (decision === 'defer' ? until ?? 'To be decided later.' : undefined);
  if (!isClient && !reason && decision !== 'defer') return withNumber(scene, number, (known) => [call('review_recommendation', { number: known, decision, reason: decision === 'release' ? 'Reviewed and found right for the client.' : 'The advisor decided against it.' })]);
  return withNumber(scene, number, (known) => [call(isClient || decision === 'defer' ? 'decide_recommendation' : 'review_recommendation', { number: known, decision, reason })]);
}

function order(scene: Scene): Plan {
  const security = securityArgument(scene);
  const { quantity, amounts, part, percents } = scene.ask.slots;
  const isSell = says(scene, / (?:sell|sells|selling|sale|dump|liquidate|offload|trim|get rid|dispose|exit|reduce|cut|close out|unload|out of|down to|lower) /);
  if (!security) return { ambiguity: 'missing_reference', question: isSell ? 'Which holding do you want to sell?' : 'Which security do you want to buy?' };
  const asWeight = percents[0] !== undefined && says(scene, / (?:to|at|weight of|down to|up to) [^ ]* ?\d+(?:\.\d+)? (?:%|percent)| (?:weight|of the portfolio|of my portfolio|position size) /);
  const percentPart = percents[0] !== undefined && !asWeight ? percents[0] : undefined;
  const size = { quantity, amount: quantity === undefined ? amounts[0]?.value : undefined, weightFraction: asWeight ? percents[0] : undefined, fraction: isSell ? part ?? percentPart : undefined };
  if (Object.values(size).every((value) => value === undefined)) {
    return { ambiguity: 'missing_amount', question: isSell ? 'How much of it should be sold: a number of units, an amount of money, a part of the position, or all of it?' : 'How much should be bought: a number of units, or an amount of money?' };
  }
  return withOnePortfolio(scene, (portfolio) => [call('draft_order', { side: isSell ? 'sell' : 'buy', security, portfolio, ...size })]);
}

/** Payments are made by people: the request goes to them, once it says how much. */
function transfer(scene: Scene): Plan {
  if (scene.ask.slots.amounts.length === 0 && scene.ask.slots.part === undefined) return { ambiguity: 'missing_amount', question: 'What amount do you have in mind?' };
  const text = unmask(scene.ask.text, scene.ask.mentions.flatMap((mention) => mention.candidates[0] ?? []));
  return scene.session.persona === 'client' ? [call('open_ticket', { subject: summarise(text), body: text })] : [call('create_task', { title: summarise(text), client: clientId(scene), detail: text })];
}

function kyc(scene: Scene): Plan {
  const wholeBook = scene.session.persona !== 'client' && !idOf(scene, 'client');
  if (!wholeBook) return [call('get_kyc', { client: clientId(scene) })];
  const status = says(scene, / (?:expired|lapsed|out of date|overdue) /) ? 'expired' : says(scene, / (?:pending|incomplete|missing|open) /) ? 'pending' : says(scene, / rejected /) ? 'rejected' : undefined;
  const span = futureSpan(scene) ?? (anySpan(scene)?.replace(/^(\d+[DWMQY])$/, 'next_$1'));
  return [call('get_kyc', { period: span ?? (status ? undefined : 'next_90D'), status })];
}

function suitability(scene: Scene): Plan {
  const security = securityArgument(scene);
  if (!security) return { ambiguity: 'missing_reference', question: 'Which security should be checked for suitability?' };
  return judged(scene, { security, side: 'buy', amount: scene.ask.slots.amounts[0]?.value, quantity: scene.ask.slots.quantity });
}

const MOST_JUDGED = 4;

/** The rules on a trade, in the portfolio named or in each of the client's: a trade is judged where it would be made. */
function judged(scene: Scene, trade: Readonly<Record<string, unknown>>): Plan {
  const portfolio = theOne(scene, 'portfolio')?.id;
  if (portfolio) return [call('check_compliance', { portfolio, ...trade })];
  const client = clientId(scene);
  if (scene.session.persona !== 'client' && !client) return { ambiguity: 'missing_reference', question: 'For which client or portfolio should that be checked?' };
  const summary = call('get_portfolio_summary', { client });
  if (!answered(scene, 'get_portfolio_summary')) return [summary];
  return rowsOf(scene, 'get_portfolio_summary', 'portfolios').slice(0, MOST_JUDGED).map((row) => call('check_compliance', { portfolio: String(row['id'] ?? row['portfolioId'] ?? row['name']), ...trade }));
}

/** Whose portfolio was named, when no client was. */
function ownerOf(scene: Scene): string | undefined {
  return scene.session.persona === 'client' ? undefined : theOne(scene, 'portfolio')?.clientId ?? undefined;
}

function restrictions(scene: Scene): Plan {
  const security = securityArgument(scene);
  if (security) return [call('get_client_profile', { client: clientId(scene) ?? ownerOf(scene) }), call('get_security', { security })];
  if (scene.session.persona !== 'client' && !idOf(scene, 'client')) return [call('screen_book', { criterion: 'restricted_holding' })];
  return [call('get_client_profile', { client: clientId(scene) })];
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/ concentrat\w* /, 'concentration'], [/ suitab\w* /, 'suitability'], [/ (?:kyc|identity) /, 'kyc'], [/ (?:cash floor|minimum cash) /, 'cash_floor'], [/ restrict\w* /, 'restricted_list'], [/ wash sale\w* /, 'wash_sale'], [/ mandate\w* /, 'mandate_limits'], [/ turnover /, 'turnover_cost'],
];

function checks(scene: Scene): Plan {
  // The record of past checks is for staff: a client gets the rules run now.
  if (scene.session.persona === 'client') return [call('check_compliance', scope(scene))];
  const result = has(scene, 'fail') || says(scene, / (?:breach\w*|violat\w*|blocked) /) ? 'failed' : says(scene, / (?:pass|passed|clean|successful\w*) /) ? 'passed' : says(scene, / warning\w* /) ? 'warning' : undefined;
  return [call('list_compliance_checks', { ...scope(scene), period: anySpan(scene), result, rule: RULES.find(([pattern]) => says(scene, pattern))?.[1], limit: scene.ask.slots.count })];
}

/** A message is the person's own words: what follows the mark is sent as it stands. */
function sendMessage(scene: Scene): Plan {
  const client = clientId(scene);
  if (!client) return { ambiguity: 'missing_reference', question: 'To which client should the message go?' };
  const text = unmask(scene.ask.text, scene.ask.mentions.flatMap((mention) => mention.candidates[0] ?? []));
  const body = tail(text, /:\s/) ?? tail(text, /\b(?:that|saying)\b/i);
  if (!body) return { ambiguity: 'missing_reference', question: 'What should the message say?' };
  return [call('send_message', { client, text: body })];
}

/** All rules on a portfolio; staff must say whose. */
function checkNow(scene: Scene): Plan {
  const target = scope(scene);
  if (scene.session.persona !== 'client' && !target.client && !target.portfolio) return { ambiguity: 'missing_reference', question: 'Which client or portfolio should be checked?' };
  return [call('check_compliance', target)];
}

function flags(scene: Scene): Plan {
  const status = says(scene, / (?:closed|resolved|settled|cleared) /) && !says(scene, / (?:not|un)\w* ?(?:closed|resolved)/) ? 'closed' : has(scene, 'open_state') || !anySpan(scene) ? 'open' : undefined;
  const ordered = says(scene, / (?:most severe|severe first|severity|worst first|most serious|serious first|by urgency|gravest|highest) /);
  return [call('list_flags', { ...scope(scene), status, severity: severity(scene.ask.words), period: anySpan(scene), orderBy: ordered ? 'severity' : undefined })];
}

function report(scene: Scene): Plan {
  const { recommendationNumber } = scene.ask.slots;
  const fallback = recommendationNumber || (scene.session.persona === 'auditor' && !has(scene, 'tax')) ? 'audit_memo' : 'monthly_statement';
  const named = reportKind(scene.ask.words);
  const kind = recommendationNumber && named === 'meeting_brief' ? 'audit_memo' : named ?? fallback;
  if (kind === 'tax_report') {
    const year = taxYear(scene);
    return year ? [call('draft_report', { kind, taxYear: year, ...scope(scene) })] : { ambiguity: 'missing_period', question: 'For which tax year do you want the tax report?' };
  }
  if (kind === 'audit_memo') {
    if (!recommendationNumber) return { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation is the memo about?' };
    return withNumber(scene, recommendationNumber, (known) => [call('draft_report', { kind, recommendationNumber: known })]);
  }
  const dated = dayList(scene)[0]?.slice(0, 7);
  const span = pastSpan(scene) ?? dated;
  const period = kind === 'monthly_statement' ? span ?? 'last_month' : span ?? (kind === 'meeting_brief' ? undefined : kind === 'quarterly_report' ? 'last_quarter' : 'YTD');
  return [call('draft_report', { kind, period, ...scope(scene) })];
}

function setNotification(scene: Scene): Plan {
  // "Turn off marketing emails, but leave trade confirmations on": what stays isn't part of the change.
  const words = scene.ask.words.replace(/ (?:but |and |while )?(?:leave|keep|leaving|keeping|not) .*$/, ' ');
  const kind = notificationKind(words);
  const enabled = has(scene, 'switch_on') && !/ (?:off|stop|disable|no more|mute|cancel|unsubscribe|opt (?:me )?out|do not|silence) /.test(words);
  if (!kind) return { ambiguity: 'missing_reference', question: 'Which notifications do you mean: price alerts, trade confirmations, reports or marketing?' };
  return [call('set_notification_preference', { kind, channel: channel(words) ?? 'email', enabled })];
}

function changePreference(scene: Scene): Plan {
  const key = preferenceKey(scene.ask.words) ?? (scene.ask.slots.currencies.length > 0 ? 'currency' : undefined);
  const zone = /\b([A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+)\b/.exec(scene.ask.text)?.[1];
  const spoken = preferenceValue(scene.ask.words);
  const value = key === 'currency' ? scene.ask.slots.currencies[0] : key === 'timezone' ? zone ?? tail(scene.ask.text, /\bto\b/i) : key === 'language' || key === 'theme' ? spoken : tail(scene.ask.text, /\bto\b/i) ?? spoken;
  if (!key) return { ambiguity: 'missing_reference', question: 'Which setting do you want to change?' };
  if (!value) return { ambiguity: 'missing_reference', question: `What should the ${key.replaceAll('_', ' ')} be set to?` };
  return [call('get_preferences', { key }), call('set_preference', { key, value })];
}

function openTicket(scene: Scene): Plan {
  const body = tail(scene.ask.text, /:|\b(?:because|saying|that says|about|regarding|as|since|that|for)\b/i) ?? scene.ask.text;
  return [call('open_ticket', { subject: summarise(body), body, client: clientId(scene), priority: says(scene, / (?:urgent\w*|asap|high priority|critical) /) ? 'high' : undefined })];
}

function createTask(scene: Scene): Plan {
  const isClient = scene.session.persona === 'client';
  const named = scene.ask.mentions.map((mention) => mention.candidates[0]).filter((candidate) => candidate !== undefined);
  const title = titleFor(scene.ask.text, named, isClient);
  const due = dayList(scene)[0] ?? (scene.ask.slots.periods.some(({ expression }) => expression === 'today') ? scene.session.today : undefined);
  return [...(isClient ? [call('get_advisor')] : []), call('create_task', { title, client: clientId(scene), dueOn: due })];
}

function tasks(scene: Scene): Plan {
  const overdueOnly = has(scene, 'task') && says(scene, / (?:overdue|late|past due|behind|missed) /) && !anySpan(scene) && !says(scene, / (?:tasks? list|on my (?:list|plate)|to do) /);
  return [call('list_tasks', { client: clientId(scene), period: anySpan(scene), overdueOnly: overdueOnly || undefined, status: says(scene, / (?:completed|done|finished) /) ? 'done' : says(scene, / open /) ? 'open' : undefined })];
}

export const SERVICE_PLANS = {
  recommendation_request: request,
  recommendation_explain: explain,
  recommendation_list: list,
  recommendation_decision: decide,
  trade_order: order,
  money_transfer: transfer,
  kyc_status: kyc,
  suitability_check: suitability,
  restricted_check: restrictions,
  compliance_checks: checks,
  compliance_run: checkNow,
  document_read: (scene) => [call('read_document', { client: clientId(scene), document: documentKind(scene.ask.words)?.replaceAll('_', ' ') ?? tail(scene.ask.text, /\b(?:of|in) (?:the |my |his |her |their )?/i) ?? scene.ask.text })],
  message_send: sendMessage,
  recommendation_execute(scene) {
    const number = scene.ask.slots.recommendationNumber;
    if (!number) return { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation is to be carried out?' };
    return withNumber(scene, number, (known) => [call('execute_recommendation', { number: known })]);
  },
  alternatives_compare: (scene) => withOnePortfolio(scene, (portfolio) => [call('compare_alternatives', { portfolio })]),
  confidence_heatmap: (scene) => [call('report_confidence_heatmap', { period: anySpan(scene) })],
  sentiment_volatility: (scene) => [call('report_sentiment_volatility', { benchmark: idOf(scene, 'benchmark') })],
  risk_overview: () => [call('report_risk_overview')],
  compliance_flags: flags,
  document_lookup: (scene) => [call('list_documents', { client: clientId(scene), kind: documentKind(scene.ask.words), which: has(scene, 'latest_word', 'version', 'when') ? 'latest' : undefined })],
  report_list: (scene) => [call('list_reports', { ...scope(scene), kind: says(scene, / reports? /) && !says(scene, / (?:tax|performance|risk|compliance|annual|quarterly) reports? /) ? undefined : reportKind(scene.ask.words), period: pastSpan(scene) })],
  report_generate: report,
  notification_view: (scene) => [call('list_notifications', { unreadOnly: has(scene, 'unread') || undefined, period: anySpan(scene) })],
  notification_settings: (scene) => [call('get_notification_preferences', { kind: notificationKind(scene.ask.words), channel: channel(scene.ask.words) })],
  notification_set: setNotification,
  user_settings: (scene) => [call('get_preferences', { key: preferenceKey(scene.ask.words) })],
  user_setting_change: changePreference,
  ticket_view: (scene) => [call('list_tickets', { client: clientId(scene), status: says(scene, / (?:open|unresolved|outstanding|active) (?:support )?tickets?| tickets? (?:[^ ]+ ){0,4}(?:still )?(?:open|unresolved|outstanding) /) ? 'open' : undefined, priority: says(scene, / (?:urgent|high priority) /) ? 'high' : undefined, period: pastSpan(scene) })],
  ticket_open: openTicket,
  task_list: tasks,
  task_create: createTask,
  scheduled_jobs: (scene) => [call('list_scheduled_jobs', { period: says(scene, / (?:paused|stopped|disabled|all) /) ? undefined : futureSpan(scene) ?? pastSpan(scene) ?? 'next_7D', status: says(scene, / (?:paused|stopped|switched off|disabled|on hold) /) ? 'paused' : has(scene, 'fail') ? 'failed' : undefined })],
  workflows: (scene) => [call('list_workflows', { idleDays: spanDays(scene) })],
  advisor_relationship: (scene) => [call('get_advisor', { client: clientId(scene) })],
} satisfies Record<string, PlanBuilder>;

function spanDays(scene: Scene): number | undefined {
  const match = /^(\d+)([DWM])$/.exec(anySpan(scene) ?? '');
  if (match) return Number(match[1]) * { D: 1, W: 7, M: 30 }[match[2] as 'D' | 'W' | 'M']; // the pattern allows only these
  return says(scene, / (?:stuck|stalled|no progress|not moved|idle|hanging|stagnant|blocked) /) ? 7 : undefined;
}

/** The day meant by an entry that is being logged; today when none was said. */
export function occurredOn(scene: Scene): string {
  return scene.ask.slots.periods.some(({ expression }) => expression === 'yesterday') ? 'yesterday' : day(scene) ?? scene.session.today;
}
