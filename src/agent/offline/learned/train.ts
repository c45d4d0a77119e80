import { tokensOf } from './tokens.ts';

export interface Sample {
  readonly label: string;
  readonly words: string;
  readonly features: ReadonlySet<string>;
}

/** A linear classifier: one row of weights for each known token and one for the bias, one column for each label, as steps of `scale`. */
export interface Weights {
  readonly labels: readonly string[];
  readonly tokens: readonly string[];
  readonly scale: number;
  /** Row after row, the bias last. */
  readonly steps: Int8Array;
}

const EPOCHS = 20;
/** The weights after the last epochs are averaged (Polyak, Juditsky 1992), so that one more sentence changes little elsewhere. */
const AVERAGED = 12;
const STEP = 0.5;
const DECAY = 1e-5;
/** A token of one or two sentences would be learned by heart. */
const LEAST_COUNT = 3;
const LARGEST_STEP = 127;

/** Numbers in [0, 1) that are the same in each run (a linear congruential generator, constants of Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}

function vocabularyOf(samples: readonly ReadonlySet<string>[]): string[] {
  const counts = new Map<string, number>();
  for (const tokens of samples) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= LEAST_COUNT).map(([token]) => token).toSorted();
}

/**
 * Multinomial logistic regression over binary tokens, each sentence's vector scaled to length 1, by stochastic gradient descent with AdaGrad
 * (Duchi, Hazan, Singer 2011). Deterministic: the same samples in the same order give the same weights.
 */
export function train(samples: readonly Sample[]): Weights {
  const tokenSets = samples.map(({ words, features }) => tokensOf(words, features));
  const tokens = vocabularyOf(tokenSets);
  const rowOf = new Map(tokens.map((token, row) => [token, row]));
  const labels = [...new Set(samples.map(({ label }) => label))].toSorted();
  const columnOf = new Map(labels.map((label, column) => [label, column]));
  const rows = tokenSets.map((set) => [...[...set].flatMap((token) => rowOf.get(token) ?? []), tokens.length]);
  const targets = samples.map(({ label }) => columnOf.get(label)!);
  const weights = new Float32Array((tokens.length + 1) * labels.length);
  const squares = new Float32Array(weights.length).fill(1e-6);
  const order = Int32Array.from(samples.keys());
  const random = seeded(1);
  const mean = new Float32Array(weights.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    for (const at of order) learn(weights, squares, rows[at]!, targets[at]!, labels.length);
    if (epoch >= EPOCHS - AVERAGED) for (let at = 0; at < mean.length; at += 1) mean[at]! += weights[at]! / AVERAGED;
  }
  return { labels, tokens, ...inSteps(mean) };
}

/** One step towards the right label of one sentence. */
function learn(weights: Float32Array, squares: Float32Array, rows: readonly number[], target: number, width: number): void {
  const share = 1 / Math.sqrt(rows.length);
  const errors = new Float64Array(width);
  for (const row of rows) for (let column = 0; column < width; column += 1) errors[column]! += weights[row * width + column]! * share;
  toProbabilities(errors);
  errors[target]! -= 1;
  for (const row of rows) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const gradient = errors[column]! * share + DECAY * weights[at]!;
      squares[at]! += gradient * gradient;
      weights[at]! -= (STEP * gradient) / Math.sqrt(squares[at]!);
    }
  }
}

/** Softmax in place. */
export function toProbabilities(scores: Float64Array): void {
  let highest = -Infinity;
  for (let at = 0; at < scores.length; at += 1) highest = Math.max(highest, scores[at]!);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(scores[at]! - highest);
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}

/** Weights as bytes: a finer scale changes no decision. */
function inSteps(weights: Float32Array): Pick<Weights, 'scale' | 'steps'> {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const scale = largest / LARGEST_STEP;
  return { scale, steps: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}
