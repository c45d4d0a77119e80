import { addDays } from '../../../shared/calendar.ts';
import { severity } from '../slots/service-terms.ts';
import { withNumber } from './recommendation-number.ts';
import { tradedSecurity } from './typed-security.ts';
import { spokenReason } from './advice-plans.ts';
import { ofRecommendation } from './review-plans.ts';
import { tallied } from './tally.ts';
import { REASON_ASKED } from '../reason-asked.ts';
import { answered, anySpan, call, clientId, dayList, eitherOf, futureSpan, has, idOf, rowsOf, says, scope, securityArgument, spanInDays, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';

function kyc(scene: Scene): Plan {
  const wholeBook = scene.session.persona !== 'client' && !idOf(scene, 'client') && !ownerOf(scene);
  if (!wholeBook) return [call('get_kyc', { client: clientId(scene) ?? ownerOf(scene) })];
  const status = says(scene, / (?:expired|lapsed|out of date|overdue|run out|ran out|no longer valid|invalid) /) && !futureSpan(scene) && dayList(scene).length === 0 ? 'expired' : says(scene, / (?:pending|incomplete|missing|open) /) ? 'pending' : says(scene, / rejected /) ? 'rejected' : undefined;
  const until = dayList(scene).find((day) => day >= scene.session.today);
  const span = until ? `${scene.session.today}..${until}` : futureSpan(scene) ?? (anySpan(scene)?.replace(/^(\d+[DWMQY])$/, 'next_$1'));
  const both = status && !span && says(scene, / (?:next|upcoming|coming|soon|due|expires?|expiring|about to|ahead|renew\w*) /);
  return [call('get_kyc', { period: span ?? (status ? undefined : 'next_90D'), status }), ...(both ? [call('get_kyc', { period: 'next_90D' })] : [])];
}

function suitability(scene: Scene): Plan {
  const security = tradedSecurity(scene);
  if (!security) return { ambiguity: 'missing_reference', question: 'Which security should be checked for suitability?' };
  const { quantity, amounts, part } = scene.ask.slots;
  const isSale = says(scene, / (?:sell\w*|sale|sold|trim\w*|exit\w*|reduc\w*|dump\w*|offload\w*|unload\w*|getting rid|get rid|out of) /) && !says(scene, / (?:buy|buying|purchas\w*|adding) /);
  return judged(scene, { security, side: isSale ? 'sell' : 'buy', amount: quantity === undefined ? amounts[0]?.value : undefined, quantity, fraction: isSale && quantity === undefined && amounts.length === 0 ? part : undefined });
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
  // "Who holds it though it is restricted?" looks at the whole book.
  if (security && scene.session.persona === 'advisor' && !clientId(scene) && has(scene, 'own') && says(scene, / (?:who|whose|which (?:of )?(?:my |our )?(?:clients|portfolios)|anyone|anybody) /)) return [call('screen_book', { criterion: 'restricted_holding' })];
  // "Is it on our list?" is about the firm's own list.
  if (security && scene.session.persona !== 'client' && !clientId(scene) && !ownerOf(scene)) return [call('get_security', { security })];
  if (security) return [call('get_client_profile', { client: clientId(scene) ?? ownerOf(scene) }), call('get_security', { security })];
  if (scene.session.persona !== 'client' && !idOf(scene, 'client')) return [call('screen_book', { criterion: 'restricted_holding' })];
  // "Does she own anything that is restricted?" is told by the flags that such a holding raises.
  return [...(has(scene, 'own') && scene.session.persona !== 'client' ? [call('list_flags', { ...scope(scene), kind: 'restricted_list', status: 'open' })] : []), call('get_client_profile', { client: clientId(scene) })];
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/ concentrat\w* /, 'concentration'], [/ suitab\w* /, 'suitability'], [/ (?:kyc|identity) /, 'kyc'], [/ (?:cash floor|minimum cash) /, 'cash_floor'], [/ restrict\w* /, 'restricted_list'], [/ wash sale\w* /, 'wash_sale'], [/ mandate\w* /, 'mandate_limits'], [/ turnover /, 'turnover_cost'],
];

