import { normalise } from './text/normalise.ts';

const WH = 'what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|would|should|will';
const VERBS = 'show|list|give|tell|draft|prepare|generate|write|create|turn|switch|set|open|log|tag|accept|reject|export|compare|remind|ask|add|send|name|rank|find|check|run|explain|include|leave|keep|also';
const BREAK = new RegExp(
  String.raw`(?<=[?!;])\s+|(?<=[a-z0-9)%'"’]{2}\.)\s+(?=[A-Z"'])|,?\s+(?:and|but|plus|then)\s+(?:also\s+|then\s+|please\s+)?(?=(?:${WH}|${VERBS}|at which|by whom|in which|on which|to which|from which|for what|for which|over what)\b)|,\s+(?=(?:${WH}|${VERBS}|at which|by whom)\b)|\s+(?:as well as|along with)\s+(?=(?:what|which|how|who|when)\b)`, 'gi',
);

/** Splits a message into the stretches that may each ask for something. Names are expected to be masked, so that they aren't cut. */
export function splitClauses(masked: string): string[] {
  return masked.split(BREAK).map((clause) => clause.trim()).filter((clause) => normalise(clause).trim().length > 0);
}
