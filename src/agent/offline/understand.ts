import { withSurroundings } from './ask-surroundings.ts';
import { splitClauses } from './clauses.ts';
import type { Likelihoods } from './learned/likelihoods.ts';
import { CLEAR_SCORE, classify, likelihoodsOf, type Scored } from './intents/classify.ts';
import { featuresOf } from './intents/features.ts';
import { conceptsOf } from './lexicon/concepts.ts';
import { maskNames, type Masked, type NameRow } from './names.ts';
import { pairedClauses } from './paired-clauses.ts';
import { mergeSlots } from './slots/merge-slots.ts';
import { isOnlyTime, slotsIn, toldIn, type Setting } from './clause-slots.ts';
import { readSlots } from './slots/read-slots.ts';
import { withTold, type Told } from './told.ts';
import { PLAIN_TOPICS } from './intents/plain-topics.ts';
import { asksForTold, asksOfSecurity, framed, withoutReminding, withThing, withToldEvent, withToldOf, withToldThing } from './text/framing.ts';
import { headOf, withoutIdHyphens, withoutLabels } from './text/payload.ts';
import { normalise } from './text/normalise.ts';
import { withoutDenied, withoutTakenBack } from './text/taken-back.ts';
import { correctSpelling } from './text/spelling.ts';
import { shareNames } from './share-names.ts';
import { withToldAdvisor } from './told-advisor.ts';
import { belongsTo, isDetailOf } from './intents/belonging.ts';
import type { Ask, Mention, Slots } from './types.ts';

export interface Understanding {
  readonly asks: readonly Ask[];
  readonly mentions: readonly Mention[];
  readonly words: string;
  readonly masked: string;
  readonly concepts: ReadonlySet<string>;
  readonly slots: Slots;
}

/** The whole message, as one clause. */
interface Whole {
  readonly ranked: readonly Scored[];
  readonly likelihoods: Likelihoods;
}

interface Clause {
  readonly text: string;
  readonly words: string;
  readonly mentions: readonly Mention[];
  readonly slots: Slots;
  readonly concepts: ReadonlySet<string>;
  readonly ranked: readonly Scored[];
  /** One of several things that were named in a row, each found clear before it was parted. */
  readonly isPart: boolean;
  /** What it tells, where it asks for nothing. */
  readonly told?: Told;
}

/** Reads one message: what it asks for, about whom and what, over which time. Pure: the same text and names give the same reading. */
export function understand(text: string, names: readonly NameRow[], setting: Setting): Understanding {
  const masked = withoutTakenBack(maskNames(withoutDenied(withoutReminding(text)), names));
  const whole = readMasked(masked, setting);
  const parts = framed(masked, (sentence) => sentenceTells(sentence, setting));
  if (!parts) return whole;
  // "My accountant needs the tax report. Can you make it?": the question alone says nothing of what is wanted.
  if (WANTS_THE_TOLD.test(parts.asked.text) || asksForTold(parts.asked.text)) return whole;
  const toldWords = wordsFor(parts.said.text);
  const told: Told = { words: toldWords, slots: readSlots(toldWords, setting.today), mentions: parts.said.mentions };
  const named = withToldThing(parts.asked, parts.said);
  const question = setting.persona === 'client' && named.mentions.length === 0 ? { ...named, text: withToldAdvisor(named.text, toldWords) } : named;
  const own = readSlots(wordsFor(question.text), setting.today);
  const asked = readMasked({ ...question, text: withToldEvent(withToldOf(question.text, told.slots, own), told, own) }, setting);
  // "I don't understand recommendation 12. What does it want?": what was told names what is asked about.
  if (told.slots.recommendationNumber !== undefined || asked.asks.length === 0 || !asked.asks.every(({ topic }) => PLAIN_TOPICS.has(topic))) return whole;
  return { ...asked, asks: asked.asks.map((ask) => withTold(ask, told, setting.today)), mentions: whole.mentions, masked: whole.masked };
}

/** So likely does a stretch that tells something ask for nothing. */
const SURELY_TOLD = 0.6;
const LIKELY = 0.5;
const UNLIKELY = 0.01;
const ASKS_OPENLY = /\?\W*$/;

