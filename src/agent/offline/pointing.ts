import { normalise } from './text/normalise.ts';
import type { Understanding } from './understand.ts';

const NOUNS = ['touched', 'portfolio', 'holding', 'goal', 'account', 'recommendation', 'document', 'report', 'ticket', 'task', 'client_word', 'benchmark', 'market', 'order_noun', 'book', 'sector', 'asset_class', 'invoice', 'subscription', 'notification', 'audit_log', 'model', 'etl', 'vendor', 'assistant', 'help', 'kyc', 'advisor', 'session', 'export', 'user_setting', 'dashboard', 'fee', 'dividend', 'tax', 'workflow'];

const UNSAID = /(?<!persons?|people|ones?|advisors?|advisers?|colleagues?|users?) (?:who|by whom|when (?:did|was|has)|why (?:did|was|has)) (?:[^ ]+ ){0,3}(?:sign\w*|approv\w*|releas\w*|authori\w+|decid\w*|clear\w*|accept\w*|reject\w*|declin\w*|overrid\w*|overrod\w*) (?:off )?(?:on )?(?:it|this|that|them|those) | (?:was|were|is|will) (?:that|this|it) (?:really |truly )?(?:an? |the )?(?:[^ ]+ )?(?:idea|decision|choice|move|step|advice|proposal|suggestion) | (?:that|said|those|the same|this|these) (?:very |same )?(?:recommendations?|decisions?|clients?|trades?(?! (?:in|on|at) )|orders?|transactions?|changes?|flags?|tickets?|requests?|entry|entries|exports?|sessions?|conversations?|advice|proposals?|suggestions?|report|memo) | (?:that|said|those) (?:portfolio|account|holding|position|stock|share|fund|security|goal|check)s? /;

/** "How did it do?" with nothing before it: the pronoun has no noun in the message to stand for. */
export const PRONOUN_WORD = / (?:it|its|them|that one|this one|those|these|him|her|his|he|she|they|their|theirs) /;

/** What comes before the first "and", and a whole first question: "its own" in it points to what it names itself. */
function openings({ words, masked }: Understanding): string[] {
  const question = /^(?:[^.?!]|\.(?=\S))*\?(?=\s)/.exec(masked)?.[0];
  return [words.split(/ (?:and|but|so) /)[0]!, ...(question ? [normalise(question).replace(/ its own /, ' ')] : [])].filter((first) => first !== words);
}

export function pointsNowhere(reading: Understanding): boolean {
  // "My biggest drop this year, and did it recover?" names first what it then points to.
  if (reading.asks.length > 0 && openings(reading).some((first) => first.trim().split(' ').length > 2 && !PRONOUN_WORD.test(`${first} `))) return false;
  if (reading.mentions.length === 0 && reading.slots.recommendationNumber === undefined && UNSAID.test(reading.words.replaceAll(/(?<=[a-z]{3}s) that (?=[a-z]+s )| that (?=entry (?:number |no )?#?[\da-f])/g, ' which '))) return true;
  return reading.mentions.length === 0 && reading.slots.recommendationNumber === undefined && reading.words.trim().split(' ').length <= 8 && / (?:it|its|them|that one|this one|those|these|him|her|his|he|she|they|their|theirs|the other one|the same) /.test(reading.words)
    && !NOUNS.some((noun) => reading.concepts.has(noun)) && !/ (?:is it (?:possible|true|wise|worth|ok|time)|make it|it is|how is it going) /.test(reading.words);
}
