import type { IsoDate } from '../../shared/calendar.ts';
import { resolvePeriod } from '../../shared/period.ts';
import type { Ask, Mention, PeriodSlot, Slots } from './types.ts';

/** What the sentences around a question tell without asking for anything. */
export interface Told {
  readonly words: string;
  readonly slots: Slots;
  readonly mentions: readonly Mention[];
}

const THEN = / (?:(?:that|the same|this very|said) (?:day|date|time|moment|month|year|week|quarter|evening|period|spell|stretch)|(?:those|these) (?:\d+ )?(?:days|weeks|months|quarters|years)|(?:during|over|in|throughout|within|while|for) (?:all )?(?:that|this|it)(?= (?:$|and|what|how))|then|back then|in the meantime|meanwhile|in between|(?:while|when|whilst) (?:i|we) (?:was|were) (?:away|gone|out|off|abroad|there|ill|sick|not|on|in|at) ?[^ ]*) /;
export const SINCE_THEN = / (?:(?:since then|since that (?:day|date|time|point)|ever since|from then on|since) (?=$|and|what|how|please)|from that (?:day|date|time|point|moment) |(?:compared|relative) (?:with|to) (?:that day|then) )/;
const AWAY = / (?:away|absent|abroad|offline|travel+ing|hospital|ill|sick|holidays?|vacation|honeymoon|leave|cruise|hiking|sailing|camping|skiing|trekking|training|conference|busy|swamped|snowed under|lost track|(?:off|out of) (?:work|sick|the grid|grid|the office|office|town|the country|action|reach|touch)|(?:without|no) (?:[^ ]+ )?(?:internet|phone|signal|reception|connection|laptop)|(?:not|never|hardly|stopped|without) (?:[^ ]+ ){0,2}(?:look\w*|follow\w*|check\w*|watch\w*|log\w*|open\w*)|had no time|took (?:[^ ]+ ){0,2}off|days? off|weeks? off) /;
const AWAY_FOR = / (a|1|\d{1,2}) (day|week|month)s? (?:'s? )?(?:of )?(?:[^ ]+ )?(?:holidays?|vacation|leave|off|break|away|trip|abroad|absence|cruise|hospital|travel\w*) /;
/** A paper for which a year or quarter is looked at. */
const PAPER = / (?:tax|taxes|return|assessment|accounts|books|bookkeep\w*|accountant\w*|declaration|filing|statements?|records|paperwork|forms?|figures|annual|report|reports|review|summary) /;
/** "Last week was wild", "October has been rough": the time itself is told of. */
const OF_THE_TIME = /^ (?:(?:so|well|the|and|all of|most of) )*(?:last|this|past|january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|q\d|yesterday|today|(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|half|week)|spring|summer|autumn|winter) (?:[^ ]+ ){0,3}?(?:was|were|has been|have been|looked|felt|started|ended|hit|got) /;
const HAPPENED = / (?:did|came|come|happen\w*|chang\w*|moved?|went|raised|added|arrived|missed|miss|new|any|was|were|has|have|fell|rose|popped) /;
const NOW = / (?:now|today|current|currently|still|at the moment|right now|open|this minute|as of|unreali[sz]ed) /;
/** Topics that an absence or a paper for a year gives their time. */
const OF_A_TIME: ReadonlySet<string> = new Set([
  'performance_return', 'benchmark_comparison', 'performance_ranking', 'performance_drivers', 'gain_loss', 'dividend_income', 'fees_costs', 'transaction_search', 'tax_gains', 'value_history', 'risk_alerts', 'interaction_history', 'client_sentiment',
  'tool_calls', 'metric_status', 'conversation_history', 'sign_ins', 'error_status', 'etl_status', 'refusals', 'overrides', 'recommendation_review', 'export_list', 'audit_entries', 'change_history', 'sessions', 'security_events', 'compliance_checks',
]);

function awayFor(words: string): PeriodSlot[] {
  const found = AWAY_FOR.exec(words);
  return found ? [{ expression: `${found[1] === 'a' ? 1 : found[1]}${found[2]![0]!.toUpperCase()}`, kind: 'span' }] : [];
}

/** "On 3 May I looked at it. How much was it that day?", "I was away last week. What came up?": the time just told. */
function withTime(ask: Ask, told: Told, today: IsoDate): Ask {
  const own = ask.slots.periods;
  const isAway = AWAY.test(told.words);
  const times = told.slots.periods.filter(({ relative }) => relative === undefined);
  const periods = times.length > 0 ? times : isAway ? awayFor(told.words) : [];
  const [first] = periods;
  if (!first) return ask;
  const given = (added: readonly PeriodSlot[]): Ask => ({ ...ask, slots: { ...ask.slots, periods: added } });
  const isLong = first.kind === 'span' && !/^(?:today|yesterday)$/.test(first.expression);
  if (SINCE_THEN.test(ask.words) && first.kind !== 'future') return given([{ expression: `${resolvePeriod(first.expression, today).from}..as_of`, kind: 'span' }]);
  if (THEN.test(ask.words)) return given([...periods, ...own.filter(({ expression }) => !/^\d+[DWMQY]$/.test(expression))]);
  if (own.length > 0 || !isLong || !OF_A_TIME.has(ask.topic) || NOW.test(ask.words)) return ask;
  return (isAway && HAPPENED.test(ask.words)) || PAPER.test(told.words) || OF_THE_TIME.test(told.words) ? given(periods) : ask;
}

const PRONOUN = / (?:it|its|that|this|those|them|these|they) /;
const THAT_CURRENCY = / (?:that|the same|this|said|their|his|her|its|the other|@client 's) (?:own )?(?:currency|money)| (?:in|into|to) (?:it|those|them|that)(?= (?:$|today|now|please|and|at)) /;
const ASKED_FOR_IN = / (?:wants?|wanted|wish\w*|needs?|needed|asks?|asked|asking|requires?|required|insists?|must|has to|have to|stated|expressed|shown|given|convert\w*|reported?|declared?|thinks?|reckons?|counts?|calculates?) (?:[^ ]+ ){0,8}(?:in|into|as) /;
const OF_CURRENCY: ReadonlySet<string> = new Set(['fx_exposure', 'fx_rate']);
const OF_VALUE: ReadonlySet<string> = new Set(['portfolio_value']);

/** "They want it stated in euros. What is it worth in that currency?", "I worry about the yen. How much of my money is in it?" */
function withCurrency(ask: Ask, { words, slots }: Told): Ask {
  if (slots.currencies.length === 0 || ask.slots.currencies.length > 0) return ask;
  const isMeant = THAT_CURRENCY.test(ask.words) || (OF_CURRENCY.has(ask.topic) && PRONOUN.test(ask.words)) || (OF_VALUE.has(ask.topic) && ASKED_FOR_IN.test(words));
  return isMeant ? { ...ask, slots: { ...ask.slots, currencies: slots.currencies } } : ask;
}

const RECKONS: ReadonlySet<string> = new Set(['goal_projection', 'simulation_whatif']);
/** "What does that do to my goal?": what was told is to be reckoned with. */
const CHANGES = / (?:do|does|would|will|could|did) (?:that|this|it|they) (?:[^ ]+ ){0,2}?(?:do|mean|change|help|make|affect|bring|get|add|take)| (?:with|thanks to|after|including) (?:that|this|it) | how much (?:further|closer|sooner|faster|earlier|more) /;
const PUTS_IT = / (?:put\w*|invest\w*|add\w*|pay|paid|drop\w*|move\w*|stick\w*|deposit\w*|use\w*|throw\w*|place\w*|pour\w*|transfer\w*|contribut\w*|goes|went) (?:[^ ]+ ){0,2}?(?:it|that|this|them|everything|all|half|the (?:money|lot|sum|cash|amount|windfall|proceeds|whole)|in) /;

/** "My aunt left me 25,000. If I put half of it into the goal, …" reckons with what was told; "What does that make in dollars?" converts it. */
function withSums(ask: Ask, { words, slots }: Told): Ask {
  const isRate = ask.topic === 'fx_rate';
  const isPlan = RECKONS.has(ask.topic) || (ask.topic === 'goal_progress' && (ask.concepts.has('if_word') || ask.concepts.has('simulate') || CHANGES.test(ask.words)));
  if (!isRate && !isPlan) return ask;
  const own = ask.slots;
  const takes = own.amounts.length === 0 ? !isRate || PRONOUN.test(ask.words) || slots.currencies.length > own.currencies.length : isPlan && PUTS_IT.test(ask.words);
  const sums = takes ? slots.amounts.map((sum) => (own.part !== undefined && own.part < 1 ? { ...sum, value: Number((sum.value * own.part).toPrecision(15)) } : sum)) : [];
  const given = { ...own, amounts: [...sums, ...own.amounts], percents: own.percents.length > 0 || isRate ? own.percents : slots.percents, ...(slots.years !== undefined && own.years === undefined && { years: slots.years }) };
  return { ...ask, topic: ask.topic === 'goal_progress' && sums.length > 0 ? 'goal_projection' : ask.topic, slots: given, words: isPlan ? `${words.trimEnd()}${ask.words}` : ask.words };
}

/** "I lie awake over another Covid crash. What would I lose in such a fall?" */
function withScenario(ask: Ask, { slots: { scenario } }: Told): Ask {
  const own = ask.slots.scenario;
  return ask.topic === 'stress_test' && scenario !== undefined && scenario !== 'custom' && (own === undefined || own === 'custom') && ask.slots.percents.length === 0 ? { ...ask, slots: { ...ask.slots, scenario } } : ask;
}

/** What was told gives the question the names that it leaves open. */
function withNames(ask: Ask, { mentions }: Told): Ask {
  const kinds = new Set(ask.mentions.map(({ candidates }) => candidates[0]?.kind));
  return { ...ask, mentions: [...ask.mentions, ...mentions.filter(({ candidates }) => !kinds.has(candidates[0]?.kind))] };
}

/** Completes an ask by what was told beside it: time, currency, sums, crash and names that it points back to. Whatever the ask says itself stays. */
export function withTold(ask: Ask, told: Told, today: IsoDate): Ask {
  return withNames(withScenario(withSums(withCurrency(withTime(ask, told, today), told), told), told), told);
}