/** "I was away last week", "before I call back": tells why or when something is asked, and asks nothing. */
function isTold(text: string, likelihoods: Likelihoods): boolean {
  return !ASKS_OPENLY.test(text) && likelihoods('context') >= SURELY_TOLD;
}

/** So likely does a whole sentence only tell something. */
const LIKELY_TOLD = 0.4;

function sentenceTells(sentence: string, setting: Setting): boolean {
  const words = wordsFor(sentence);
  return likelihoodsOf(words, featuresOf(conceptsOf(words), slotsIn(words, setting), words, setting.persona))('context') >= LIKELY_TOLD;
}

const WANTS_THE_TOLD = /^\W*(?:(?:please|kindly|can|could|would|will|you|we|i|have|get|just|so|then)\s+)*(?:make|do|prepare|produce|create|generate|draft|write|send|give|run|build|sort|arrange|set up|put together|pull|show|have|get|see)\s+(?:(?:me|him|her|them|us)\s+)?(?:it|that|this|those|these|one|them)\b(?:\s+(?:up|out|please|ready|today|now|for (?:me|him|her|them|us)|to (?:me|him|her|them|us)))*\W*$/i;

function readMasked(masked: Masked, setting: Setting): Understanding {
  const words = wordsFor(masked.text);
  const concepts = conceptsOf(words);
  const slots = slotsIn(words, setting);
  const features = featuresOf(concepts, slots, words, setting.persona);
  if (goesOn(setting, words)) features.add('#recommendation');
  const likelihoods = likelihoodsOf(words, features);
  const whole = classify(words, features, setting.persona, likelihoods);
  const clauses = readClauses(masked.text, masked.mentions, setting, { ranked: whole, likelihoods });
  const told = clauses.flatMap((clause) => clause.told ?? []);
  const asks = toAsks(clauses, whole[0]).map((ask) => told.reduce<Ask>((one, beside) => withTold(one, beside, setting.today), withoutToldSums(ask, told)));
  return { asks, mentions: masked.mentions, words, masked: masked.text, concepts, slots };
}

/** "My pension pays 1,200 a month. How much did I withdraw?": a sum that was told bounds nothing that is only looked up. */
function withoutToldSums(ask: Ask, told: readonly Told[]): Ask {
  return PLAIN_TOPICS.has(ask.topic) && told.some(({ slots }) => slots.amounts.length > 0 && slots.amounts === ask.slots.amounts) ? { ...ask, slots: { ...ask.slots, amounts: [] } } : ask;
}

/** Nobody asks for an act by a stretch that hardly says so, in a message that says nothing of it: "back on 3 May, what was it worth?" */
function isStrayAct(topic: string, own: Likelihoods, whole: Likelihoods): boolean {
  return !PLAIN_TOPICS.has(topic) && own(topic) < LIKELY && whole(topic) < UNLIKELY;
}

function readClauses(masked: string, mentions: readonly Mention[], setting: Setting, whole: Whole): Clause[] {
  let used = 0;
  let numbered = goesOn(setting, wordsFor(masked));
  const payload = headOf(masked);
  const stretches = splitClauses(masked);
  const clauses = payload ? [masked] : pairedClauses(stretches, setting);
  const read = (text: string, own: readonly Mention[]): Clause => {
    const words = wordsFor(text);
    const slots = slotsIn(words, setting);
    // What is to be written down says nothing about what is asked.
    const concepts = conceptsOf(payload ? wordsFor(payload) : words);
    const features = featuresOf(concepts, slots, words, setting.persona);
    const likelihoods = likelihoodsOf(words, features);
    if (clauses.length > 1 && isTold(text, likelihoods)) {
      const told = toldIn(words, setting);
      numbered ||= told.recommendationNumber !== undefined;
      return { text, words: ' ', mentions: own, slots: { ...told, amounts: slots.amounts }, concepts: new Set<string>(), ranked: [], isPart: false, told: { words, slots, mentions: [] } };
    }
    // "…recommendation 12, and which tools were called?" still speaks of number 12.
    if (numbered) features.add('#recommendation');
    if (clauses.length > 1 && isOnlyTime(words, setting)) return { text, words, mentions: own, slots, concepts, ranked: [], isPart: false };
    numbered ||= slots.recommendationNumber !== undefined;
    const ranked = classify(words, features, setting.persona, likelihoods).filter(({ topic }) => !isStrayAct(topic, likelihoods, whole.likelihoods));
    return { text, words, mentions: own, slots, concepts, ranked: lean(ranked, whole.ranked), isPart: !payload && !stretches.includes(text) };
  };
  let thing: Mention | undefined;
  return clauses.map((text) => {
    const count = (text.match(/@(?:client|portfolio|security|goal|tag|benchmark|advisor)/g) ?? []).length;
    const own = mentions.slice(used, used + count);
    used += count;
    const clause = read(text, own);
    thing = own.find(({ candidates }) => candidates[0]?.kind === 'security') ?? thing;
    const named = thing && count === 0 ? withThing(text, 'security') : text;
    const other = thing && named !== text ? read(named, [thing]) : undefined;
    return other && asksOfSecurity(other.ranked[0]?.topic) && (other.ranked[0]?.score ?? 0) > (clause.ranked[0]?.score ?? 0) ? other : clause;
  });
}

