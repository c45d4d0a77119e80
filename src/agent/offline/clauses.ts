import { MONTH } from './slots/period.ts';
import { normalise } from './text/normalise.ts';

const WH = 'what|which|who|whom|whose|when|where|why|how|am|is|are|was|were|do|does|did|has|have|had|can|could|would|should|will';
const VERBS = 'show|list|give|tell|draft|prepare|generate|write|create|turn|switch|set|open(?! (?:flags?|tickets?|tasks?|issues?|items?|points?|matters?|questions?|orders?|alerts?|requests?|complaints?|recommendations?)\\b)|log|tag|accept|reject|export|compare|remind|ask|add|send|name|rank|find(?! (?:it |this |that |them |everything |all )?(?:in order|fine|good|sound|ok|okay|suitable|reasonable|convincing|right|no |nothing ))|check|run|explain|include|leave|keep|also';
/** "The number of chats, and the number of calls": each count is asked for by itself. */
const COUNT = '(?:the |a )?(?:total )?(?:number|count|tally) of';
const BREAK = new RegExp(
  String.raw`(?<=[?!;])\s+|(?<=[a-z0-9)%'"’]{2}\.)\s+(?=[A-Z"'])|,?\s+(?:and|but|plus|then)\s+(?:also\s+|then\s+|please\s+)?(?=(?:${WH}|${VERBS}|at which|by whom|in which|on which|to which|from which|for what|for which|over what|${COUNT})\b)|,\s+(?=(?:${WH}|${VERBS}|at which|by whom|${COUNT})\b)|,?\s+out of\s+(?=how (?:many|much)\b)|\s+(?:as well as|along with)\s+(?=(?:what|which|how|who|when)\b)`, 'gi',
);

const CONDITION = /^(?:and |so |but )?(?:if|what if (?:i|we)|suppose|supposing|assuming|given|say|imagine|were|of (?:all|everything|these|those|my|the|our)|out of|among(?:st)?|looking at|taking|allowing|accounting|adjusting|counting|considering|before the|before that|prior to|including|excluding|putting|saving|adding|paying|withdrawing|drawing|investing|(?:for|over|since|as of|in|during)(?! (?:when|how|what|which|whom|whose|who)\b))\b/i;

/** "During May, how many ran", "for last quarter: the number of chats": the time has its question, and what comes next is another. */
const A_TIME = `(?:in|during)\\s[^,:]{2,40}|(?:for|over|since|within|throughout|from|between)\\s(?:the\\s)?(?:last|past|previous|this|current|first|second|third|fourth|${MONTH}|q[1-4]|h[12]|\\d{4})\\b[^,:]{0,40}`;
const TIME_WITH_ASK = new RegExp(`^(?:(?:${A_TIME})[,:]|for [^,:]{2,60}:)\\s+(?:(?:please|kindly)\\s+)?(?:${WH}|${VERBS}|${COUNT})\\b`, 'i');

/** "For the annual report: number of chats, …": what the answer is for is no part of it. */
const PURPOSE = /^for (?:the|my|our|an?|this|his|her) (?:[\w'-]+ ){0,3}(?:reports?|papers?|letters?|files?|records?|board|committee|meetings?|reviews?|audits?|memos?|presentations?|newsletter|minutes|samples?|tests?):\s+(?=\S+ \S)/i;

/** Splits a message into the stretches that may each ask for something. Names are expected to be masked, so that they aren't cut. */
export function splitClauses(masked: string): string[] {
  const clauses: string[] = [];
  for (const part of masked.replace(PURPOSE, '').split(BREAK).map((clause) => clause.trim())) {
    if (normalise(part).trim().length === 0) continue;
    const before = clauses.at(-1);
    // A condition belongs to what is asked under it.
    if (before && CONDITION.test(before) && !TIME_WITH_ASK.test(before) && !/[.?!;]$/.test(before)) clauses[clauses.length - 1] = `${before}, ${part}`;
    else clauses.push(part);
  }
  return clauses;
}
