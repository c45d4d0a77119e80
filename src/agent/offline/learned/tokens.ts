/** What a number is hides which it is: "#n". Words keep their first letters too, so that "rebalancing" is near "rebalanced". */
const NUMBER = /^[\d.,]+k?$/;
const STEM_LETTERS = 5;

/**
 * The marks by which the classifier knows a clause: its words, pairs of neighbours, beginnings of long words, and the features that concepts, slots
 * and persona give.
 * @param words Normalised, names masked as `@kind`.
 */
export function tokensOf(words: string, features: ReadonlySet<string>): Set<string> {
  const tokens = new Set<string>();
  let before = '^';
  for (const word of words.split(' ')) {
    if (word === '') continue;
    const token = NUMBER.test(word) ? '#n' : word;
    tokens.add(`w:${token}`);
    tokens.add(`p:${before} ${token}`);
    if (token.length > STEM_LETTERS && !token.startsWith('@')) tokens.add(`s:${token.slice(0, STEM_LETTERS)}`);
    before = token;
  }
  tokens.add(`p:${before} $`);
  for (const feature of features) tokens.add(`f:${feature}`);
  return tokens;
}
