import { likelihoodsOf } from '../intents/classify.ts';
import { correctSpelling } from '../text/spelling.ts';
import type { Persona } from '../types.ts';
import { featuresIn } from './features-in.ts';
import type { Likelihoods } from './likelihoods.ts';

/** How likely each label is for a text by itself. @param words Normalised. */
export function likelihoodsFor(words: string, persona: Persona): Likelihoods {
  const right = correctSpelling(words);
  return likelihoodsOf(right, featuresIn(right, persona));
}
