import { everydayWeight } from './lexicon/concepts.ts';
import { FORM_CONCEPTS } from './lexicon/form-concepts.ts';
import { UNSAFE_CONCEPTS } from './lexicon/unsafe-concepts.ts';
import { classify, CLEAR_SCORE, intentOf, tableScore } from './intents/classify.ts';
import { featuresOf } from './intents/features.ts';
import { withNamesGuessed } from './guessed-names.ts';
import { likelihoodsFor } from './learned/reading.ts';
import { unknownPersons } from './persons.ts';
import { PRONOUN_WORD } from './pointing.ts';
import { normalise } from './text/normalise.ts';
import { SENTENCE_END } from './text/sentences.ts';
import type { Persona } from './types.ts';
import type { Understanding } from './understand.ts';

/** Concepts that talk about anything has: they don't make a message the product's business. */
const WEAK: ReadonlySet<string> = new Set([
  ...Object.keys(FORM_CONCEPTS), ...Object.keys(UNSAFE_CONCEPTS), 'list', 'now', 'total', 'largest', 'smallest', 'best', 'worst', 'change', 'raise', 'own', 'rank', 'how_many', 'which_client', 'produce', 'produced', 'draft', 'why', 'open', 'open_state', 'help',
  'contact', 'expect', 'greeting', 'thanks', 'compare', 'phone_number', 'system', 'inputs', 'version', 'release', 'fail', 'pending', 'accept', 'reject', 'defer', 'log_it', 'lose', 'past_value', 'country', 'region', 'assistant', 'advisors',
]);

/** So likely is a sentence about something else. */
const LIKELY_OUTSIDE = 0.5;
const NEVER_OUTSIDE = 0.05;
const SMALL_NUMBER = /^\d{1,2}$/;
const SURELY_OUTSIDE = 0.85;
const LIKELY_TOLD = 0.5;

/** How likely a message is about something else: its sentences that ask all must be. Names aren't looked up yet: what is written like one is taken for one. */
function outsideLikelihood(masked: string, persona: Persona): number {
  const sentences = withNamesGuessed(masked).split(SENTENCE_END).map((sentence) => likelihoodsFor(normalise(sentence), persona));
  const asking = sentences.filter((likelihoods) => likelihoods('context') < LIKELY_TOLD);
  return Math.min(...(asking.length > 0 ? asking : sentences).map((likelihoods) => likelihoods('out_of_scope')));
}

const FEW_WORDS = 6;

/** True when a message has nothing to do with the product. A follow-up ("and last year?") says little by itself and isn't outside. */
export function isOutOfScope(reading: Understanding, persona: Persona, hasContext: boolean): boolean {
  // A capital inside a sentence begins a name: "School Fees" may be a portfolio, and is looked up before it is called foreign.
  const everyday = everydayWeight(normalise(reading.masked.replaceAll(/(?<=\S )(?<![.?!] )\p{Lu}[\p{L}'\u2019-]+/gu, 'x')), normalise(reading.masked));
  const features = featuresOf(reading.concepts, reading.slots, reading.words, persona);
  const ranked = classify(reading.words, features, persona);
  const best = ranked[0];
  const score = best && intentOf(best.topic) !== 'smalltalk_help' ? best.score : (best?.score ?? 0) * 0.6;
  const outside = outsideLikelihood(reading.masked, persona);
  // "Formula 1" is no recommendation.
  if (reading.slots.recommendationNumber !== undefined) return SMALL_NUMBER.test(reading.slots.recommendationNumber) && outside >= LIKELY_OUTSIDE && !reading.concepts.has('recommendation');
  // What an advisor writes down about a client may be about anything.
  if (persona === 'advisor' && reading.concepts.has('log_that')) return false;
  // "Anna Smith's account, she's my sister" is about an account, whatever else is told.
  if (unknownPersons(reading.masked).length > 0 && /['\u2019]s\s+(?:[\p{L}-]+\s+){0,2}(?:portfolios?|accounts?|holdings?|balance|positions?|investments?)(?!\p{L})/iu.test(reading.masked)) return false;
  // "Who made them?" in a conversation is about what was just told.
  const isAboutTheTold = hasContext && reading.words.trim().split(' ').length <= FEW_WORDS && PRONOUN_WORD.test(reading.words);
  if (!isAboutTheTold && outside >= LIKELY_OUTSIDE && tableScore(features, persona) < CLEAR_SCORE + (outside >= SURELY_OUTSIDE ? 2 : 0.5)) return true;
  // One everyday word doesn't outweigh a request that is clear by itself: people save for cars and schools.
  if (everyday > 0 && outside >= NEVER_OUTSIDE) return score < CLEAR_SCORE + 1.5 || everyday > 1 ? score - 1.3 * everyday < CLEAR_SCORE : false;
  const touches = [...reading.concepts].some((concept) => !WEAK.has(concept));
  // A name in capitals may be a client, a fund or a ticker: that is looked up before it is called foreign.
  const domain = ranked.length > 0 || touches || reading.slots.assetClasses.length + reading.slots.sectors.length > 0;
  if (reading.slots.assetClasses.length > 0 || (unknownPersons(reading.masked).length > 0 && (persona !== 'client' || domain || / (?:about|with you|with us) /.test(reading.words) || /['\u2019]s\b/.test(reading.masked))) || /(?<![\p{L}\d])[A-Z]{3,6}(?![\p{L}\d])/u.test(reading.masked)) return false;
  return ranked.length === 0 && !touches && !hasContext && reading.mentions.length === 0 && !/ (?:it|that|they|them|those|these|this) /.test(reading.words) && !/@|[A-Z]{2,}/.test(reading.masked) && reading.words.trim().split(' ').length > 2;
}
