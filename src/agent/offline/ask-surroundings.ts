import { mergeSlots } from './slots/merge-slots.ts';
import { withToldBeforeVerdict } from './told-before-verdict.ts';
import type { Ask } from './types.ts';

/** Asks that only say more about another one of the same message are taken into it. */
export function withSurroundings(asks: readonly Ask[]): readonly Ask[] {
  return [withAims, withOccasion, withToldBeforeVerdict, withAllToLog, asContact, asVerdict, asPaper, withContents, withSettingsKept, asWhoIsMeant, withSubject, withDraftDetails, withDriftTold].reduce((left, step) => step(left), asks);
}

/** One ask of several: the text of all in their order, the topic and concepts of the one that counts. */
function joined(counts: Ask, all: readonly Ask[]): Ask {
  return {
    ...counts, text: all.map(({ text }) => text).join(' '), words: all.map(({ words }) => words.trimEnd()).join('').concat(' '), mentions: all.flatMap(({ mentions }) => mentions),
    slots: all.reduce((slots, ask) => mergeSlots(slots, ask.slots), counts.slots), concepts: new Set(all.flatMap(({ concepts }) => [...concepts])),
  };
}

const ASKS_FOR_ADVICE = 'recommendation_request';
/** "The app throws me out. Can you report that?": what is told before is what is to be reported. */
const OPENS_TICKET = 'ticket_open';
/** "Met her on Friday, no action needed. Please log the meeting.": so is what is to be written down. */
const LOGS = 'log_interaction';

/** "I would like an idea for X. The aim is less volatility.": what is merely said beside a request for advice tells its aim. */
function withAims(asks: readonly Ask[]): readonly Ask[] {
  const request = asks.find(({ topic }) => topic === ASKS_FOR_ADVICE || topic === OPENS_TICKET || topic === LOGS);
  if (!request || asks.length < 2) return asks;
  const isSaid = (ask: Ask): boolean => ask !== request && !ask.concepts.has('asking') && !ask.concepts.has('imperative');
  const aims = asks.filter(isSaid);
  // Masks and their names keep one order.
  const together = request.topic === LOGS ? asks.filter((ask) => ask === request || isSaid(ask)) : request.topic === OPENS_TICKET ? [...aims, request] : [request, ...aims];
  const whole: Ask = { ...request, text: request.topic === ASKS_FOR_ADVICE ? request.text : together.map(({ text }) => text).join(' '), words: aims.reduce((words, aim) => `${words.trimEnd()}${aim.words}`, request.words), mentions: together.flatMap(({ mentions }) => mentions), slots: aims.reduce((slots, aim) => mergeSlots(slots, aim.slots), request.slots) };
  return asks.filter((ask) => !isSaid(ask)).map((ask) => (ask === request ? whole : ask));
}

const WISHED = / (?:wants?|wanted|thinking of|considers?|considering|plans?|planning|is about|would love) (?:to )?(?:[^ ]+ ){0,2}(?:sell\w*|buy\w*|dump\w*|trim\w*|exit\w*|add\w*) /;

/** "He wants to dump X for the tax loss. Any wash-sale problem?": what is told first is the occasion, not a question of its own. */
function withOccasion(asks: readonly Ask[]): readonly Ask[] {
  const check = asks.find(({ topic }) => topic === 'wash_sale_check' || topic === 'suitability_check' || topic === 'restricted_check');
  const told = asks.find((ask) => ask !== check && (ask.topic === 'tax_loss_harvest' || WISHED.test(ask.words)) && !ask.concepts.has('draft') && !ask.concepts.has('asking') && !ask.concepts.has('imperative') && ask.concepts.has('@security'));
  if (!check || !told || asks.indexOf(told) > asks.indexOf(check)) return asks;
  return asks.filter((ask) => ask !== told).map((ask) => (ask === check ? { ...ask, mentions: [...told.mentions, ...ask.mentions], slots: mergeSlots(ask.slots, told.slots) } : ask));
}

/** "Had her on the phone, she wants less risk. Log that.": all that was told is what is to be logged. */
function withAllToLog(asks: readonly Ask[]): readonly Ask[] {
  const isLog = ({ topic }: Ask): boolean => topic === 'log_interaction' || topic === 'add_note';
  const asked = asks.find((ask) => isLog(ask) && ask.concepts.has('log_that'));
  if (!asked || asks.length < 2 || asks.some(({ text }) => text.trim().endsWith('?'))) return asks;
  return [joined(asks.find(({ topic }) => topic === 'log_interaction') ?? asked, asks)];
}

const CONTACT_TOLD = / (?:i |we )?(?:met|called|phoned|rang|spoke (?:to|with)|talked (?:to|with)|saw|visited|had (?:a |an )?(?:call|meeting|chat|lunch|coffee|talk) with) (?:with )?@client /;