function checks(scene: Scene): Plan {
  // The record of past checks is for staff: a client gets the rules run now.
  if (scene.session.persona === 'client') return [call('check_compliance', scope(scene))];
  const groups = tallied(scene, 'compliance_checks');
  if (groups) return groups;
  // "Were all of them passed?" wants both sides.
  if (scene.session.persona === 'auditor' && says(scene, / (?:all|every\w*|each) (?:(?!not |never )[^ ]+ ){0,3}(?:pass|passed) | pass(?:ed)? all /)) return [call('tally_records', { kind: 'compliance_checks', by: ['outcome'], period: anySpan(scene), client: clientId(scene) })];
  const ofOne = scene.session.persona === 'auditor' ? ofRecommendation(scene) : undefined;
  if (ofOne) return ofOne;
  const result = has(scene, 'fail') || says(scene, / (?:breach\w*|violat\w*|blocked) /) ? 'failed' : says(scene, / (?:can|could) not (?:[^ ]+ )?(?:tell|say|judge|decide|be (?:judged|decided|told))| lack of data | lacking data | missing data | undetermined | inconclusive | (?:not enough|insufficient|too little) data /) ? 'cannot_tell' : says(scene, / (?:pass|passed|clean|successful\w*) /) ? 'passed' : says(scene, / warning\w* /) ? 'warning' : undefined;
  return [call('list_compliance_checks', { ...scope(scene), period: anySpan(scene), result, rule: RULES.find(([pattern]) => says(scene, pattern))?.[1], limit: scene.ask.slots.count })];
}

/** All rules on a portfolio; staff must say whose. */
function checkNow(scene: Scene): Plan {
  const target = scope(scene);
  if (scene.session.persona !== 'client' && !target.client && !target.portfolio) return { ambiguity: 'missing_reference', question: 'Which client or portfolio should be checked?' };
  return [call('check_compliance', target)];
}

/** "Open for more than 30 days": opened at least that long ago, not within. */
function openLongerThan(scene: Scene): number | undefined {
  const match = / (?:more than|over|longer than|older than|at least|beyond|past|after(?: more than)?) (\d+|a|an) (day|week|month|year)s? /.exec(scene.ask.words);
  if (!match || !(has(scene, 'open_state') || / (?:old|older|open|opened|stand\w*|unresolved|lying|sitting) /.test(scene.ask.words))) return undefined;
  return (/\d/.test(match[1]!) ? Number(match[1]) : 1) * { day: 1, week: 7, month: 30, year: 365 }[match[2] as 'day' | 'week' | 'month' | 'year']; // the pattern allows only these
}

const KINDS: readonly (readonly [RegExp, string])[] = [[/ (?:complain\w*|grievances?) /, 'complaint'], [/ concentrat\w* /, 'concentration'], [/ (?:kyc|identity) /, 'kyc'], [/ restrict\w* /, 'restricted_list'], [/ suitab\w* /, 'suitability']];

function kindOf(scene: Scene): string | undefined {
  return KINDS.find(([pattern]) => says(scene, pattern))?.[1];
}

/** Takes or closes the flag that fits; one must be left, and a closing says why. */
function flagHandle(scene: Scene): Plan {
  const target = { ...scope(scene), kind: kindOf(scene), status: 'open' };
  if (!answered(scene, 'list_flags')) return [call('list_flags', target)];
  const rows = rowsOf(scene, 'list_flags', 'flags');
  if (rows.length === 0) return [call('list_flags', target)];
  if (rows.length > 1) return { ambiguity: 'missing_reference', question: `Which flag do you mean: ${eitherOf(rows.slice(0, 5).map((row) => `${String(row['title'])} of ${String(row['client'])}`))}?` };
  const act = says(scene, / (?:close|settle|resolve|dismiss|clear) /) ? 'close' : 'take';
  const reason = spokenReason(scene);
  if (act === 'close' && !reason) return { ambiguity: 'missing_reference', question: `${String(rows[0]!['title'])}: ${REASON_ASKED}` };
  return [call('handle_flag', { flag: String(rows[0]!['id']), act, reason: act === 'close' ? reason : undefined })];
}

/** "Overdue", "due this week": open flags by the day they are due. */
function dueOf(scene: Scene): 'overdue' | 'next_7D' | 'next_30D' | undefined {
  if (says(scene, / (?:overdue|past due|past (?:their|its|the) (?:due|deadline)|late|deadline (?:has )?passed|missed) /)) return 'overdue';
  if (!says(scene, / (?:due|deadlines?) /)) return undefined;
  return says(scene, / (?:today|tomorrow|this week|next week) /) || (spanInDays(scene) ?? 30) <= 7 ? 'next_7D' : 'next_30D';
}

const ANY_STATUS = / (?:open (?:or|and) (?:not|closed)|closed (?:or|and) open|open or otherwise|whether open|any status|regardless|open, closed) /;

/** "The serious ones at the top": an order, not a choice. */
const GRAVE_FIRST = / (?:(?:put|show|list|with|have|start(?:ing)? with|begin(?:ning)? with|sort\w*|order\w*|rank\w*) )?(?:the )?(?:worst|most severe|severe|serious|critical|high|urgent|grave|gravest|nasty|bad|big)(?: (?:ones?|cases?|flags?|severity|risk))?(?:(?<=(?:start|starting|begin|beginning) with (?:the )?[a-z ]+)| (?:first|(?:at|on|to|near) (?:the )?(?:top|front|head|beginning|start)|up top|up front|on top|leading|before the (?:rest|others)|ahead of the (?:rest|others))) /;

