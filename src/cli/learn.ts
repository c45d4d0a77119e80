/** Teaches the offline model's classifier the sentences of `src/agent/offline/learned/sentences`. `npm run learn` */
import { readSamples, sentencesHash } from '../agent/offline/learned/sentences.ts';
import { train } from '../agent/offline/learned/train.ts';
import { writeWeights } from '../agent/offline/learned/weights-file.ts';

const started = performance.now();
const samples = readSamples();
const weights = train(samples);
writeWeights(weights, sentencesHash());
console.log(`${samples.length.toLocaleString('en')} sentences, ${weights.labels.length} labels, ${weights.tokens.length.toLocaleString('en')} tokens in ${((performance.now() - started) / 1000).toFixed(1)} s`);
