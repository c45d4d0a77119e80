import type { TurnView } from './turn-state.ts';

/** Ends the question for a reason that the person has not given yet. */
export const REASON_ASKED = 'the decision goes on record with its reason, in your words. What is the reason?';

const LONGEST_REASON = 400;

/** What was asked to be done together with the reason that the next message gives; undefined when that message asks for something itself. */
export function withReasonGiven(earlier: readonly TurnView[], current: string): string | undefined {
  const last = earlier.at(-1);
  const said = current.trim().replace(/^(?:because|since|as|the reason is(?: that)?|reason:)\s+/i, '');
  if (!last?.answer.includes(REASON_ASKED) || said.length < 3 || said.length > LONGEST_REASON) return undefined;
  if (/\?\s*$/.test(said) || /^(?:no|never ?mind|cancel|stop|forget it|show|list|what|which|who|why|how|when|where)\b/i.test(said)) return undefined;
  return `${last.question.trim().replace(/[.!?,;:]+$/, '')}: ${said}`;
}
