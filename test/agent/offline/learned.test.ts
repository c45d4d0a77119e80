import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { featuresIn } from '../../../src/agent/offline/learned/features-in.ts';
import { readerOf } from '../../../src/agent/offline/learned/likelihoods.ts';
import { readSamples, sentencesHash } from '../../../src/agent/offline/learned/sentences.ts';
import { train, type Sample } from '../../../src/agent/offline/learned/train.ts';
import { readWeights } from '../../../src/agent/offline/learned/weights-file.ts';
import { normalise } from '../../../src/agent/offline/text/normalise.ts';

const sample = (label: string, text: string): Sample => ({ label, words: normalise(text), features: featuresIn(normalise(text), 'client') });
const SOUPS = ['a clear onion soup', 'soup with onion and leek', 'the leek soup again', 'leek and onion', 'clear soup'].map((text) => sample('soup', text));
const BOATS = ['a boat with oars', 'the red boat', 'oars for the boat', 'red oars', 'row the red boat'].map((text) => sample('boat', text));

test('the weights in use were learned from the sentences in the repository', () => {
  const { sentencesHash: learnedFrom, labels, tokens, steps } = readWeights();
  expect(learnedFrom, 'run `npm run learn`').toBe(sentencesHash());
  expect(steps).toHaveLength((tokens.length + 1) * labels.length);
});

test('learning tells its labels apart in sentences it has not seen, and is the same each time', () => {
  const weights = train([...SOUPS, ...BOATS]);
  const read = readerOf(weights);
  const seen = (text: string): number => read(normalise(text), featuresIn(normalise(text), 'client'))('soup');
  expect(seen('onion soup with bread')).toBeGreaterThan(0.8);
  expect(seen('where is the boat with red oars')).toBeLessThan(0.2);
  const both = read(normalise('soup'), featuresIn(normalise('soup'), 'client'));
  expect(both('soup') + both('boat')).toBeCloseTo(1, 9);
  expect(both('train')).toBe(0);
  expect(train([...SOUPS, ...BOATS])).toEqual(weights);
});

test('a line that cannot be read is named by file and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sentences-'));
  try {
    writeFileSync(join(folder, 'some.tsv'), 'soup\tclient\ta soup\nsoup\tcook\tanother\n');
    expect(() => readSamples(folder)).toThrow(/some\.tsv, line 2: expected label, persona/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