/** "get_performance" is a tool, whatever its words mean. */
const TOOL_NAME = /\b[a-z]{2,}(?:_[a-z]+)+\b/g;

const SHORT = 12;

function goesOn({ ofRecommendation }: Setting, words: string): boolean {
  return ofRecommendation === true && words.trim().split(' ').length <= SHORT;
}

/** "The log in October" is the audit log, not a sign-in. */
const THE_LOG_IN = / (the|our|audit|that) log in (?=the |last |this |q\d|\d|january|february|march|april|may|june|july|august|september|october|november|december)/g;

function wordsFor(text: string): string {
  return correctSpelling(normalise(withoutIdHyphens(withoutLabels(text.replaceAll(TOOL_NAME, 'tool'))))).replaceAll(THE_LOG_IN, ' $1 log during ');
}

/** How much the whole message's meaning counts in reading one clause. */
export const LEAN = 1.4;
/** What a further clause must score to be an ask of its own rather than more about the one before. */
const OWN_ASK = CLEAR_SCORE + 1.2;

const FAR_APART = 1.2;

/** "…, and what is on my list for them?": a question that says nothing of the ask before needs less to be one of its own. */
function ownAsk({ concepts, ranked, isPart }: Clause, previous: string): number {
  if (isPart) return CLEAR_SCORE + 0.3;
  const before = ranked.find(({ topic }) => topic === previous)?.score ?? 0;
  return concepts.has('asking') && (ranked[0]?.score ?? 0) - before >= FAR_APART ? OWN_ASK - 0.6 : OWN_ASK;
}

/** A clause is read in the light of the whole message: topics that fit the whole get a little more. */
function lean(ranked: readonly Scored[], whole: readonly Scored[]): Scored[] {
  const best = whole[0]?.score ?? 0;
  const share = new Map(whole.map(({ topic, score }) => [topic, best > 0 ? score / best : 0]));
  return ranked.map(({ topic, score }) => ({ topic, score: score + LEAN * (share.get(topic) ?? 0) })).toSorted((left, right) => right.score - left.score);
}

/** What the record of one recommendation holds, and what is counted over many where no single one is spoken of. */
const IN_ITS_RECORD: ReadonlySet<string> = new Set(['tool_calls', 'model_versions', 'recommendation_review']);

/** "…inputs of recommendation 12, and what tools were used?" */
function isOfItsRecord(topic: string, previous: Ask, { slots }: Clause): boolean {
  return previous.topic === 'ai_decision' && previous.slots.recommendationNumber !== undefined && IN_ITS_RECORD.has(topic) && slots.periods.length === 0;
}

