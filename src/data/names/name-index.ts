import { editDistance } from './edit-distance.ts';
import { EVERYDAY_WORDS, KIND_WORDS, ORDINARY_WORDS, wordsOf, type Word } from './name-words.ts';
import { sayingsOf, type NamedThing, type Saying } from './named-thing.ts';

/** A stretch of a text that may mean a thing. */
export interface NameMatch {
  readonly thing: NamedThing;
  /** As it stands in the text, without a possessive ending. */
  readonly matchedText: string;
  readonly start: number;
  readonly end: number;
  /** 1 is the exact name; below 0.6 is a guess. */
  readonly score: number;
}

interface Entry {
  readonly thing: NamedThing;
  readonly saying: Saying;
}

interface Known {
  readonly word: string;
  /** 0 exact; grows with the letters that differ. */
  readonly cost: number;
}

const MOST_MATCHES = 60;

/** Names ready for searching: whole questions and loose references, misspelt ones included. */
export class NameIndex {
  readonly things: readonly NamedThing[];
  readonly #byFirstWord = new Map<string, Entry[]>();
  readonly #codes = new Map<string, NamedThing[]>();
  /** Every word of every name by its first letter: misspellings seldom touch it. */
  readonly #vocabulary = new Map<string, Set<string>>();

  constructor(things: readonly NamedThing[]) {
    this.things = things;
    for (const thing of things) {
      if (thing.code) push(this.#codes, thing.code.toLowerCase(), thing);
      for (const saying of sayingsOf(thing)) {
        push(this.#byFirstWord, saying.words[0]!, { thing, saying });
        for (const word of saying.words) this.#learn(word);
      }
    }
  }

  /** Every mention in a text, best first; a mention inside a longer, sure one is left out. */
  findAll(text: string): NameMatch[] {
    const words = wordsOf(text);
    const known = words.map((word) => this.#knownWords(word.folded));
    const best = new Map<string, NameMatch>();
    const add = (match: NameMatch): void => {
      const key = `${match.thing.id} ${match.start} ${match.end}`;
      const other = best.get(key);
      if (!other || other.score < match.score) best.set(key, match);
    };
    for (const [at, word] of words.entries()) {
      for (const thing of this.#byCode(word)) add({ thing, matchedText: word.raw, start: word.start, end: word.end, score: 1 });
      for (const first of known[at]!) for (const entry of this.#byFirstWord.get(first.word) ?? []) {
        const match = matchAt(text, words, known, at, entry, first.cost);
        if (match) add(match);
      }
    }
    const sorted = [...best.values()].sort((left, right) => right.score - left.score || right.end - right.start - (left.end - left.start));
    return sorted.filter((match) => !sorted.some((other) => covers(other, match))).slice(0, MOST_MATCHES);
  }

  /** Things that a short reference may mean as a whole, best first: every telling word of it must be part of the name. */
  lookUp(reference: string): NameMatch[] {
    const words = wordsOf(reference);
    const telling = words.filter(({ folded }) => !KIND_WORDS.has(folded));
    const must = telling.length > 0 ? telling : words;
    const byThing = new Map<string, NameMatch>();
    for (const match of this.findAll(reference)) {
      if (!must.every((word) => word.start >= match.start && word.end <= match.end)) continue;
      const other = byThing.get(match.thing.id);
      if (!other || other.score < match.score) byThing.set(match.thing.id, match);
    }
    const found = byThing.size > 0 ? [...byThing.values()] : this.#withEveryWord(must, reference);
    return found.sort((left, right) => right.score - left.score);
  }

  /** Names that have every word, in any order and with others between: "treasury 2031". */
  #withEveryWord(must: readonly Word[], reference: string): NameMatch[] {
    const known = must.map(({ folded }) => this.#knownWords(folded));
    if (known.some((candidates) => candidates.length === 0)) return [];
    return this.things.flatMap((thing): NameMatch[] => {
      const words = new Set(wordsOf(thing.name).map(({ folded }) => folded));
      const used = known.map((candidates) => candidates.find(({ word }) => words.has(word)));
      if (used.some((word) => word === undefined)) return [];
      const cost = used.reduce((sum, word) => sum + word!.cost, 0) / used.length;
      const score = Math.round((0.5 + 0.3 * Math.min(1, must.length / words.size)) * (1 - cost) * 1000) / 1000;
      return [{ thing, matchedText: reference, start: 0, end: reference.length, score }];
    });
  }

  #learn(word: string): void {
    const letter = word[0]!;
    let bucket = this.#vocabulary.get(letter);
    if (!bucket) this.#vocabulary.set(letter, bucket = new Set());
    bucket.add(word);
  }

  /** A code counts as typed in capitals, or in any case when it is no everyday word. */
  #byCode({ raw, folded }: Word): readonly NamedThing[] {
    const isPlainWord = folded.length < 3 || ORDINARY_WORDS.has(folded) || EVERYDAY_WORDS.has(folded) || KIND_WORDS.has(folded);
    if (isPlainWord && raw !== raw.toUpperCase()) return [];
    if (folded.length < 2) return [];
    return this.#codes.get(raw.toLowerCase()) ?? this.#codes.get(folded) ?? [];
  }

  #knownWords(word: string): Known[] {
    if (this.#vocabulary.get(word[0]!)?.has(word)) return [{ word, cost: 0 }];
    if (word.length < 4 || ORDINARY_WORDS.has(word) || EVERYDAY_WORDS.has(word) || /\d/.test(word)) return [];
    const limit = word.length >= 8 ? 2 : 1;
    const found: Known[] = this.#longerWords(word);
    for (const letter of new Set([word[0]!, word[1]!])) {
      for (const candidate of this.#vocabulary.get(letter) ?? []) {
        if (candidate.length < 4 || EVERYDAY_WORDS.has(candidate) && word.length < 6) continue;
        const distance = editDistance(word, candidate, limit);
        if (distance <= limit) found.push({ word: candidate, cost: distance / Math.max(word.length, candidate.length) });
      }
    }
    return found;
  }

  /** Words of names that a word in the text is the beginning of; alone such a word names nothing, which `matchAt` sees to. */
  #longerWords(word: string): Known[] {
    return [...(this.#vocabulary.get(word[0]!) ?? [])].filter((candidate) => candidate.length >= word.length + 3 && candidate.startsWith(word)).map((candidate) => ({ word: candidate, cost: CUT_COST }));
  }
}

/** What leaving a word's end out costs: "tech growth" for "Technology Growth". */
const CUT_COST = 0.15;

function matchAt(text: string, words: readonly Word[], known: readonly (readonly Known[])[], at: number, { thing, saying }: Entry, firstCost: number): NameMatch | undefined {
  let cost = firstCost;
  for (let offset = 1; offset < saying.words.length; offset += 1) {
    const found = known[at + offset]?.find(({ word }) => word === saying.words[offset]);
    if (!found) return undefined;
    cost += found.cost;
  }
  if (saying.words.length === 1 && firstCost === CUT_COST) return undefined;
  const start = words[at]!.start;
  const end = words[at + saying.words.length - 1]!.end;
  const score = saying.score * (1 - cost / saying.words.length);
  const supported = score < 0.75 && isNamedAs(thing.kind, words, at, at + saying.words.length) ? score + 0.15 : score;
  return { thing, matchedText: text.slice(start, end), start, end, score: Math.round(supported * 1000) / 1000 };
}

const NEIGHBOURS: Readonly<Record<NamedThing['kind'], readonly string[]>> = {
  client: ['client'], portfolio: ['portfolio', 'account', 'sleeve', 'pot', 'one'], security: ['share', 'shares', 'stock'], goal: ['goal', 'target', 'plan', 'savings', 'fund'],
  tag: ['tag', 'tagged', 'label'], benchmark: ['benchmark', 'index'], advisor: ['advisor', 'adviser'],
};

/** "the growth portfolio": the word beside an everyday name says that it is one. */
function isNamedAs(kind: NamedThing['kind'], words: readonly Word[], start: number, end: number): boolean {
  return [words[start - 1], words[end]].some((word) => word !== undefined && NEIGHBOURS[kind].includes(word.folded));
}

function covers(longer: NameMatch, shorter: NameMatch): boolean {
  return longer.start <= shorter.start && longer.end >= shorter.end && longer.end - longer.start > shorter.end - shorter.start && longer.score >= 0.75;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
