import { SINCE_THEN } from './told.ts';
import type { Ask, Slots } from './types.ts';

/** Topics that one span of time may cover together: "how many conversations in August, and how many tool calls failed?" */
const TIMED = new Set([
  'performance_return', 'benchmark_comparison', 'performance_ranking', 'performance_drivers', 'gain_loss', 'risk_metrics', 'dividend_income', 'fees_costs', 'transaction_search', 'tax_gains', 'value_history',
  'tool_calls', 'metric_status', 'conversation_history', 'sign_ins', 'error_status', 'etl_status', 'refusals', 'overrides', 'recommendation_review', 'export_list', 'audit_entries', 'audit_integrity', 'change_history', 'sessions', 'security_events', 'compliance_checks', 'interaction_history', 'client_sentiment',
]);

/** What is asked for as it stands now has its time, and takes none from another question. */
const AS_IT_STANDS = / (?:open|now|current|currently|still|unreali[sz]ed|presently|at present|as (?:we|i) (?:speak|write)|(?:at )?(?:this|the) (?:very |present )?(?:moment|minute|instant|second)|(?:is|are|who s) (?:[^ ]+ ){0,2}(?:(?:logged|signed) (?:in|on)|online)) /;

function shareTime(ask: Ask, asks: readonly Ask[]): Slots {
  if (!TIMED.has(ask.topic) || ask.slots.periods.length > 0 || AS_IT_STANDS.test(ask.words)) return ask.slots;
  const other = asks.find(({ topic, slots }) => topic !== ask.topic && TIMED.has(topic) && slots.periods.length > 0);
  return other ? { ...ask.slots, periods: other.slots.periods } : ask.slots;
}

const OF_A_CHANGE: ReadonlySet<string> = new Set(['gain_loss', 'value_history', 'performance_return']);

/** "Its value on 30 June, and how much has it gained or lost from that point till today?": the change since that day. */
function sinceThen(ask: Ask, before: readonly Ask[]): Ask {
  const day = OF_A_CHANGE.has(ask.topic) && SINCE_THEN.test(ask.words) ? before.findLast(({ topic }) => topic === 'value_history')?.slots.periods.find(({ kind }) => kind === 'date')?.expression : undefined;
  return day ? { ...ask, topic: ask.topic === 'gain_loss' ? 'value_history' : ask.topic, slots: { ...ask.slots, periods: [{ expression: `${day}..as_of`, kind: 'span' }] } } : ask;
}

/** Records of the whole firm, which a question may ask for without anybody's name. */
const FIRM_WIDE: ReadonlySet<string> = new Set(['sessions', 'security_events', 'sign_ins', 'lockouts', 'export_list', 'refusals', 'overrides', 'audit_entries', 'audit_integrity', 'change_history', 'conversation_history', 'tool_calls', 'compliance_checks', 'recommendation_review', 'assistant_use']);
const FINITE = / (?:is|are|was|were|has|have|had|do|does|did|show|list|give|count|failed|happened|left|exported|refused) /;
const NAME_LAST = / (?:for|with|about|concerning|regarding|on behalf of) (?:the )?(?:client |advisor |adviser )?@(?:client|advisor)/;

/** "Which events are open, and which sessions has X had?": the name of the second question doesn't narrow the first, which is whole without it. */
function isWholeWithout(ask: Ask, later: Ask): boolean {
  const hasTime = ask.slots.periods.length > 0 || AS_IT_STANDS.test(ask.words);
  return FIRM_WIDE.has(ask.topic) && (hasTime || (FINITE.test(ask.words) && !NAME_LAST.test(later.words)));
}

/** "What sector is X in, and where did it close?" : a later ask without a name speaks of the names before it, and of their time. */
export function shareNames(asks: readonly Ask[]): Ask[] {
  return asks.map((ask, index) => {
    const own = ask.mentions;
    const others = asks.filter((other, at) => at <= index || !isWholeWithout(ask, other)).flatMap(({ mentions }) => mentions);
    const missing = others.filter((mention) => !own.includes(mention) && own.every((mine) => mine.candidates[0]?.kind !== mention.candidates[0]?.kind));
    const number = asks.slice(0, index).findLast((before) => before.slots.recommendationNumber)?.slots.recommendationNumber;
    const since = sinceThen(ask, asks.slice(0, index));
    const timed = shareTime(since, asks);
    const slots = timed.recommendationNumber || !number ? timed : { ...timed, recommendationNumber: number };
    return { ...since, slots, mentions: [...own, ...missing] };
  });
}
