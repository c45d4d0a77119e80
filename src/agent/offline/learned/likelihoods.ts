import { tokensOf } from './tokens.ts';
import { toProbabilities, type Weights } from './train.ts';

/** How likely a label is for a clause, from 0 to 1, with all its kinds (`unsafe` with `unsafe:log_tampering`); 0 for a label that was never learned. */
export type Likelihoods = (label: string) => number;

/** A reader of clauses from weights. Its cost grows with the clause's words, not with the sentences that it learned from. */
export function readerOf({ labels, tokens, scale, steps }: Weights): (words: string, features: ReadonlySet<string>) => Likelihoods {
  const rowOf = new Map(tokens.map((token, row) => [token, row]));
  const columnsOf = new Map<string, number[]>();
  for (const [column, label] of labels.entries()) {
    for (const name of new Set([label, label.split(':')[0]!])) columnsOf.set(name, [...(columnsOf.get(name) ?? []), column]);
  }
  const width = labels.length;
  return (words, features) => {
    const scores = new Float64Array(width);
    let known = 1;
    const add = (row: number): void => {
      for (let column = 0; column < width; column += 1) scores[column]! += steps[row * width + column]!;
    };
    add(tokens.length);
    for (const token of tokensOf(words, features)) {
      const row = rowOf.get(token);
      if (row === undefined) continue;
      known += 1;
      add(row);
    }
    const factor = scale / Math.sqrt(known);
    for (let column = 0; column < width; column += 1) scores[column]! *= factor;
    toProbabilities(scores);
    return (label) => (columnsOf.get(label) ?? []).reduce((sum, column) => sum + scores[column]!, 0);
  };
}
