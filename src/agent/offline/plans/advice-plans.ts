import { likelihoodsFor } from '../learned/reading.ts';
import { recommendationStatus } from '../slots/service-terms.ts';
import { modelLabelIn } from '../text/payload.ts';
import { gentler, withOnePortfolio } from './portfolio-plans.ts';
import { MOST_IN_A_ROW, numberMeant, numbersInARow, withNumber } from './recommendation-number.ts';
import { REASON_ASKED } from '../reason-asked.ts';
import { answered, anySpan, bound, call, clientId, eitherOf, has, idOf, named, rowsOf, says, scope, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';
import { tallied } from './tally.ts';
import type { Candidate } from '../types.ts';
import { reasonIn, unmask } from './texts.ts';

const OBJECTIVES: readonly (readonly [RegExp, string])[] = [
  [/ (?:tax loss\w*|harvest\w*|offset .* gains|use .* losses|tax (?:smart|wise|efficient)|(?:cut|lower|save|reduce|trim|less|shrink) (?:[^ ]+ ){0,2}tax(?:es)?(?: bill)?) /, 'harvest_losses'],
  [/ (?:hedg\w*|currency risk|currency exposure|fx risk|foreign currenc\w*|exchange rate risk|(?:weak\w*|strong\w*|falling|rising) (?:dollar|euro|pound|franc|yen|sterling)) /, 'hedge_currency'],
  [/ (?:esg|sustainab\w*|ethical\w*|green\w*|climate|carbon|responsible) /, 'tilt_esg'],
  [/ (?:concentrat\w*|diversif\w*|spread (?:[^ ]+ ){0,3}(?:out|better|wider|more|broadly)|(?:better|more|wider|broader|less well) spread|lopsided|single (?:stock|position|name)|too much in|one stock|overexposed|eggs) /, 'reduce_concentration'],
  [/ (?:rais(?:e|es|ing)|free(?:ing)? up|come up with|get together|pull out|take out|cash out) (?:[^ ]+ ){0,3}(?:usd |eur |gbp |chf |jpy |cad |[$€£] )?\d+(?:[.,]\d+)*(?:k|m)? (?!%|percent)/, 'raise_cash'],
  [/ (?:rais\w+|bring\w* in|free\w* up|need\w*|generat\w+|find|releas\w+|come up with|get|fund\w*|financ\w*) (?:[^ ]+ ){0,8}cash | cash (?:needed|need) | liquidity /, 'raise_cash'],
  [/ (?:cash|idle|uninvested|invest|deploy|put .* to work|sidelines|spare money) /, 'deploy_cash'],
  [/ (?:fees?|costs?(?! (?:me nothing|us nothing|nothing))|cheaper|expens\w*|charges) /, 'reduce_cost'],
  [/ (?:less risk\w*|lower\w* .*risk|reduc\w* .*risk|risk down|cut\w* .*risk|safer|defensive|conservative|cautious|derisk|de risk|volatil\w*|down in risk|(?:bring|take|get|dial|push) (?:[^ ]+ ){0,4}risk|risk (?:[^ ]+ ){0,2}down|swings?|bumpy|ups and downs|calm\w*|risk (?:lower|reduc\w*)|tone down|uneasy|worried|nervous|scared|afraid|calmer|steadier|sleep) /, 'lower_risk'],
  [/ (?:more risk|higher risk|aggressive\w*|more growth|bolder|riskier|adventurous|daring|higher return\w*|raise .*risk) /, 'raise_risk'],
  [/ (?:@goal|goal|goals|retire\w*|shortfall) /, 'fund_goal'],
  [/ (?:replac\w*|swap|alternative|substitut\w*|instead of) /, 'replace_security'],
];

/** "Get me out of tech", "trim the chip exposure": less of a sector is less concentration. */
function objectiveOf(scene: Scene): string | undefined {
  const lessOf = (scene.ask.slots.sectors.length > 0 || says(scene, / (?:exposure|sector|industry|chips?) /)) && says(scene, / (?:out of|trim\w*|less|reduc\w*|cut\w*|lower\w*|exit\w*|too much|down on|scale back|lighten\w*|shrink\w*|away from) /);
  return lessOf ? 'reduce_concentration' : OBJECTIVES.find(([pattern]) => says(scene, pattern))?.[1];
}

function request(scene: Scene): Plan {
  const objective = objectiveOf(scene);
  const { percents, amounts, sectors, currencies } = scene.ask.slots;
  const security = named(scene, 'security').map(({ id }) => id);
  const limits = {
    maxTax: says(scene, / (?:nothing in tax\w*|no tax\w*|tax free|without (?:any |paying )?tax\w*|zero tax\w*) /) ? 0 : undefined,
    objective, amount: objective === 'raise_cash' || objective === 'deploy_cash' ? amounts[0]?.value : undefined, maxTurnoverFraction: says(scene, / turnover /) ? percents[0] : gentler(scene),
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
  const meant = numberMeant(scene);
  // "Which are you least sure about?" looks at all of them.
  if (meant.kind !== 'one' && says(scene, / (?:least|most|lowest|highest) (?:confiden\w*|sure|certain\w*) /)) return list(scene);
  if (meant.kind === 'several') return whichOf(meant.numbers);
  // An auditor is after the record of the decision, which holds the reasons too.
  const isRecord = scene.session.persona === 'auditor' && !has(scene, 'alternative');
  if (meant.kind === 'one') {
    const alternatives = has(scene, 'alternative') && says(scene, / (?:compare|side by side|what (?:would|if)) /) && idOf(scene, 'portfolio');
    return withNumber(scene, meant.number, (known) => [isRecord ? call('get_decision', { recommendationNumber: known }) : call('get_recommendation', { number: known }), ...(alternatives ? [call('compare_alternatives', { portfolio: alternatives })] : [])]);
  }
  const about = { client: clientId(scene), portfolio: idOf(scene, 'portfolio') };
  const status = recommendationStatus(scene.ask.words);
  // "Declined advice since June, with reasons" is a list: no one is meant.
  if (status && status !== 'pending' && (anySpan(scene) || (has(scene, 'asking') && !has(scene, 'why')))) return list(scene);
  if (named(scene, 'security').length > 0) return aboutSecurity(scene, about);
  if (scene.session.persona !== 'client' && !about.client && !about.portfolio && !says(scene, / (?:latest|last|newest|most recent) /)) return { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation do you mean?' };
  const strategy = strategyOf(scene);
  return strategy ? ofStrategy(scene, about, strategy) : [call('get_recommendation', { which: 'latest', ...about })];
}

/** Whether a recommendation of a list trades one of the securities. */
function tradesAny(row: Readonly<Record<string, unknown>>, securities: readonly Candidate[]): boolean {
  const traded = row['securities'];
  const tickers = (typeof traded === 'string' ? traded : '').split(', ').filter((ticker) => ticker !== '');
  return securities.some(({ name, detail }) => tickers.some((ticker) => `${name} ${detail}`.includes(ticker)));
}

/** "Why should I sell X?": the newest recommendation in reach that speaks of X. */
function aboutSecurity(scene: Scene, about: Readonly<Record<string, unknown>>): Plan {
  const list = call('list_recommendations', about);
  if (!answered(scene, 'list_recommendations')) return [list];
  const speaking = rowsOf(scene, 'list_recommendations', 'recommendations').filter((row) => tradesAny(row, named(scene, 'security')));
  const open = speaking.filter((row) => row['status'] === 'released' || row['status'] === 'in review' || row['status'] === 'in_review');
  const fitting = (open.length > 0 ? open : speaking).map((row) => Number(row['number']));
  if (fitting.length === 0) return { ambiguity: 'missing_reference', question: `None of the recommendations within your reach trades ${named(scene, 'security')[0]!.name}. Which one do you mean? Its number is enough.` };
  // In a whole book several clients may be advised to trade it: the person says whose.
  return fitting.length > 1 && scene.session.persona !== 'client' && !about['client'] && !about['portfolio'] ? whichOf(fitting.map(String)) : [call('get_recommendation', { number: fitting[0]! })];
}

/** "Why should I realise losses?": the newest recommendation in reach that does that. */
function ofStrategy(scene: Scene, about: Readonly<Record<string, unknown>>, strategy: string): Plan {
  if (!answered(scene, 'list_recommendations')) return [call('list_recommendations', { ...about, strategy })];
  const number = rowsOf(scene, 'list_recommendations', 'recommendations')[0]?.['number'];
  return [call('get_recommendation', number === undefined || number === null ? { which: 'latest', ...about } : { number: Number(number) })];
}

function whichOf(numbers: readonly string[]): Plan {
  return { ambiguity: 'missing_reference', question: `Which recommendation do you mean: ${eitherOf(numbers.slice(0, 5))}?` };
}

/** Label of a model version as typed: "steward-2.1", "v3", "model 1.4". */
export function modelLabel(scene: Scene): string | undefined {
  const label = modelLabelIn(scene.ask.text);
  if (label) return label;
  return / (?:by|from|of|model|version|label) (?:the )?(?:model |version )*([A-Za-z][\w.:/+-]*\d[\w.:/+-]*|\d+(?:\.\d+)+[\w.-]*)/i.exec(` ${scene.ask.text}`.replaceAll(/[,?]/g, ' ').replaceAll(/\.(?=\s|$)/g, '').replaceAll(/\b(?:Q[1-4]|H[12]|FY\d+)\b/gi, ''))?.[1];
}

/** What "low" and "high" confidence mean when no number is said; the answer names the bound. */
const LOW_CONFIDENCE = 0.6;
const HIGH_CONFIDENCE = 0.8;
const SURE = String.raw`(?:confiden\w*|sure|certain\w*|conviction)`;
const LOW = new RegExp(` (?:low|weak\\w*|poor|little|unsure|not (?:very|so|that|too|really)|less than) (?:[^ ]+ ){0,2}${SURE} (?!first)| ${SURE} (?:was|is|were|are) (?:low|weak|poor|shaky)| (?:shaky|wobbly|doubtful|unsure) `);
const HIGH = new RegExp(` (?:high|strong|very|really) (?:[^ ]+ ){0,2}${SURE} (?!first)| ${SURE} (?:was|is|were|are) (?:high|strong)`);

/** Bounds on confidence: "under 60 %" is a maximum, "at least 80 %" a minimum. An order ("least confident first") bounds nothing. */
export function confidenceBounds(scene: Scene): { minConfidence?: number; maxConfidence?: number } {
  const [said, second] = scene.ask.slots.percents;
  // "Less than half": a part is a percentage too.
  const first = said ?? scene.ask.slots.part;
  if (!has(scene, 'confidence') && !says(scene, / (?:scored?|scores|scoring) /)) return {};
  // A superlative asks for an order, not for a bound.
  if (first === undefined && orderOf(scene).orderBy) return {};
  if (first === undefined) return says(scene, LOW) ? { maxConfidence: LOW_CONFIDENCE } : says(scene, HIGH) ? { minConfidence: HIGH_CONFIDENCE } : {};
  if (second !== undefined) return { minConfidence: Math.min(first, second), maxConfidence: Math.max(first, second) };
  return bound(scene) === 'max' || (said === undefined && says(scene, / (?:less|below|under|beneath|lower) /)) ? { maxConfidence: first } : { minConfidence: first };
}

const LEAST = / (?:least|lowest|weakest|shakiest|wobbliest|low(?:est)? (?:first|to high)|ascending|worst|bottom) /;
const ORDERED = new RegExp(` (?:least|most|lowest|highest|weakest|strongest) (?:[^ ]+ ){0,2}${SURE} | (?:shakiest|surest|wobbliest) | (?:sort\\w*|order\\w*|rank\\w*|arrang\\w*|list\\w*|by|most) (?:[^ ]+ ){0,4}${SURE} (?:[^ ]+ ){0,3}(?:first|top|descending|ascending|to (?:low|high)|down) | (?:sort\\w*|order\\w*|rank\\w*|arrang\\w*) (?:[^ ]+ ){0,4}${SURE} | by (?:the )?${SURE} `);

/** "Sorted by confidence", "the shakiest first": the order of a list. */
function orderOf(scene: Scene): { orderBy?: 'confidence' | 'date'; direction?: 'asc' | 'desc' } {
  if (says(scene, / (?:oldest|the longest|longest waiting|waiting longest|earliest) /)) return { orderBy: 'date', direction: 'asc' };
  return says(scene, ORDERED) ? { orderBy: 'confidence', direction: says(scene, LEAST) ? 'asc' : 'desc' } : {};
}

const STRATEGIES: readonly (readonly [RegExp, string])[] = [
  [/ (?:harvest\w*|losses|tax loss\w*) /, 'harvest_losses'], [/ concentrat\w* /, 'reduce_concentration'], [/ rebalanc\w* /, 'rebalance'], [/ (?:idle|deploy|invest) (?:[^ ]+ ){0,2}cash | cash recommendations /, 'deploy_cash'],
];

function strategyOf(scene: Scene): string | undefined {
  return STRATEGIES.findLast(([pattern]) => says(scene, pattern))?.[1];
}

/** "Not decided on yet", "still to be answered", "left undecided": nobody has said yes or no. */
const UNDECIDED = / (?:(?:still|yet) (?:need|have|ought|got) to (?:approve|accept|reject|release|turn|sign|judge|look|give)|neither (?:[^ ]+ ){1,3}nor|not (?:[^ ]+ ){0,3}(?:decid\w+|answered|settled|acted|looked at|dealt with|reviewed|signed off|responded|made up)|(?:yet|still|left) (?:to be|to) (?:decide\w*|answer\w*|settle\w*|review\w*|deal\w*|dealt|sign\w*|act)|undecided|unsettled|without (?:a|my|any) (?:decision|verdict|answer)|(?:need|needs|await|awaits|want|wants|wait for|waits for|waiting for) (?:a|my|our) (?:decision|verdict|answer|yes or no|yes or a no)) /;

const LATEST_ONE = / (?:latest|last|newest|most recent) (?:[^ ]+ )?(?:recommendation|proposal|suggestion|idea) /;

function list(scene: Scene): Plan {
  const groups = tallied(scene, 'recommendations');
  if (groups) return groups;
  const status = says(scene, UNDECIDED) ? 'pending' : recommendationStatus(scene.ask.words);
  // "The latest recommendation for X" is one, and it is told whole.
  if (status === undefined && says(scene, LATEST_ONE)) return [call('get_recommendation', { which: 'latest', ...scope(scene) })];
  // "Anything to sign today?" looks at what waits, not at what was made today.
  const waitsNow = (status === 'pending' || status === 'in_review') && anySpan(scene) === 'today';
  return [call('list_recommendations', {
    ...scope(scene), status, period: waitsNow ? undefined : anySpan(scene), ...confidenceBounds(scene), ...orderOf(scene), modelVersion: modelLabel(scene), limit: scene.ask.slots.count, strategy: strategyOf(scene),
    advisor: scene.session.persona === 'auditor' ? theOne(scene, 'advisor')?.id : undefined,
  })];
}

function decide(scene: Scene): Plan {
  const meant = numberMeant(scene);
  if (meant.kind === 'several') return whichOf(meant.numbers);
  if (meant.kind === 'one') return decideOn(scene, meant.number);
  const pending = call('list_recommendations', { ...scope(scene), status: 'pending', strategy: strategyOf(scene) });
  if (!answered(scene, 'list_recommendations')) return [pending];
  const all = rowsOf(scene, 'list_recommendations', 'recommendations');
  const trading = all.filter((row) => tradesAny(row, named(scene, 'security')));
  const only = trading.length > 0 ? trading : all;
  // "No thanks to the rebalance", and one waits: that one. The card shows which before anything is recorded.
  if (only.length === 1 && (strategyOf(scene) || trading.length > 0 || scene.session.persona === 'client')) return decideOn(scene, String(only[0]!['number']));
  const waiting = rowsOf(scene, 'list_recommendations', 'recommendations').map((row) => `${String(row['number'] ?? row['id'] ?? '')} (${String(row['title'] ?? '')})`);
  return { ambiguity: 'missing_reference', question: waiting.length > 0 ? `Which recommendation do you mean? Waiting: ${eitherOf(waiting.slice(0, 5))}.` : 'Which recommendation do you mean? None of them is waiting for a decision.' };
}

/** The reason in the person's own words, with the names that they used. */
export function spokenReason({ ask }: Scene): string | undefined {
  const said = reasonIn(unmask(ask.text, ask.mentions.flatMap(({ candidates }) => candidates[0] ?? [])));
  // The number that answered our question is no part of the reason given before it.
  return ask.newWords === undefined ? said : said?.replace(/[\s:,]+#?\d{1,4}$/, '');
}

/** The client has said so: the advisor decides in the client's place. */
const CLIENTS_WORD = / (?:client|he|she|they|@client) (?:has |have |just |is |are |was )*(?:(?:fine|ok|okay|happy|good|on board|in favour) |says?|said|agrees?|agreed|accepts?|accepted|declines?|declined|rejects?|rejected|wants? to (?:go ahead|accept|decline)|turned|turns) /;

const DECISIONS = ['accept', 'decline', 'defer'] as const;

/** Below this no decision was heard at all. */
const UNHEARD = 0.02;

/** What a verdict decides, as it was learned: "I had a good think and take it up" is a yes, "not before spring" a later; undefined when nothing says which. */
function decisionIn({ ask, session }: Scene): (typeof DECISIONS)[number] | undefined {
  const likelihoods = likelihoodsFor(ask.words, session.persona);
  const of = (decision: string): number => likelihoods(`recommendation_decision:${decision}`);
  const likeliest = DECISIONS.reduce((left, right) => (of(right) > of(left) ? right : left));
  return of(likeliest) < UNHEARD ? undefined : likeliest;
}

function decideOn(scene: Scene, number: string): Plan {
  const isClient = scene.session.persona === 'client';
  const decision = decisionIn(scene);
  if (!decision) return { ambiguity: 'missing_reference', question: `Recommendation ${number}: is it to be accepted, declined or put off?` };
  if (!isClient && decision !== 'defer') return staffDecision(scene, number, decision === 'decline');
  const until = decision === 'defer' ? /\b(until|till) [^.!?;]+/i.exec(scene.ask.text)?.[0] : undefined;
  // A postponement needs a reason on record; that the person wants to decide later is one.
  const reason = spokenReason(scene) ?? (decision === 'defer' ? until ?? 'To be decided later.' : undefined);
  return withNumber(scene, number, (known) => [call('decide_recommendation', { number: known, decision, reason })]);
}

/** What is in review is released or rejected; on what is released the advisor decides in the client's place. Both go on record with a reason, which nobody may invent. */
function staffDecision(scene: Scene, number: string, isNo: boolean): Plan {
  const isClients = says(scene, CLIENTS_WORD);
  const reason = spokenReason(scene) ?? (isClients ? unmask(scene.ask.text, scene.ask.mentions.flatMap(({ candidates }) => candidates[0] ?? [])) : undefined);
  return withNumber(scene, number, (known) => {
    if (!answered(scene, 'get_recommendation')) return [call('get_recommendation', { number: known })];
    const facts = scene.results.findLast(({ tool }) => tool === 'get_recommendation')?.answer?.facts;
    if (!facts) return [call('get_recommendation', { number: known })]; // out of reach: what the tool says is told
    if (!reason) return { ambiguity: 'missing_reference', question: `Recommendation ${known}: ${REASON_ASKED}` };
    const isReleased = facts.find(({ key }) => key === 'status')?.value === 'released';
    return [isReleased ? call('decide_recommendation', { number: known, decision: isNo ? 'decline' : 'accept', reason }) : call('review_recommendation', { number: known, decision: isNo ? 'reject' : 'release', reason })];
  });
}

/** What somebody released, or what was released in a span, may have been decided since. */
function stateInReview(scene: Scene): string | undefined {
  const status = recommendationStatus(scene.ask.words);
  return status === 'released' && (anySpan(scene) !== undefined || idOf(scene, 'advisor') !== undefined) ? 'approved' : status;
}

function review(scene: Scene): Plan {
  const groups = tallied(scene, 'recommendations');
  return groups ?? [call('list_recommendations', {
    client: idOf(scene, 'client'), portfolio: idOf(scene, 'portfolio'), advisor: idOf(scene, 'advisor'), status: stateInReview(scene), period: anySpan(scene), ...confidenceBounds(scene), ...orderOf(scene), modelVersion: modelLabel(scene), limit: scene.ask.slots.count,
  })];
}

export const ADVICE_PLANS = {
  recommendation_request: request,
  recommendation_explain: explain,
  recommendation_list: list,
  recommendation_review: review,
  recommendation_decision: decide,
  recommendation_execute(scene) {
    const meant = numberMeant(scene);
    if (meant.kind === 'several') return whichOf(meant.numbers);
    if (meant.kind === 'none') return { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation is to be carried out?' };
    return withNumber(scene, meant.number, (known) => [call('execute_recommendation', { number: known })]);
  },
  alternatives_compare: (scene) => withOnePortfolio(scene, (portfolio) => [call('compare_alternatives', { portfolio })]),
  confidence_heatmap: (scene) => [call('report_confidence_heatmap', { period: anySpan(scene) })],
  ai_decision(scene) {
    const row = numbersInARow(scene.ask.words);
    if (row.length > MOST_IN_A_ROW) return { ambiguity: 'missing_reference', question: `I can show ${MOST_IN_A_ROW} decisions at a time: which of the ${row.length} first?` };
    if (row.length > 1) return row.map((recommendationNumber) => call('get_decision', { recommendationNumber }));
    const meant = numberMeant(scene);
    if (meant.kind === 'several') return whichOf(meant.numbers);
    if (meant.kind === 'none') return scope(scene).client ?? scope(scene).portfolio ? list(scene) : { ambiguity: 'missing_reference', question: 'Its number is enough: which recommendation do you mean?' };
    return withNumber(scene, meant.number, (known) => [call('get_decision', { recommendationNumber: known })]);
  },
} satisfies Record<string, PlanBuilder>;
