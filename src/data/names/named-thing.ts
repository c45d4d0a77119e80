import { EVERYDAY_WORDS, KIND_WORDS, withoutCompanyEnding, wordsOf } from './name-words.ts';

export const NAME_KINDS = ['client', 'portfolio', 'security', 'goal', 'tag', 'benchmark', 'advisor'] as const;
export type NameKind = (typeof NAME_KINDS)[number];

/** Something that people call by name, within the reach of the principal. */
export interface NamedThing {
  readonly kind: NameKind;
  readonly id: string;
  readonly name: string;
  /** What tells it from another of the same name. */
  readonly detail: string;
  /** Short code that people type as it is: a ticker, a benchmark code. */
  readonly code?: string;
  /** Other names, such as the kind of a goal. */
  readonly aliases?: readonly string[];
  readonly clientId: string | null;
  readonly clientName: string | null;
}

/** One way to say a name: its words and how surely they mean the thing, 0 to 1. */
export interface Saying {
  readonly words: readonly string[];
  readonly score: number;
}

const LONGEST = 6;

/** The whole name, the name without what every such name ends with, and every run of its words that says enough. */
export function sayingsOf(thing: NamedThing): Saying[] {
  const words = wordsOf(thing.name).map(({ folded }) => folded);
  const found = new Map<string, Saying>();
  const add = (said: readonly string[], score: number): void => {
    const key = said.join(' ');
    const known = found.get(key);
    if (said.length > 0 && (!known || known.score < score)) found.set(key, { words: said, score });
  };
  const whole = withoutCompanyEnding(words);
  const telling = whole.filter((word) => !KIND_WORDS.has(word));
  for (let start = 0; start < whole.length; start += 1) {
    for (let end = start + 1; end <= Math.min(whole.length, start + LONGEST); end += 1) add(whole.slice(start, end), partScore(thing.kind, whole.slice(start, end), telling));
  }
  if (thing.kind === 'client' && words.length > 2) add([words[0]!, words.at(-1)!], 0.95);
  for (const alias of thing.aliases ?? []) add(wordsOf(alias).map(({ folded }) => folded), 0.72);
  add(whole, whole.length === 1 && EVERYDAY_WORDS.has(whole[0]!) ? 0.62 : 0.98);
  add(words, words.length === 1 && EVERYDAY_WORDS.has(words[0]!) ? 0.62 : 1);
  return [...found.values()].filter(({ score }) => score >= 0.45);
}

function partScore(kind: NameKind, part: readonly string[], telling: readonly string[]): number {
  const own = part.filter((word) => !KIND_WORDS.has(word));
  if (own.length === 0 || KIND_WORDS.has(part[0]!) || KIND_WORDS.has(part.at(-1)!)) return 0;
  const letters = (list: readonly string[]): number => list.reduce((sum, word) => sum + word.length, 0);
  const share = letters(own) / letters(telling);
  const everyday = own.every((word) => EVERYDAY_WORDS.has(word));
  if (own.every((word) => word.length < 3)) return 0;
  if (kind === 'client' || kind === 'advisor') return everyday ? 0.5 : own.length > 1 ? 0.95 : 0.85;
  if (own.length === 1) return everyday ? 0.46 + 0.1 * share : 0.68 + 0.2 * share;
  return (everyday ? 0.68 : 0.76) + 0.2 * share;
}
