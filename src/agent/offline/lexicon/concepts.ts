import { phraseMatcher } from '../text/phrases.ts';
import { remembered } from '../text/remembered.ts';
import { ADVICE_CONCEPTS, ADVICE_SENTENCES } from './advice-concepts.ts';
import { EVERYDAY } from './everyday.ts';
import { FIRM_CONCEPTS } from './firm-concepts.ts';
import { COMMANDS, FORM_CONCEPTS } from './form-concepts.ts';
import { MONEY_CONCEPTS } from './money-concepts.ts';
import { PORTFOLIO_CONCEPTS } from './portfolio-concepts.ts';
import { REVIEW_CONCEPTS } from './review-concepts.ts';
import { SERVICE_CONCEPTS } from './service-concepts.ts';
import { UNSAFE_CONCEPTS } from './unsafe-concepts.ts';

export const CONCEPTS = { ...PORTFOLIO_CONCEPTS, ...MONEY_CONCEPTS, ...SERVICE_CONCEPTS, ...ADVICE_CONCEPTS, ...FIRM_CONCEPTS, ...REVIEW_CONCEPTS, ...UNSAFE_CONCEPTS, ...FORM_CONCEPTS } as const;
export type Concept = keyof typeof CONCEPTS;

const MATCHERS = Object.entries(CONCEPTS).filter(([, phrases]) => phrases.length > 0).map(([concept, phrases]) => ({ concept, matcher: phraseMatcher(phrases) }));
const EVERYDAY_MATCHER = phraseMatcher(EVERYDAY);

/** Concepts that a normalised text touches. */
export const conceptsOf = remembered((words: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { concept, matcher } of MATCHERS) {
    matcher.lastIndex = 0;
    if (matcher.test(words)) found.add(concept);
  }
  for (const [concept, command] of [...COMMANDS, ...ADVICE_SENTENCES]) if (command.test(words)) found.add(concept);
  for (const kind of ['client', 'portfolio', 'security', 'goal', 'tag', 'benchmark', 'advisor']) {
    if (words.includes(`@${kind}`)) found.add(`@${kind}`);
  }
  return found;
});

/** How many stretches of the text belong to everyday life. @param inNames The text with its capitals: of a name, several words together tell that much ("Champions League"), one alone does not. */
export function everydayWeight(words: string, inNames: string): number {
  return new Set([...words.matchAll(EVERYDAY_MATCHER), ...[...inNames.matchAll(EVERYDAY_MATCHER)].filter(([stretch]) => stretch.trim().includes(' '))].map(([stretch]) => stretch)).size;
}

/** Every single word that the lexicon writes out in full: the vocabulary that misspelt words are corrected to. */
export function vocabulary(): Set<string> {
  const words = new Set<string>();
  for (const phrase of Object.values(CONCEPTS).flat()) {
    for (const word of phrase.split(/[\s|]+/)) if (/^[a-z]{3,}$/.test(word)) words.add(word);
  }
  return words;
}

/** Beginnings of words that the lexicon leaves open, long enough to tell a word by. */
export function stems(): string[] {
  return Object.values(CONCEPTS).flat().flatMap((phrase: string) => phrase.split(/[\s|]+/)).filter((word) => /^[a-z]{5,}\*$/.test(word)).map((word) => word.slice(0, -1));
}
