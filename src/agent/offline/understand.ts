import type { IsoDate } from '../../shared/calendar.ts';
import { splitClauses } from './clauses.ts';
import { CLEAR_SCORE, classify, featuresOf, type Scored } from './intents/classify.ts';
import { conceptsOf } from './lexicon/concepts.ts';
import { maskNames, type NameRow } from './names.ts';
import { readSlots } from './slots/read-slots.ts';
import { normalise } from './text/normalise.ts';
import { correctSpelling } from './text/spelling.ts';
import type { Ask, Mention, Persona, Slots } from './types.ts';

export interface Understanding {
  readonly asks: readonly Ask[];
  readonly mentions: readonly Mention[];
  readonly words: string;
  readonly masked: string;
  readonly concepts: ReadonlySet<string>;
  readonly slots: Slots;
}

interface Setting {
  readonly persona: Persona;
  readonly today: IsoDate;
  /** Topic of the turn before: small words like "and the year before?" then belong to it. */
  readonly previousTopic?: string;
}

interface Clause {
  readonly text: string;
  readonly words: string;
  readonly mentions: readonly Mention[];
  readonly slots: Slots;
  readonly concepts: ReadonlySet<string>;
  readonly ranked: readonly Scored[];
}

/** Reads one message: what it asks for, about whom and what, over which time. Pure: the same text and names give the same reading. */
export function understand(text: string, names: readonly NameRow[], setting: Setting): Understanding {
  const masked = maskNames(text, names);
  const words = correctSpelling(normalise(masked.text));
  const concepts = conceptsOf(words);
  const slots = readSlots(words, setting.today);
  const whole = classify(featuresOf(concepts, slots, words, setting.persona), setting.persona);
  const clauses = readClauses(masked.text, masked.mentions, setting, whole);
  return { asks: toAsks(clauses), mentions: masked.mentions, words, masked: masked.text, concepts, slots };
}

function readClauses(masked: string, mentions: readonly Mention[], setting: Setting, whole: readonly Scored[]): Clause[] {
  let used = 0;
  return splitClauses(masked).map((text) => {
    const words = correctSpelling(normalise(text));
    const count = (text.match(/@(?:client|portfolio|security|goal|tag|benchmark|advisor)/g) ?? []).length;
    const own = mentions.slice(used, used + count);
    used += count;
    const slots = readSlots(words, setting.today);
    const concepts = conceptsOf(words);
    const ranked = classify(featuresOf(concepts, slots, words, setting.persona), setting.persona);
    return { text, words, mentions: own, slots, concepts, ranked: lean(ranked, whole) };
  });
}

/** A clause is read in the light of the whole message: topics that fit the whole get a little more. */
function lean(ranked: readonly Scored[], whole: readonly Scored[]): Scored[] {
  const best = whole[0]?.score ?? 0;
  const share = new Map(whole.map(({ topic, score }) => [topic, best > 0 ? score / best : 0]));
  return ranked.map(({ topic, score }) => ({ topic, score: score + 0.7 * (share.get(topic) ?? 0) })).toSorted((left, right) => right.score - left.score);
}

/** One ask per topic, in order; a clause that says too little on its own adds its names and slots to the ask before it. */
function toAsks(clauses: readonly Clause[]): Ask[] {
  const asks: Ask[] = [];
  let carried: Clause | undefined;
  for (const bare of clauses) {
    const clause: Clause = carried ? merge(carried, bare) : bare;
    const best = clause.ranked[0];
    const previous = asks.at(-1);
    if (!best || best.score < CLEAR_SCORE + 0.3) {
      if (previous) asks[asks.length - 1] = absorb(previous, clause);
      else carried = clause;
      continue;
    }
    carried = undefined;
    const same = asks.findIndex((ask) => ask.topic === best.topic && compatible(ask.slots, clause.slots));
    if (same >= 0) asks[same] = absorb(asks[same]!, clause);
    else asks.push({ topic: best.topic, score: best.score, words: clause.words, text: clause.text, slots: clause.slots, mentions: clause.mentions, concepts: clause.concepts });
  }
  if (carried && asks.length === 0) {
    const best = carried.ranked[0];
    if (best) asks.push({ topic: best.topic, score: best.score, words: carried.words, text: carried.text, slots: carried.slots, mentions: carried.mentions, concepts: carried.concepts });
  }
  return shareNames(asks);
}

/** Two stretches of one topic stay apart when each names a time of its own: "since inception, and simple for this year". */
function compatible(left: Slots, right: Slots): boolean {
  return left.periods.length === 0 || right.periods.length === 0 || left.periods.some((period) => right.periods.some((other) => other.expression === period.expression));
}

function merge(first: Clause, second: Clause): Clause {
  return {
    text: `${first.text} ${second.text}`, words: `${first.words.trimEnd()}${second.words}`, mentions: [...first.mentions, ...second.mentions],
    slots: mergeSlots(second.slots, first.slots), concepts: new Set([...first.concepts, ...second.concepts]), ranked: second.ranked.length > 0 ? second.ranked : first.ranked,
  };
}

function absorb(ask: Ask, clause: Clause): Ask {
  return {
    ...ask, text: `${ask.text} ${clause.text}`, words: `${ask.words.trimEnd()}${clause.words}`, mentions: [...ask.mentions, ...clause.mentions],
    slots: mergeSlots(ask.slots, clause.slots), concepts: new Set([...ask.concepts, ...clause.concepts]),
  };
}

/** `main` wins; what it leaves open comes from `other`. */
export function mergeSlots(main: Slots, other: Slots): Slots {
  const list = <K extends 'periods' | 'amounts' | 'percents' | 'currencies' | 'assetClasses' | 'sectors' | 'regions'>(key: K): Slots[K] => (main[key].length > 0 ? main[key] : other[key]);
  return {
    ...other, ...main, periods: list('periods'), amounts: list('amounts'), percents: list('percents'), currencies: list('currencies'),
    assetClasses: list('assetClasses'), sectors: list('sectors'), regions: list('regions'),
  };
}

/** "What sector is X in, and where did it close?" : a later ask without a name speaks of the names before it, and of their time. */
function shareNames(asks: readonly Ask[]): Ask[] {
  const all = asks.flatMap((ask) => ask.mentions);
  return asks.map((ask, index) => {
    const own = ask.mentions;
    const missing = all.filter((mention) => !own.includes(mention) && own.every((mine) => mine.candidates[0]?.kind !== mention.candidates[0]?.kind));
    const number = asks.slice(0, index).findLast((before) => before.slots.recommendationNumber)?.slots.recommendationNumber;
    const slots = ask.slots.recommendationNumber || !number ? ask.slots : { ...ask.slots, recommendationNumber: number };
    return { ...ask, slots, mentions: [...own, ...missing] };
  });
}
