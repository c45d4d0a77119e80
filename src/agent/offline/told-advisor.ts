import { conceptsOf } from './lexicon/concepts.ts';

const POSSESSIVE = /\b(?:their|his|her)\b(?=\s+(?:full )?(?:name|number|phone|e-?mail|address|contact|details|office|extension|mobile))/i;
const PERSON = /\b(?:them|him|her|he|she|they|that|this person|that person|whoever it is)\b/i;

/** "I lost the number of the person who looks after my money. What's their name?": the advisor told of, in the place of the pronoun. */
export function withToldAdvisor(asked: string, toldWords: string): string {
  if (!conceptsOf(toldWords).has('advisor')) return asked;
  return POSSESSIVE.test(asked) ? asked.replace(POSSESSIVE, 'my advisor\'s') : asked.replace(PERSON, 'my advisor');
}