/** One ask per topic, in order; a clause that says too little on its own adds its names and slots to the ask before it. */
function toAsks(clauses: readonly Clause[], gist: Scored | undefined): Ask[] {
  const asks: Ask[] = [];
  let carried: Clause | undefined;
  for (const bare of clauses) {
    const clause: Clause = carried ? merge(carried, bare) : bare;
    const best = clause.ranked[0];
    // "Thank you. And which paid most?": thanks hold no further question.
    if (asks.length === 1 && asks[0]!.topic === 'thanks' && asks[0]!.mentions.length === 0) asks.pop();
    const previous = asks.at(-1);
    if (!best || best.score < (previous && best.topic !== gist?.topic ? ownAsk(clause, previous.topic) : CLEAR_SCORE + 0.3)) {
      if (previous) asks[asks.length - 1] = absorb(previous, clause);
      else carried = clause;
      continue;
    }
    carried = undefined;
    if (previous && (belongsTo(best.topic, previous.topic, clause.words) || isDetailOf(best.topic, previous.topic, clause.words) || isOfItsRecord(best.topic, previous, clause))) {
      asks[asks.length - 1] = absorb(previous, clause);
      continue;
    }
    const same = asks.findIndex((ask) => ask.topic === best.topic && compatible(ask.slots, clause.slots));
    if (same >= 0) asks[same] = absorb(asks[same]!, clause);
    else asks.push({ topic: best.topic, score: best.score, words: clause.words, text: clause.text, slots: clause.slots, mentions: clause.mentions, concepts: clause.concepts });
  }
  if (carried && asks.length === 0) {
    // No stretch says enough alone: what the whole message says counts, if that is clear.
    const best = gist && gist.score >= CLEAR_SCORE ? gist : carried.ranked[0];
    if (best) asks.push({ topic: best.topic, score: best.score, words: carried.words, text: carried.text, slots: carried.slots, mentions: carried.mentions, concepts: carried.concepts });
  }
  return shareNames(withSurroundings(asks));
}

/** Two stretches of one topic stay apart when each names a time of its own: "since inception, and simple for this year". */
function compatible(left: Slots, right: Slots): boolean {
  return left.periods.length === 0 || right.periods.length === 0 || left.periods.some((period) => right.periods.some((other) => other.expression === period.expression));
}

function merge(first: Clause, second: Clause): Clause {
  return {
    text: `${first.text} ${second.text}`, words: `${first.words.trimEnd()}${second.words}`, mentions: [...first.mentions, ...second.mentions],
    isPart: second.isPart, slots: mergeSlots(second.slots, first.slots), concepts: new Set([...first.concepts, ...second.concepts]), ranked: second.ranked.length > 0 ? second.ranked : first.ranked,
  };
}

const ADDS = /^ (?:and|or|also|plus|what about|how about) /;

/** "My exposure to the euro? And to yen?": both are asked for. */
function addedSlots(ask: Slots, { words, slots }: Clause, topic: string): Slots {
  // "I have 500 USD. What does that make in CAD?" names one currency after the other.
  if (!ADDS.test(words) && topic === 'fx_rate') return { ...ask, currencies: [...new Set([...ask.currencies, ...slots.currencies])] };
  if (!ADDS.test(words)) return ask;
  const both = <T>(left: readonly T[], right: readonly T[]): readonly T[] => (left.length > 0 ? [...left, ...right.filter((one) => !left.includes(one))] : left);
  return { ...ask, currencies: both(ask.currencies, slots.currencies), assetClasses: both(ask.assetClasses, slots.assetClasses), sectors: both(ask.sectors, slots.sectors), regions: both(ask.regions, slots.regions) };
}

/** "What is a euro worth today, and what was it a year ago?": the question after it has a time of its own. */
function withOtherTime(ask: Slots, { slots, concepts }: Clause): Slots {
  const other = slots.periods.filter(({ expression, relative }) => relative === undefined && ask.periods.every((period) => period.expression !== expression));
  return ask.periods.length > 0 && other.length > 0 && concepts.has('asking') ? { ...ask, periods: [...ask.periods, ...other] } : ask;
}

function absorb(ask: Ask, clause: Clause): Ask {
  return {
    ...ask, text: `${ask.text} ${clause.text}`, words: `${ask.words.trimEnd()}${clause.words}`, mentions: [...ask.mentions, ...clause.mentions],
    slots: mergeSlots(withOtherTime(addedSlots(ask.slots, clause, ask.topic), clause), clause.slots), concepts: new Set([...ask.concepts, ...clause.concepts]),
  };
}
