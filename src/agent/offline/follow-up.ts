import { addDays, addMonths, addYears, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { resolvePeriod } from '../../shared/period.ts';
import { countsAsPercent, namesBucket, onlyFilters, ONLY_JOINTS, onlyRecounts, onlyRefines, recounted, turnsSide } from './refinements.ts';
import { asksGentler } from './slots/gentler.ts';
import { resized, withoutSize } from './resized.ts';
import { belongsTo } from './intents/belonging.ts';
import { CLEAR_SCORE, classify, likelihoodsOf } from './intents/classify.ts';
import { featuresOf } from './intents/features.ts';
import { mergeSlots } from './slots/merge-slots.ts';
import { LEAN, type Understanding } from './understand.ts';
import type { Ask, Mention, PeriodSlot, SessionFacts, Slots } from './types.ts';

const PRONOUN = / (?:it|its|(?:that|this|those|these)(?! (?:year|month|quarter|week|morning|afternoon|much|many|time))|them|they|their|theirs|there|he|him|his|she|her|hers|same|the other|other one|the former|the latter|that one|this one|ones|both|of them|said) /;
const ELLIPSIS = /^ (?:(?:ok|okay|right|fine|thanks|great|now|so) )*(?:and|what about|how about|or|also|only|just|same|but|then|now for|what if|instead|why|how so|since when|in which|for|over|by|with|without|excluding|including) /;
const OPEN = /^ (?:(?:ok|okay|right|fine|thanks|great|now|so) )*(?:what about|how about|and(?! (?:what|how|which|who|when|where|is|are|was|were|did|does|do|has|have|can|could|please|show|list))|same|only|just|or|but|now for|instead|for|over|by|excluding|with|without|including|make it|make that) /;

/** "Only those …", "without …": a condition on what was asked before, unless it is very clear by itself. */
const NARROWS = /^ (?:(?:ok|okay|right|fine|thanks|great|now|so|and) )*(?:only|just|same|excluding|including|with|without|for|over|by|make it|make that) /;
/** Clear by itself: the score of a lone clause has its own meaning counted in. */
const CLEAR_ALONE = CLEAR_SCORE + LEAN;

/** Whether a message leans on the one before it. */
export function leansOnContext(reading: Understanding): boolean {
  const own = reading.asks[0];
  return PRONOUN.test(reading.words) || ELLIPSIS.test(reading.words) || !own || own.score < CLEAR_SCORE + 0.3;
}

/** "What about Osprey?": the same of another one, where what was asked can be asked of such a thing. */
function onlyNames(reading: Understanding, previous: Ask): boolean {
  const kinds = kindsOf(reading.mentions);
  if (kinds.size !== 1 || SUBJECTLESS.has(previous.topic)) return false;
  if (kinds.has('security') ? !ABOUT_SECURITY.has(previous.topic) || !kindsOf(previous.mentions).has('security') : !kinds.has('client') && !kinds.has('portfolio')) return false;
  return ONLY_JOINTS.test(reading.words.replaceAll(/@[a-z]+(?: 's)?/g, ' ').replaceAll(/ {2,}/g, ' '));
}

/** "The other one": a thing of the same kind, but not the one before. */
export function meansTheOther(words: string): boolean {
  return / (?:the|my|his|her|their) (?:other|second) (?:one|portfolio|account|pot|goal|client|mandate) | the other /.test(words);
}

/** The unit of a span, and how many of it: "the one before" a quarter is a quarter, before three months three. */
function lengthOf(base: string): { readonly count: number; readonly unit: 'D' | 'W' | 'M' | 'Q' | 'Y' } {
  const trailing = /^(\d+)([DWMQY])$/.exec(base);
  if (trailing) return { count: Number(trailing[1]), unit: trailing[2] as 'D' | 'W' | 'M' | 'Q' | 'Y' }; // the pattern allows only these
  if (/quarter|QTD|Q\d$/.test(base)) return { count: 1, unit: 'Q' };
  return { count: 1, unit: /month|MTD|^\d{4}-\d{2}$/.test(base) ? 'M' : /week|WTD/.test(base) ? 'W' : 'Y' };
}

function shiftDays(slot: PeriodSlot, base: string, today: IsoDate): string | undefined {
  const own = slot.relative?.unit === 'P' ? lengthOf(base) : undefined;
  const relative = own && slot.relative ? { count: own.count * slot.relative.count, unit: own.unit } : slot.relative;
  if (!relative || relative.unit === 'P') return undefined;
  const whole = /^(\d{4})$/.exec(base);
  if (whole && relative.unit === 'Y') return String(Number(whole[1]) + relative.count);
  if (/^(?:YTD|this_year)$/.test(base) && relative.unit === 'Y') return String(Number(today.slice(0, 4)) + relative.count);
  if (base === 'last_year' && relative.unit === 'Y') return String(Number(today.slice(0, 4)) - 1 + relative.count);
  const { from, to } = resolvePeriod(base, today);
  const months = { D: 0, W: 0, M: 1, Q: 3, Y: 12 }[relative.unit] * relative.count;
  const move = (day: IsoDate): IsoDate => (months % 12 === 0 ? addYears(day, months / 12) : addMonths(day, months));
  if (months === 0) return undefined;
  // A calendar month or quarter moves to another one, the running one too.
  if (relative.unit === 'M' && /^(?:last_month|this_month|MTD|\d{4}-\d{2})$/.test(base)) return move(from).slice(0, 7);
  if (relative.unit === 'Q' && /^(?:last_quarter|this_quarter|QTD|\d{4}-Q[1-4])$/.test(base)) return `${move(from).slice(0, 4)}-Q${Math.ceil(Number(move(from).slice(5, 7)) / 3)}`;
  const calendar = /^\d{4}-(?:\d{2}|Q[1-4]|H[12])$/.test(base) || /^last_(?:month|quarter)$/.test(base);
  if (calendar && relative.unit !== 'Y') return `${move(from)}..${endBefore(from, months, to)}`;
  return `${move(from)}..${move(to)}`;
}

/** A calendar span keeps its calendar ends when it moves: the month before March is all of February. */
function endBefore(from: IsoDate, months: number, to: IsoDate): IsoDate {
  const length = Math.max(1, Math.round(daysBetween(from, to) / 30));
  return addDays(addMonths(from, months + length), -1);
}

/** Gives "the year before" its meaning from the period that was spoken of before; the running year when none was. */
function settle(slots: Slots, base: string | undefined, today: IsoDate): Slots {
  return {
    ...slots,
    periods: slots.periods.flatMap((slot) => {
      if (!slot.relative) return [slot];
      const expression = shiftDays(slot, base ?? (slot.relative.unit === 'Y' || slot.relative.unit === 'P' ? 'YTD' : slot.relative.unit === 'Q' ? 'QTD' : 'MTD'), today);
      return expression ? [{ expression, kind: slot.kind }] : [];
    }),
  };
}

export interface Context {
  /** What the turn before asked, itself already read in its own context. */
  readonly asks: readonly Ask[];
  /** Names that the assistant's last answer put forward: "it" may mean one of them. */
  readonly answered: readonly Mention[];
}

/** Topics whose subject is a security: "it" after "the biggest position is X" is X. */
const ABOUT_SECURITY = new Set(['holding_detail', 'market_price', 'security_facts', 'security_rating', 'gain_loss', 'performance_return', 'esg_profile', 'wash_sale_check', 'trade_order', 'suitability_check', 'restricted_check', 'dividend_income', 'transaction_search', 'value_history']);
/** Measures of how things went: "and against the index?" keeps the time of the one before. */
const RESULTS = new Set(['performance_return', 'benchmark_comparison', 'performance_ranking', 'performance_drivers', 'risk_metrics', 'gain_loss', 'compare_portfolios']);
/** Records that a review counts: "and how many tool calls?" after conversations keeps their time. */
const RECORDS = new Set(['conversation_history', 'tool_calls', 'refusals', 'overrides', 'export_list', 'sign_ins', 'security_events', 'error_status', 'audit_entries', 'recommendation_review', 'assistant_use']);
/** Topics about the whole book or platform: they take no subject from before. */
const SUBJECTLESS = new Set(['book_summary', 'book_ranking', 'book_screen', 'not_contacted', 'market_overview', 'fx_rate', 'scheduled_jobs', 'workflows', 'etl_status', 'api_status', 'vendor_status', 'metric_status', 'error_status', 'help', 'greeting', 'thanks', 'marketing', 'model_versions', 'task_list', 'notification_view', 'notification_settings', 'dashboard', 'user_settings', 'confidence_heatmap', 'sentiment_volatility', 'risk_overview']);

function kindsOf(mentions: readonly Mention[]): Set<string> {
  return new Set(mentions.map((mention) => mention.candidates[0]?.kind ?? ''));
}

const BARE_NUMBER = /^ (?:(?:and|or|now|so|ok|what about|how about|same (?:for|with)|for|of|about|with) )*(?:number |no |nr |# ?|rec |recommendation )?#?(\d{1,5})(?: then| please| too| as well)* $/;
/** Topics that go on about one recommendation. */
const OF_A_RECOMMENDATION: ReadonlySet<string> = new Set(['ai_decision', 'recommendation_explain', 'recommendation_decision', 'recommendation_execute']);
const DRAFTS: ReadonlySet<string> = new Set(['rebalance_draft', 'recommendation_request']);
/** What may leave recommendations behind to be spoken of. */
const LEAVES_RECOMMENDATIONS: ReadonlySet<string> = new Set([...OF_A_RECOMMENDATION, 'recommendation_request', 'recommendation_list', 'recommendation_review', 'overrides', 'rebalance_draft']);

/** Whether a short message after this context goes on about recommendations, also without the word. */
export function speaksOfRecommendation(context: Context | undefined): boolean {
  return LEAVES_RECOMMENDATIONS.has(context?.asks.at(-1)?.topic ?? '');
}

const BOOK_WIDE = / (?:my (?:clients?|book|attention|tasks?|list|plate|day|queue|portfolios|households)|all (?:my |our |of my )?clients|whole book|across|for me|any client|which clients?) /;

/** Words that can only mean every client: also the same question as before is then about all of them. */
const EVERY_CLIENT = / (?:whose|(?:which|what|any|all)(?: of)? (?:my |our )?(?:clients|households|people)|(?:my|our|the) (?:whole |entire |full )?(?:book|clients)|all clients|any client|who among|(?:whole|entire) (?:book|firm|house|company|bank|staff)|(?:all|every) (?:users?|accounts|people|persons|logins)|everyone|everybody|firm wide|(?<! (?:their|his|her|my|its|our|the|of) )overall) /;

/** "And all of them together?" is about more than the one that was answered. */
const TOGETHER = / (?:all (?:of )?(?:them|my|our|the|those|these)|together|altogether|in total|in all|combined|everything|the lot) /;

function inherit(ask: Ask, context: Context, leaning: boolean, other: boolean): Mention[] {
  // A question about the whole book isn't about the client of the turn before.
  if (BOOK_WIDE.test(ask.words) && ask.topic !== context.asks.at(-1)?.topic) return [...ask.mentions];
  if (EVERY_CLIENT.test(ask.newWords ?? ask.words) && ask.mentions.every(({ candidates }) => candidates[0]?.kind !== 'client' && candidates[0]?.kind !== 'portfolio')) {
    return [...ask.mentions, ...context.asks.flatMap(({ mentions }) => mentions).filter(({ candidates }) => candidates[0]?.kind === 'security' || candidates[0]?.kind === 'tag')];
  }
  const before = context.asks.flatMap(({ mentions }) => mentions);
  const own = kindsOf(ask.mentions);
  const hasSubject = own.has('client') || own.has('portfolio');
  const pointed = PRONOUN.test(ask.words) || ELLIPSIS.test(ask.words) || ask.topic === context.asks.at(-1)?.topic;
  const wanted = (mention: Mention): boolean => {
    const kind = mention.candidates[0]?.kind ?? '';
    if (own.has(kind) || (other && kind === 'portfolio') || (kind === 'security' && TOGETHER.test(ask.newWords ?? ask.words))) return false;
    if ((kind === 'client' || kind === 'portfolio') && hasSubject) return false;
    return kind === 'client' || kind === 'portfolio' || (leaning && pointed);
  };
  const taken = before.filter(wanted);
  const needsSecurity = ABOUT_SECURITY.has(ask.topic) && leaning && !own.has('security') && !kindsOf(taken).has('security') && PRONOUN.test(ask.words) && !/ (?:holdings?|positions?|names?|stocks?|shares|laggards?) /.test(ask.newWords ?? ask.words) && !TOGETHER.test(ask.newWords ?? ask.words);
  const security = needsSecurity ? context.answered.filter((mention) => mention.candidates[0]?.kind === 'security').slice(0, 1) : [];
  return [...ask.mentions, ...taken, ...security];
}

const OF_A_VERSION = / (?:live|current|currently|in production|in use|used today|newest|latest (?:one|version)|superseded|retired|replaced|outdated|up to date|(?:come|came|comes) out|(?:go|went|gone) live|rolled out|launched|deployed|introduced) /;
const WHICH_MODEL = / (?:model|version|engine) /;

/** "Is that still the live one?" after the model behind a recommendation is about that model. */
function goesOnAboutModel({ words, mentions, slots, concepts }: Understanding, { topic, newWords, words: before }: Ask): boolean {
  return (topic === 'ai_decision' || topic === 'recommendation_explain') && WHICH_MODEL.test(newWords ?? before) && OF_A_VERSION.test(words) && PRONOUN.test(words) && mentions.length === 0 && slots.recommendationNumber === undefined && !concepts.has('approver');
}

const REASON_FIRST = /^ (?:because|since|the reason is|reason) (?!when )/;
const LONGEST_VERDICT = 16;
const SHORT_VERDICT = 6;

/** "Accept it", "put that on hold", "I would rather decide later": words that settle what was just spoken of, and ask nothing. */
function isVerdict({ concepts, words }: Understanding): boolean {
  if (!(concepts.has('accept') || concepts.has('reject') || concepts.has('defer'))) return false;
  return concepts.has('imperative_decision') || (!concepts.has('asking') && !concepts.has('why') && words.trim().split(' ').length <= (PRONOUN.test(words) ? LONGEST_VERDICT : SHORT_VERDICT));
}

/**
 * Completes a message from the turn before: an open ending takes its topic and slots, a pronoun its names.
 * Nothing is taken when the message stands on its own, except that staff go on about the client or portfolio they spoke of.
 */
export function resolveFollowUp(reading: Understanding, context: Context | undefined, session: SessionFacts): Ask[] {
  const previous = context?.asks.at(-1);
  if (!context || !previous) return reading.asks.map((ask) => ({ ...ask, slots: settle(ask.slots, undefined, session.today) }));
  const leaning = leansOnContext(reading);
  const other = meansTheOther(reading.words);
  const base = previous.slots.periods.find(({ kind }) => kind !== 'date')?.expression;
  const staff = session.persona !== 'client';
  // "And in euros?" is the same figure in another currency, not a rate.
  const converts = (ask: Ask): boolean => ask.topic === 'fx_rate' && ELLIPSIS.test(reading.words) && ask.slots.amounts.length === 0 && ask.slots.currencies.length < 2;
  const sized = resized(reading, previous);
  const strong = onlyRefines(reading, session.today) || onlyNames(reading, previous) || onlyRecounts(reading, previous) || onlyFilters(reading, previous) || namesBucket(reading, previous) || turnsSide(reading, previous) || sized ? [] : reading.asks.filter((ask) => !converts(ask) && !belongsTo(ask.topic, previous.topic, reading.words) && standsAlone(ask, reading, previous, session));
  const number = previous.slots.recommendationNumber;
  // "Accept it" after a recommendation decides on that one.
  if (number && isVerdict(reading)) {
    return [{ topic: 'recommendation_decision', words: reading.words, text: reading.masked, slots: { ...reading.slots, recommendationNumber: reading.slots.recommendationNumber ?? number }, mentions: reading.mentions, concepts: reading.concepts, score: CLEAR_SCORE }];
  }
  if (goesOnAboutModel(reading, previous)) {
    return [{ topic: 'model_versions', words: reading.words, text: reading.masked, slots: reading.slots, mentions: reading.mentions, concepts: reading.concepts, score: CLEAR_SCORE }];
  }
  // "Because it pays my dividends" after a decision is its reason.
  if (number && previous.topic === 'recommendation_decision' && REASON_FIRST.test(reading.words)) return context.asks.map((ask) => ({ ...ask, text: `${ask.text.replace(/[.!?]+$/, '')}: ${reading.masked.replace(/^\W*(?:because|since|the reason is(?: that)?|reason)[\s,:-]*/i, '')}`, mentions: [...ask.mentions, ...reading.mentions], newWords: reading.words }));
  // "A gentler version of that" is the same draft with less of it.
  if (DRAFTS.has(previous.topic) && asksGentler(reading.words) && reading.mentions.length === 0) return context.asks.map((ask) => ({ ...ask, newWords: reading.words }));
  // "And 12?" is the same question about another one.
  const another = number ? BARE_NUMBER.exec(reading.words)?.[1] : undefined;
  if (another) return context.asks.map((ask) => ({ ...ask, slots: { ...ask.slots, recommendationNumber: another } }));
  if (strong.length === 0) return context.asks.map((ask) => continued(sized ? withoutSize(ask) : ask, sized ?? reading, context, base, session));
  return strong.map((own) => {
    const ask = asAdviceOf(detailOf(own, previous) ?? aboutTheGoal(own, previous), previous);
    const sameTime = / (?:(?:same|that) (?:time|period|span|window|timeframe)|(?:in|over|for|during) (?:that|the same) (?:one|quarter|month|year|week|half)) /.test(ask.words) && ask.slots.periods.length === 0;
    const goesOn = leaning && ask.slots.periods.length === 0 && ELLIPSIS.test(reading.words) && [RESULTS, RECORDS].some((group) => group.has(ask.topic) && group.has(previous.topic));
    const settled = { ...ask, slots: settle(sameTime || goesOn ? { ...ask.slots, periods: previous.slots.periods } : ask.slots, base, session.today) };
    if (SUBJECTLESS.has(ask.topic) || (!leaning && !staff && !isMoreOfSame(ask, reading, previous))) return settled;
    const spoken = settled.slots.recommendationNumber ?? (leaning || (OF_A_RECOMMENDATION.has(ask.topic) && settled.mentions.length === 0) ? previous.slots.recommendationNumber : undefined);
    const slots = ask.topic === previous.topic && leaning ? mergeSlots(settled.slots, previous.slots) : settled.slots;
    return { ...settled, slots: { ...slots, ...(spoken && { recommendationNumber: spoken }) }, mentions: inherit(settled, context, leaning, other) };
  });
}

const LONGEST_MORE = 8;
const OF_EVERYTHING = / (?:my|our|all|overall|total|everything|altogether|whole|entire|each|every) /;

/** "So how much is Health Care?" after the sectors of one portfolio is still about that portfolio. */
function isMoreOfSame(ask: Ask, { words }: Understanding, previous: Ask): boolean {
  return ask.topic === previous.topic && words.trim().split(' ').length <= LONGEST_MORE && !OF_EVERYTHING.test(words);
}

const ADVISES_ON: ReadonlySet<string> = new Set(['tax_loss_harvest', 'concentration_check', 'fx_exposure', 'fees_costs', 'esg_profile', 'risk_metrics', 'goal_progress', 'goal_projection']);

/** "Draft that as a recommendation" after losses to harvest: its aim is what was spoken of. */
function asAdviceOf(ask: Ask, previous: Ask): Ask {
  return ask.topic === 'recommendation_request' && ADVISES_ON.has(previous.topic) && PRONOUN.test(ask.words) && ask.mentions.length === 0 ? { ...ask, words: `${ask.words.trimEnd()}${previous.words}`, newWords: ask.words } : ask;
}

/** "What if I put in more?" after a goal is about that goal. */
function aboutTheGoal(ask: Ask, previous: Ask): Ask {
  const isGoal = previous.topic === 'goal_progress' || previous.topic === 'goal_projection';
  const looksAhead = ask.topic === 'simulation_whatif' || (ask.topic === 'recommendation_request' && ask.concepts.has('project'));
  return isGoal && looksAhead && !ask.concepts.has('@portfolio') ? { ...ask, topic: 'goal_projection' } : ask;
}

/** "How many shares, and at what cost?", "what are they worth?" after a security is about that one. */
function detailOf(ask: Ask, previous: Ask): Ask | undefined {
  if (ask.topic === 'portfolio_value' && ABOUT_SECURITY.has(previous.topic) && PRONOUN.test(ask.words) && ask.mentions.length === 0 && kindsOf(previous.mentions).has('security')) return { ...ask, topic: 'holding_detail', mentions: previous.mentions };
  const asksDetail = ['quantity', 'cost', 'bought_when'].some((concept) => ask.concepts.has(concept)) && (ask.topic === 'holdings_list' || ask.topic === 'holding_detail');
  if (!asksDetail || ask.mentions.length > 0 || !kindsOf(previous.mentions).has('security')) return undefined;
  return { ...ask, topic: 'holding_detail', mentions: previous.mentions };
}

/** So likely does a message only change or add to the question before it. */
const LIKELY_LEANS = 0.6;

/** Whether an ask says itself what it is about; what opens like an addition must be about something else than the ask before. */
function standsAlone(ask: Ask, reading: Understanding, previous: Ask, session: SessionFacts): boolean {
  const features = featuresOf(reading.concepts, reading.slots, reading.words, session.persona);
  const likelihoods = likelihoodsOf(reading.words, features);
  if (NARROWS.test(reading.words) || likelihoods('refine') + likelihoods('detail') >= LIKELY_LEANS) return ask.score >= CLEAR_ALONE + 2.4;
  const ranked = classify(reading.words, features, session.persona, likelihoods);
  const scoreOf = (topic: string): number => ranked.find((row) => row.topic === topic)?.score ?? 0;
  const isOther = ask.topic !== previous.topic && scoreOf(ask.topic) >= CLEAR_SCORE - 0.2 && scoreOf(previous.topic) < 0.5 * scoreOf(ask.topic);
  return OPEN.test(reading.words) ? isOther : isOther || ask.score >= CLEAR_ALONE;
}

/** A short addition that turns what was asked to its neighbour: "and the target?" after a weight. */
const SHIFTS: readonly (readonly [from: string, concept: string, to: string])[] = [
  ['allocation_breakdown', 'target', 'allocation_drift'], ['allocation_breakdown', 'drift', 'allocation_drift'], ['performance_return', 'risk', 'risk_metrics'], ['benchmark_comparison', 'risk', 'risk_metrics'],
  ['holding_detail', 'too_much', 'concentration_check'], ['largest_holding', 'too_much', 'concentration_check'], ['allocation_breakdown', 'too_much', 'allocation_drift'],
  ['goal_progress', 'odds_word', 'goal_projection'], ['performance_return', 'benchmark', 'benchmark_comparison'], ['performance_return', 'drivers', 'performance_drivers'], ['portfolio_value', 'cash', 'account_overview'], ['suitability_check', 'imperative', 'trade_order'],
];

/** What is written down as it was typed: another day for it is no part of its text. */
const KEPT_AS_TYPED: ReadonlySet<string> = new Set(['task_create', 'log_interaction', 'add_note', 'ticket_open', 'message_send']);

/** The earlier ask again, with what the new message changes in it. */
function continued(previous: Ask, reading: Understanding, context: Context, base: string | undefined, session: SessionFacts): Ask {
  const own = reading.asks[0];
  const settled = settle(reading.slots, base, session.today);
  const measured = countsAsPercent(settled, previous);
  const slots = settled.periods.length > 0 ? measured : { ...measured, periods: recounted(reading.words, previous.slots.periods) };
  const fresh: Ask = { ...previous, mentions: reading.mentions, words: `${previous.words.trimEnd()}${reading.words}`, newWords: reading.words, text: KEPT_AS_TYPED.has(previous.topic) && onlyRefines(reading, session.today) ? previous.text : `${previous.text} ${own?.text ?? reading.masked}`, concepts: new Set([...previous.concepts, ...reading.concepts]) };
  const shocked = previous.topic === 'stress_test' && reading.slots.percents.length > 0 && reading.slots.scenario === undefined;
  const isNow = slots.periods.length === 0 && reading.mentions.length === 0 && / (?:now|today|currently|these days) /.test(reading.words);
  const { scenario: _scenario, ...unnamed } = previous.slots;
  const kept = shocked ? unnamed : previous.slots;
  const earlier = isNow ? { ...kept, periods: [] } : kept;
  const narrowed = slots.assetClasses.length + slots.sectors.length + slots.regions.length > 0 ? { ...earlier, assetClasses: [], sectors: [], regions: [] } : earlier;
  // "Just the energy ones" after a total is about its lines.
  const topic = narrowed !== earlier && previous.topic === 'portfolio_value' && NARROWS.test(reading.words) ? 'holdings_list'
    // "And if I save 300 a month?" after progress looks ahead.
    : previous.topic === 'goal_progress' && reading.slots.amounts.length > 0 ? 'goal_projection'
    // "And now?" after a past day.
    : isNow && previous.topic === 'value_history' ? 'portfolio_value' : SHIFTS.find(([from, concept]) => from === previous.topic && reading.concepts.has(concept))?.[2] ?? previous.topic;
  return { ...fresh, topic, slots: mergeSlots(slots, narrowed), mentions: inherit(fresh, { ...context, asks: [previous] }, true, meansTheOther(reading.words)) };
}
