import type { Ask } from './types.ts';

/** "Recommendation 80 I have checked and find in order. You may approve it.": what is told of it first is no question, but the ground of the verdict. */
export function withToldBeforeVerdict(asks: readonly Ask[]): readonly Ask[] {
  const at = asks.findIndex(({ topic, concepts }) => topic === 'recommendation_decision' && concepts.has('imperative_decision'));
  const verdict = asks[at];
  const told = asks[at - 1];
  if (!verdict || !told || !/^(?:recommendation_explain|ai_decision|interaction_history)$/.test(told.topic) || told.concepts.has('asking') || told.concepts.has('imperative') || told.text.trim().endsWith('?')) return asks;
  const number = verdict.slots.recommendationNumber ?? told.slots.recommendationNumber;
  const whole: Ask = { ...verdict, text: `${told.text} ${verdict.text}`, words: `${told.words.trimEnd()}${verdict.words}`, mentions: [...told.mentions, ...verdict.mentions], slots: { ...verdict.slots, ...(number && { recommendationNumber: number }) } };
  return asks.flatMap((ask) => (ask === told ? [] : ask === verdict ? [whole] : [ask]));
}
