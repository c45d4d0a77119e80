import { expect, test } from 'vitest';
import { readSamples } from '../../../src/agent/offline/learned/sentences.ts';
import { UNSAFE_CONCEPTS } from '../../../src/agent/offline/lexicon/unsafe-concepts.ts';
import { occurs, phraseMatcher } from '../../../src/agent/offline/text/phrases.ts';

test('every phrase occurs in a sentence that was learned: one that cannot match, or that nothing was learned of, tells nothing', () => {
  const texts = readSamples().map(({ words }) => words);
  const unheard = Object.values(UNSAFE_CONCEPTS).flat().filter((phrase) => {
    const matcher = phraseMatcher([phrase]);
    return !texts.some((words) => occurs(matcher, words));
  });
  expect(unheard).toEqual([]);
});
