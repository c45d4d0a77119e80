/**
 * Teaches the offline model's classifier the sentences of `src/agent/offline/learned/sentences`. `npm run learn [-- --held-out]`
 * With `--held-out` nothing is written: each twelfth sentence is left out and then read, which tells how well unseen wording is known.
 */
import { readerOf } from '../agent/offline/learned/likelihoods.ts';
import { readSamples, sentencesHash } from '../agent/offline/learned/sentences.ts';
import { train, type Sample } from '../agent/offline/learned/train.ts';
import { writeWeights } from '../agent/offline/learned/weights-file.ts';

const EACH = 12;

function judgeHeldOut(samples: readonly Sample[]): string {
  const weights = train(samples.filter((_, at) => at % EACH !== 0));
  const read = readerOf(weights);
  const held = samples.filter((_, at) => at % EACH === 0);
  const places = held.map(({ label, words, features }) => {
    const likelihoods = read(words, features);
    return weights.labels.filter((other) => likelihoods(other) > likelihoods(label)).length;
  });
  const share = (within: number): string => `${((places.filter((place) => place < within).length / held.length) * 100).toFixed(1)} %`;
  return `${held.length.toLocaleString('en')} sentences held out: the right label of ${weights.labels.length} is the first of all in ${share(1)}, among the first three in ${share(3)}`;
}

const started = performance.now();
const samples = readSamples();
if (process.argv.includes('--held-out')) {
  console.log(judgeHeldOut(samples));
} else {
  const weights = train(samples);
  writeWeights(weights, sentencesHash());
  console.log(`${samples.length.toLocaleString('en')} sentences, ${weights.labels.length} labels, ${weights.tokens.length.toLocaleString('en')} tokens in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
