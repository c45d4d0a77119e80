import type { Understanding } from './understand.ts';
import type { Ask } from './types.ts';

/** A message that names something and says nothing clear about it asks for what people mostly want to know of such a thing. */
const USUAL: Readonly<Record<string, string>> = { client: 'portfolio_value', portfolio: 'portfolio_value', security: 'security_facts', goal: 'goal_progress', tag: 'tags' };
const LONGEST_WORDS = 8;

/** "Priya Raman ytd": the usual question about what was named; nothing when the message is long enough to have meant something else. */
export function askOfNames(reading: Understanding): Ask | undefined {
  const kind = reading.mentions[0]?.candidates[0]?.kind;
  const words = reading.words.trim().split(' ');
  // "52?": a number alone is that of a recommendation.
  if (reading.slots.recommendationNumber !== undefined && words.length <= LONGEST_WORDS) return { topic: 'recommendation_explain', words: reading.words, text: reading.masked, slots: reading.slots, mentions: reading.mentions, concepts: reading.concepts, score: 0 };
  if (!kind || !(kind in USUAL) || words.length > LONGEST_WORDS) return undefined;
  const isSpan = reading.slots.periods.some((period) => period.kind === 'span');
  const topic = isSpan && (kind === 'client' || kind === 'portfolio') ? 'performance_return' : isSpan && kind === 'security' ? 'market_price' : USUAL[kind]!;
  return { topic, words: reading.words, text: reading.masked, slots: reading.slots, mentions: reading.mentions, concepts: reading.concepts, score: 0 };
}