/** "Put a note on record: met X on 19 November, …": a note of a contact is that contact. */
function asContact(asks: readonly Ask[]): readonly Ask[] {
  return asks.map((ask) => (ask.topic === 'add_note' && CONTACT_TOLD.test(ask.words) && ask.slots.periods.some(({ kind }) => kind !== 'future') ? { ...ask, topic: 'log_interaction' } : ask));
}

const OUR_VERDICT = / (?:i|we) (?:are |am |have |will |hereby |must |have to |ve |re )*(?:turn\w* (?:[^ ]+ ){0,3}down|declin\w*|reject\w*|dismiss\w*|accept\w*|approv\w*|releas\w*|defer\w*|postpon\w*|(?:saying|say|said) (?:no|yes) to) | (?:@client|he|she|they|the client) (?:[^ ]+ ){0,9}(?:go ahead|accepts?|accepted|declines?|declined|rejects?|rejected|agrees?|agreed|(?:says?|said) (?:yes|no)|turns? it down|turned it down|on board|fine with it|happy with it) /;

/** "We are turning recommendation 53 down because …. Please record that.": what is to go on record is the decision itself. */
function asVerdict(asks: readonly Ask[]): readonly Ask[] {
  const verdict = asks.find(({ topic }) => topic === 'recommendation_decision');
  const note = asks.find(({ topic, concepts }) => topic === 'add_note' && !concepts.has('@client'));
  // "I'm declining 80; note down that the tax would be too high.": its reason.
  if (verdict && note && asks.indexOf(note) > asks.indexOf(verdict)) return asks.filter((ask) => ask !== note).map((ask) => (ask === verdict ? joined(verdict, [verdict, note]) : ask));
  return asks.map((ask) => ((ask.topic === 'log_interaction' || ask.topic === 'add_note') && ask.slots.recommendationNumber !== undefined && (ask.topic === 'add_note' || ask.concepts.has('log_that')) && OUR_VERDICT.test(ask.words) ? { ...ask, topic: 'recommendation_decision' } : ask));
}

const PAPER = String.raw`(?:(?:1|a|one|single) (?:[a-z]+ ){0,2}(?:page|sheet|summary|overview|brief|briefing|memo|crib|note)|(?:1|one) pager|(?:short |brief |quick )?(?:summary|briefing|memo|crib sheet|cheat sheet))`;
const FOR_A_MEETING = ' (?:i can|to|that i can|which i can) (?:take|bring|carry|have|read|use|hold|glance) | (?:with me|in (?:with me|to the meeting|my (?:hand|pocket|bag))|for (?:the|my|our|this) (?:meeting|call|visit|talk|appointment|lunch)|before (?:the|my|our|i|he|she|they) )';
const AS_PAPER = new RegExp(`^ (?:please |just )*${PAPER} (?:please |only )*(?:for|on|about|with|value|worth|the|what|how|her|his|their) | (?:prepare|prep|brief|ready) me (?:up )?for (?:[^ ]+ ){0,4}(?:meeting|call|lunch|dinner|coffee|visit|talk|chat|breakfast|appointment|review) | (?:put|get|fit|squeeze|boil|sum|lay|write|gather|pull|bring|collect) (?:[^ ]+ ){1,40}(?:on|onto|into|to|in|as) ${PAPER} | (?:put together|pull together|draft|prepare|write|make|give|knock together|do|compile|need|want) (?:me |up |us )*${PAPER} (?=.*(?:${FOR_A_MEETING}))`);

/** Tells the plan which paper is meant, whatever is to stand in it. */
export const MEETING_PAPER = 'meeting_paper';

/** "Put what she has, how it did and what is open on one page": a paper, and what it is to hold is no question of its own. */
function asPaper(asks: readonly Ask[]): readonly Ask[] {
  const paper = asks.find(({ topic }) => topic === 'report_generate');
  if (asks.length === 0 || asks.some(({ text }) => text.trim().endsWith('?'))) return asks;
  // Which may stand after what was told: "I'm off to see her. One page, please: …"
  if (![asks.map(({ words }) => words.trimEnd()).join('').concat(' '), ...(paper ? [paper.words] : [])].some((words) => AS_PAPER.test(words))) return asks;
  const whole = joined({ ...(paper ?? asks[0]!), topic: 'report_generate' }, asks);
  return [{ ...whole, concepts: new Set([...whole.concepts, MEETING_PAPER]) }];
}

const IN_A_PAPER: ReadonlySet<string> = new Set(['portfolio_value', 'performance_return', 'compliance_flags', 'ticket_view', 'open_issues', 'task_list', 'holdings_list', 'goal_progress', 'interaction_history']);

