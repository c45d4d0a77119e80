import { addYears } from '../../../shared/calendar.ts';
import { MEETING_PAPER } from '../ask-surroundings.ts';
import { channel, documentKind, notificationKind, preferenceKey, preferenceValue, reportKind } from '../slots/service-terms.ts';
import { withOnePortfolio } from './portfolio-plans.ts';
import { normalise } from '../text/normalise.ts';
import { answered, anySpan, call, clientId, day, dayList, futureSpan, has, idOf, pastSpan, rowsOf, says, scope, taxYear, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';
import { withNumber } from './recommendation-number.ts';
import { isCommodity, tradedSecurity } from './typed-security.ts';
import { summarise, tail, titleFor, unmask } from './texts.ts';

/** "Down to a fifth of the portfolio": a weight, where "a fifth of it" is a part of the position. */
const PART_OF_ALL = / to (?:about |just |only |roughly |around )?(?:half|(?:a|an|one|1|2|3) (?:half|thirds?|quarters?|fifth|tenth)) (?:of|in) (?:@portfolio|(?:my|the|his|her|their|our) (?:[^ ]+ )?(?:portfolio|account|assets|total|whole|money)|total) /;

function order(scene: Scene): Plan {
  const security = tradedSecurity(scene);
  const { quantity, amounts, part, percents } = scene.ask.slots;
  const isSell = says(scene, / (?:flog|chuck|ditch|axe|halve|@security out|sell|sells|selling|sale|dump|liquidate|offload|trim|get rid|dispose|exit|reduce|cut|close out|unload|out of|down to|lower|part(?:ing)? (?:with|from)|separat\w+ from|goodbye to|farewell to) /);
  if (!security && isSell && says(scene, / (?:everything|all|the lot|the whole lot|all of it|whole portfolio) /)) return { ambiguity: 'missing_reference', question: 'Selling everything is a large step with tax and risk of its own, so I draft it a holding at a time. Which holding should come first, or do you want a recommendation on how to raise cash?' };
  if (!security) return { ambiguity: 'missing_reference', question: isSell ? 'Which holding do you want to sell?' : 'Which security do you want to buy?' };
  // A name that nobody here knows is looked up first, so that the answer says so.
  if (!isFound(scene, security)) return [call('get_security', { security })];
  const partAsWeight = part !== undefined && says(scene, PART_OF_ALL);
  const asWeight = percents[0] !== undefined && says(scene, / (?:to|at|weight of|down to|up to) [^ ]* ?\d+(?:\.\d+)? (?:%|percent)| (?:weight|of the portfolio|of my portfolio|position size) | \d+(?:\.\d+)? (?:%|percent) (?:of|in) (?:@portfolio|(?:the|my|his|her|their|our) (?:[^ ]+ )?(?:portfolio|account|total|whole|assets)) /);
  const percentPart = percents[0] !== undefined && !asWeight ? percents[0] : undefined;
  const size = { quantity, amount: quantity === undefined ? amounts[0]?.value : undefined, weightFraction: asWeight ? percents[0] : partAsWeight ? part : undefined, fraction: isSell && !partAsWeight ? part ?? percentPart : undefined };
  if (Object.values(size).every((value) => value === undefined)) {
    return { ambiguity: 'missing_amount', question: isSell ? 'How much of it should be sold: a number of units, an amount of money, a part of the position, or all of it?' : 'How much should be bought: a number of units, or an amount of money?' };
  }
  const draft = (portfolio: string): Plan => [call('draft_order', { side: isSell ? 'sell' : 'buy', security, portfolio, ...size })];
  return isSell ? withHolder(scene, security, draft) : withOnePortfolio(scene, draft);
}

function isFound(scene: Scene, security: string): boolean {
  return theOne(scene, 'security') !== undefined || isCommodity(security) || scene.results.some(({ tool, answer }) => tool === 'get_security' && answer !== undefined);
}

/** What is sold is sold where it is held: no question when only one portfolio holds it. */
function withHolder(scene: Scene, security: string, then: (portfolio: string) => Plan): Plan {
  const client = clientId(scene);
  if (theOne(scene, 'portfolio') || (scene.session.persona !== 'client' && !client)) return withOnePortfolio(scene, then);
  const holding = call('get_holding', { security, client });
  if (!answered(scene, 'get_holding')) return [holding];
  const holders = rowsOf(scene, 'get_holding', 'positions');
  const only = holders.length === 1 ? holders[0]!['portfolio'] : undefined;
  return typeof only === 'string' ? then(only) : withOnePortfolio(scene, then);
}

/** Payments are made by people: the request goes to them, once it says how much. */
function transfer(scene: Scene): Plan {
  if (scene.ask.slots.amounts.length === 0 && scene.ask.slots.part === undefined) return { ambiguity: 'missing_amount', question: 'What amount do you have in mind?' };
  const text = unmask(scene.ask.text, scene.ask.mentions.flatMap((mention) => mention.candidates[0] ?? []));
  return scene.session.persona === 'client' ? [call('open_ticket', { subject: summarise(text), body: text })] : [call('create_task', { title: summarise(text), client: clientId(scene), detail: text })];
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

function report(scene: Scene): Plan {
  const { recommendationNumber } = scene.ask.slots;
  const fallback = recommendationNumber || (scene.session.persona === 'auditor' && !has(scene, 'tax')) ? 'audit_memo' : 'monthly_statement';
  const named = has(scene, MEETING_PAPER) && scene.session.persona !== 'client' && !recommendationNumber ? 'meeting_brief' : reportKind(scene.ask.words);
  const kind = recommendationNumber && named === 'meeting_brief' ? 'audit_memo' : named ?? fallback;
  if (kind === 'tax_report') {
    const year = taxYear(scene);
    return year ? [call('draft_report', { kind, taxYear: year, ...scope(scene) })] : { ambiguity: 'missing_period', question: 'For which tax year do you want the tax report?' };
  }
  if (kind === 'audit_memo') {
    if (!recommendationNumber) return { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation is the memo about?' };
    return withNumber(scene, recommendationNumber, (known) => [call('draft_report', { kind, recommendationNumber: known })]);
  }
  // "The report on Hugo's portfolio" is on one of them.
  if (!theOne(scene, 'portfolio') && says(scene, / @client 's (?:[^ ]+ )?portfolio /)) return withOnePortfolio(scene, (portfolio) => drafted(scene, kind, { portfolio }));
  return drafted(scene, kind, scope(scene));
}

function drafted(scene: Scene, kind: string, whose: Readonly<Record<string, unknown>>): Plan {
  const dated = dayList(scene)[0]?.slice(0, 7);
  const span = pastSpan(scene) ?? dated;
  const period = kind === 'monthly_statement' ? span ?? 'last_month' : span ?? (kind === 'meeting_brief' ? undefined : kind === 'quarterly_report' ? 'last_quarter' : 'YTD');
  return [call('draft_report', { kind, period, ...whose })];
}

/** "Only", "as before", "not the …": what is said to stay isn't part of the change. */
const STAYS = / (?:leave|leaving|left|keep|keeps|keeping|stay|stays|staying|remain|remains|continue|continues|still|not|except|apart from|other than|as (?:it|they) (?:is|are)|as before|fine|untouched|unchanged|go on|carry on|coming) /;
const STOPS = / (?:off|stop|stops|stopping|disable|disabled|no|no more|mute|cancel|unsubscribe|opt (?:me )?out|do not|silence|end|rid|tired|sick|enough|without|not) /;
const STRETCH = /[.;,!?]\s+|\s+(?=(?:but|and|while|whereas|though|although|except|apart from|other than|leave|leaving|keep|keeping)\b)/i;

/** "Stop the marketing; trade confirmations I still want": the kinds that change, where those that stay are named too. */
function kindToChange(scene: Scene): string | undefined {
  const stretches = scene.ask.text.split(STRETCH).map((text) => normalise(text));
  const named = stretches.flatMap((words) => notificationKind(words) ?? []);
  if (new Set(named).size < 2) return stretches.some((words) => / (?:except|apart from|other than) /.test(words) && notificationKind(words)) ? undefined : named[0];
  return stretches.map((words) => (STAYS.test(words) && !/ (?:do not|not) (?:want|need|wish|send|like|care) /.test(words) ? undefined : notificationKind(words))).find(Boolean);
}

function setNotification(scene: Scene): Plan {
  const kind = kindToChange(scene) ?? notificationKind(scene.ask.words.replace(/ (?:but |and |while )?(?:leave|keep|leaving|keeping|not|except|apart from|other than) .*$/, ' '));
  const stretches = scene.ask.text.split(STRETCH).map((text) => normalise(text));
  const about = stretches.find((words) => notificationKind(words) === kind) ?? scene.ask.words;
  const words = stretches.length > 1 && STAYS.test(scene.ask.words) ? about : scene.ask.words;
  const enabled = has(scene, 'switch_on') && !STOPS.test(words);
  if (!kind) return { ambiguity: 'missing_reference', question: 'Which notifications do you mean: price alerts, trade confirmations, reports or marketing?' };
  return [call('set_notification_preference', { kind, channel: channel(words) ?? channel(scene.ask.words) ?? 'email', enabled })];
}

function changePreference(scene: Scene): Plan {
  // "German please, and keep the currency as it is": what stays isn't part of the change.
  const key = preferenceKey(scene.ask.words.replace(/ (?:but |and |while )?(?:leave|keep|leaving|keeping) .*$/, ' ')) ?? (scene.ask.slots.currencies.length > 0 ? 'currency' : undefined);
  const zone = /\b([A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+)\b/.exec(scene.ask.text)?.[1];
  const spoken = preferenceValue(scene.ask.words);
  const value = key === 'currency' ? scene.ask.slots.currencies[0] : key === 'timezone' ? zone ?? tail(scene.ask.text, /\bto\b/i) : key === 'language' || key === 'theme' ? spoken : tail(scene.ask.text, /\bto\b/i) ?? spoken;
  if (!key) return { ambiguity: 'missing_reference', question: 'Which setting do you want to change?' };
  if (!value) return { ambiguity: 'missing_reference', question: `What should the ${key.replaceAll('_', ' ')} be set to?` };
  return [call('get_preferences', { key }), call('set_preference', { key, value })];
}

function openTicket(scene: Scene): Plan {
  const text = unmask(scene.ask.text, scene.ask.mentions.flatMap((mention) => mention.candidates[0] ?? []));
  const marker = /:|\b(?:because|saying|that says|about|regarding|as(?! (?:an? )?(?:ticket|complaint|request|case|issue)\b)|since|that|for)\b/i;
  // Only after "open a ticket about" does the subject begin; a plain complaint is told as a whole.
  const opens = /\b(?:tickets?|complaints?|case|support|request|issue|problem|query)\b/i.test(text.slice(0, marker.exec(text)?.index ?? 0));
  const after = opens ? tail(text, marker) : undefined;
  // "The app logs me out, could you file a ticket about it?": "it" is what was said before.
  const told = after && /^(?:(?:it|this|that|them|these|me)(?: please)?|(?:it |this |that )?(?:to|with) (?:the |your )?support(?: team| desk)?(?: for me| please)*)$/i.test(after) ? text.replace(/[,.;:]?\s*(?:and |so )?(?:please |(?:can|could|would|will) (?:you|we|somebody|someone) (?:please )?|i(?:'d| would) like to |kindly )?(?:file|open|raise|log|create|submit|lodge|register|report|make|put in)\b[^.!?]*[.!?]*\s*$/i, '').trim() : undefined;
  const body = (told || after || text).replace(/,?\s+please[.!]?$/i, '');
  return [call('open_ticket', { subject: summarise(body), body, client: clientId(scene), priority: says(scene, / (?:urgent\w*|asap|high priority|critical) /) ? 'high' : undefined })];
}

function createTask(scene: Scene): Plan {
  const isClient = scene.session.persona === 'client';
  const named = scene.ask.mentions.map((mention) => mention.candidates[0]).filter((candidate) => candidate !== undefined);
  const title = titleFor(scene.ask.text, named, isClient);
  const said = dayList(scene)[0];
  // "On 3 December", without a year, lies ahead.
  const due = (said && said < scene.session.today && !/\b20\d\d\b/.test(scene.ask.text) ? addYears(said, 1) : said) ?? (scene.ask.slots.periods.some(({ expression }) => expression === 'today') ? scene.session.today : undefined);
  return [...(isClient ? [call('get_advisor')] : []), call('create_task', { title, client: clientId(scene), dueOn: due })];
}

const LATE = / (?:overdue|late|past due|behind|missed|past (?:their|its|the) (?:due date|deadline|date)) /;
/** What was done, not what there is to get done. */
const DONE = / (?:completed|finished|(?:i|we|they) (?:complete|finish)) | (?<! (?:get|be|getting|gets|have|has|to) )done (?!by |until |before |this |next |today |tomorrow )/;

function tasks(scene: Scene): Plan {
  const isLate = has(scene, 'task') && says(scene, LATE);
  // "What is due this week, and how many am I late on?" wants the list and the count.
  const counted = isLate && says(scene, new RegExp(`(?:^| and | or | ,).* how (?:many|much) (?:[^ ]+ ){0,8}${LATE.source.trim()} `)) && says(scene, / (?:which|what|show|list|give|tell) (?:[^ ]+ ){0,12}how (?:many|much) /);
  const overdueOnly = isLate && !counted && !anySpan(scene) && !says(scene, / (?:tasks? list|on my (?:list|plate)|to do) /);
  // "Before Sunday" is all the days until then.
  const until = dayList(scene)[0];
  const period = until && until > scene.session.today && says(scene, / (?:before|by|until|till|up to) /) ? `${scene.session.today}..${until}` : anySpan(scene);
  const client = clientId(scene);
  const status = says(scene, DONE) ? 'done' : says(scene, / open /) ? 'open' : undefined;
  const overall = counted && client && !says(scene, / how many of (?:them|those|these|his|her|their) /) ? [call('list_tasks', { overdueOnly: true })] : [];
  return [call('list_tasks', { client, period, overdueOnly: overdueOnly || undefined, status }), ...overall];
}

export const SERVICE_PLANS = {
  trade_order: order,
  money_transfer: transfer,
  document_read: (scene) => [call('read_document', { client: clientId(scene), document: documentKind(scene.ask.words)?.replaceAll('_', ' ') ?? tail(scene.ask.text, /\b(?:of|in) (?:the |my |his |her |their )?/i) ?? scene.ask.text })],
  message_send: sendMessage,
  sentiment_volatility: (scene) => [call('report_sentiment_volatility', { benchmark: idOf(scene, 'benchmark') })],
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
  scheduled_jobs: (scene) => [call('list_scheduled_jobs', { period: says(scene, / (?:paused|stopped|disabled|all) /) ? undefined : says(scene, / (?:tonight|overnight|this evening) /) ? 'next_1D' : futureSpan(scene) ?? pastSpan(scene) ?? 'next_7D', status: says(scene, / (?:paused|stopped|switched off|disabled|on hold) /) ? 'paused' : has(scene, 'fail') ? 'failed' : undefined })],
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