function flags(scene: Scene): Plan {
  const groups = tallied(scene, 'flags');
  if (groups && !says(scene, / (?:first|sort\w*|order\w*|rank\w*) /)) return groups;
  const status: string | undefined = says(scene, ANY_STATUS) ? undefined : says(scene, / (?:closed|resolved|settled|cleared) /) && !says(scene, / (?:not|un)\w* ?(?:closed|resolved)/) ? 'closed' : has(scene, 'open_state') || !anySpan(scene) ? 'open' : undefined;
  const age = openLongerThan(scene);
  const ordered = says(scene, / (?:most severe|severity|most serious|by (?:urgency|gravity|importance|how (?:serious|severe|grave|urgent|bad))|gravest|highest) /) || says(scene, GRAVE_FIRST);
  const due = dueOf(scene);
  const assignedTo = idOf(scene, 'advisor') ?? (scene.session.persona === 'advisor' && says(scene, / (?:(?:assigned|given|belong\w*|left) to me|(?:sitting|lying|left) with me|on my (?:desk|plate)|in my (?:name|hands|tray)|i (?:am|m) (?:dealing with|handling|looking at|working on)|mine) /) ? 'me' : undefined);
  return [call('list_flags', { ...scope(scene), assignedTo, due, kind: kindOf(scene), status, severity: severity(scene.ask.words.replace(GRAVE_FIRST, ' ')), period: due ? undefined : age === undefined ? anySpan(scene) : `1900-01-01..${addDays(scene.session.today, -age)}`, orderBy: ordered ? 'severity' : undefined })];
}

/** Why something stands still: the recommendation that was blocked, with its checks; else the rules as they stand now. */
function blocked(scene: Scene): Plan {
  if (scene.session.persona === 'client') return [call('check_compliance', scope(scene))];
  const target = scope(scene);
  if (!answered(scene, 'list_recommendations')) return [call('list_recommendations', { ...target, status: 'blocked' })];
  const numbers = rowsOf(scene, 'list_recommendations', 'recommendations').map((row) => Number(row['number']));
  return numbers.length > 0 ? numbers.slice(0, 3).map((number) => call(scene.session.persona === 'auditor' ? 'get_decision' : 'get_recommendation', scene.session.persona === 'auditor' ? { recommendationNumber: number } : { number })) : target.client || target.portfolio ? [call('check_compliance', target)] : [call('list_recommendations', { status: 'blocked' })];
}

/** An override is the advisor's own act on one result, with a reason; which result and why must be plain before a card is shown. */
function overrideDo(scene: Scene): Plan {
  const number = scene.ask.slots.recommendationNumber;
  const known = scene.results.find(({ tool }) => tool === 'get_recommendation')?.answer?.facts;
  if (number && !answered(scene, 'get_recommendation')) return withNumber(scene, number, (found) => [call('get_recommendation', { number: found })]);
  const portfolio = known?.find(({ key }) => key === 'portfolio')?.value;
  const target = typeof portfolio === 'string' ? { portfolio } : scope(scene);
  if (!target.client && !target.portfolio) return { ambiguity: 'missing_reference', question: 'Which result should be overridden: of which client, portfolio or recommendation?' };
  if (!answered(scene, 'list_compliance_checks')) return [call('list_compliance_checks', { ...target, result: 'failed' })];
  const open = new Map(rowsOf(scene, 'list_compliance_checks', 'checks').filter((row) => row['overridden'] !== true && (!number || row['trigger'] === 'recommendation')).toReversed().map((row) => [String(row['rule']), String(row['id'])]));
  if (open.size === 0) return { ambiguity: 'missing_reference', question: 'No failed result that could be overridden is on record there. Which one do you mean?' };
  if (open.size > 1) return { ambiguity: 'missing_reference', question: `Several rules failed there: ${[...open.keys()].map((rule) => rule.replaceAll('_', ' ')).join(', ')}. Which one should be overridden, and why?` };
  const reason = spokenReason(scene);
  return reason ? [call('override_check', { check: [...open.values()][0], act: 'override', reason })] : { ambiguity: 'missing_reference', question: 'An override goes on record with its reason. What is the reason?' };
}

export const COMPLIANCE_PLANS = {
  kyc_status: kyc,
  suitability_check: suitability,
  restricted_check: restrictions,
  compliance_checks: checks,
  compliance_run: checkNow,
  compliance_flags: flags,
  flag_handle: flagHandle,
  pending_consents: () => [call('list_pending_consents')],
  blocked_reason: blocked,
  override_do: overrideDo,
  risk_overview: () => [call('report_risk_overview')],
} satisfies Record<string, PlanBuilder>;