/** "Can you prepare a brief? I want what she has, how she did over 12 months and open tickets.": what is told after the request is to stand in the paper. */
function withContents(asks: readonly Ask[]): readonly Ask[] {
  const at = asks.findIndex(({ topic, concepts }) => topic === 'report_generate' && !concepts.has(MEETING_PAPER));
  const inside = asks.filter((ask, index) => at >= 0 && index > at && IN_A_PAPER.has(ask.topic) && !ask.text.trim().endsWith('?'));
  return inside.length > 0 ? asks.flatMap((ask, index) => (index === at ? [joined(ask, [ask, ...inside])] : inside.includes(ask) ? [] : [ask])) : asks;
}

const STAYS = / (?:leave|leaving|left|keep|keeps|keeping|stay|stays|remain|remains|continue|continues|still|carry on|carrying on|go on|going on|as before|fine|coming) /;

/** "Stop the marketing; my trade confirmations should keep coming": what stays as it is is not asked about. */
function withSettingsKept(asks: readonly Ask[]): readonly Ask[] {
  const change = asks.find(({ topic }) => topic === 'notification_set');
  const beside = (ask: Ask): boolean => ask === change || ((ask.topic.startsWith('notification_set') || STAYS.test(ask.words)) && !ask.text.trim().endsWith('?'));
  return change && asks.filter(beside).length > 1 ? asks.flatMap((ask) => (ask === change ? [joined(change, asks.filter(beside))] : beside(ask) ? [] : [ask])) : asks;
}

const WHO = / (?:who (?:is|are|was|do i|should i|would) (?:that|it|this|he|she|they|call|ring|ask|talk|speak|contact)|(?:how|where) (?:do|can|could|would|should) (?:i|we) (?:best )?(?:reach|contact|call|phone|ring|get in touch|find|write)|(?:what|which) (?:is|are) (?:their|his|her|the) (?:name|number|phone|e ?mail|contact)) /;

/** "I'd like to talk to whoever looks after my money. Who is that?" asks for the person, not yet for a call. */
function asWhoIsMeant(asks: readonly Ask[]): readonly Ask[] {
  return asks.map((ask) => (ask.topic === 'task_create' && ask.concepts.has('advisor') && WHO.test(ask.words) && ask.text.trim().endsWith('?') ? { ...ask, topic: 'advisor_relationship' } : ask));
}

const TO_TALK = /^ (?:and |so )?(?:i|we) (?:would |really |just )*(?:like|love|want|need|wish|have|must|got|am hoping|hope)(?: to)? (?:talk|speak|chat|discuss|go|run|have a (?:word|chat|talk)) /;
const CALLS: ReadonlySet<string> = new Set(['task_create', 'message_send', 'ticket_open']);

/** "Ask him to ring me. I want to discuss the fees in X": what the call is to be about is not asked here. */
function withSubject(asks: readonly Ask[]): readonly Ask[] {
  const at = asks.findIndex(({ topic }) => CALLS.has(topic));
  const subject = asks[at + 1];
  return at >= 0 && subject && TO_TALK.test(subject.words) ? [...asks.slice(0, at), joined(asks[at]!, [asks[at]!, subject]), ...asks.slice(at + 2)] : asks;
}

const OF_A_DRAFT: ReadonlySet<string> = new Set(['holding_detail', 'portfolio_value', 'market_price', 'fees_costs', 'holdings_list', 'simulation_whatif']);
const DRAFTED = / (?:units?|shares|pieces|value|amount|size|total|cost|costs|price|worth|come to|comes to|trades?|turnover) /;

/** "Draft an order for 3 %. Show me the units and the estimated value": what the draft shows anyway. */
function withDraftDetails(asks: readonly Ask[]): readonly Ask[] {
  const at = asks.findIndex(({ topic }) => topic === 'trade_order' || topic === 'rebalance_draft');
  const isDetail = (ask: Ask, index: number): boolean => index > at && OF_A_DRAFT.has(ask.topic) && ask.mentions.length === 0 && ask.slots.periods.length === 0 && (DRAFTED.test(ask.words) || STAYS.test(ask.words));
  return at < 0 ? asks : asks.flatMap((ask, index) => (index === at ? [joined(ask, [ask, ...asks.filter((other, place) => isDetail(other, place) && STAYS.test(other.words))])] : isDetail(ask, index) ? [] : [ask]));
}

const QUESTION = / (?:how|what|which|where|whether|show|tell|give|list|see|check|compare) /;

/** "Her portfolio has drifted, can you bring it back in line?": the drift is told, not asked about. */
function withDriftTold(asks: readonly Ask[]): readonly Ask[] {
  const draft = asks.find(({ topic }) => topic === 'rebalance_draft');
  const told = asks.find(({ topic, words, text }) => topic === 'allocation_drift' && !QUESTION.test(words) && !text.trim().endsWith('?'));
  return draft && told && asks.indexOf(told) < asks.indexOf(draft) ? asks.flatMap((ask) => (ask === told ? [] : ask === draft ? [joined(draft, [told, draft])] : [ask])) : asks;
}
