import type { Masked } from '../names.ts';
import { CURRENCY_WORD } from '../slots/currency.ts';
import type { Slots } from '../types.ts';
import { SENTENCE_END } from './sentences.ts';

const WANTS_TELLING = /\bremind me[,:]?\s+(?=(?:again,? )?(?:what|which|who|whose|how|where|whether|of|again)\b|when (?:did|was|is|were|do|does)\b)/gi;

/** "Remind me, what was it again?" wants to be told, not to be reminded. */
export function withoutReminding(text: string): string {
  return text.replaceAll(WANTS_TELLING, 'tell me ');
}

/** "Only the one name." says how short the answer is to be. */
const BREVITY = /^(?:and )?(?:only|just|simply)\b(?: give me| tell me)? (?:the|a|an|one) (?:one |single |short |plain |bare )*(?:name|figure|answer|sentence|word|line|overview|result)s?(?:,? please)?[.!]*$/i;

const ASKS = /\?\s*$/;
const MASK = /@(?:client|portfolio|security|goal|tag|benchmark|advisor)\b/g;

const CLASS_WORDS: Readonly<Record<string, string>> = { equity: 'stocks', fixed_income: 'bonds', real_estate: 'real estate', commodity: 'commodities', alternative: 'alternatives', fund: 'mutual funds' };
type MarketTerms = Pick<Slots, 'sectors' | 'assetClasses' | 'regions'>;
const ANY_OF_IT = /\b(have|own|hold|got) (?:any|some)(?: of (?:it|that|those|them))?(?=\W*(?:$|and\b|\?|,))/i;
const HOW_MUCH_OF = /^\W*(?:and |so )?(?:how much|what (?:share|percentage|percent|part|portion)) (?:do|am|have|are|is) (?:i|we)\b(?: (?:actually|currently|now|really|at))*(?: (?:have|hold|own|got|at|in))?(?: (?:now|today|at the moment|right now|currently|actually))*\W*$/i;
const POINTS_BACK = /\b(its|their)\b|\b(it|that|those|them|these)\b(?! (?:year|month|quarter|week|day|date|time|portfolio|account|one|number|figure|amount|sum|target|level|percentage|share|limit|plan)\b)/i;

/** "I work in banking myself. What is its weight?": the class or sector just told of, in the place of the pronoun. */
export function withToldOf(text: string, said: MarketTerms, own: MarketTerms): string {
  if (own.sectors.length + own.assetClasses.length + own.regions.length > 0) return text;
  const [only, second] = [...said.sectors, ...said.assetClasses.map((name) => CLASS_WORDS[name] ?? name), ...said.regions];
  // "No more than 60 percent in shares, I was told. How much do I have?" leaves out of what.
  // "My boss swears by gold. Do I have any?"
  if (only && !second && ANY_OF_IT.test(text)) return text.replace(ANY_OF_IT, `$1 any ${only}`);
  if (only && !second && HOW_MUCH_OF.test(text)) return text.replace(/\W*$/, ` in ${only}?`);
  return only && !second ? text.replace(POINTS_BACK, (_, possessive: string | undefined) => (possessive ? `${only}'s` : only)) : text;
}

const DUMMY = /\b(?:is|was|would|will|does|did|has|had|make|made) it (?:be )?(?:an? |true|too late|time|possible|worth it|ok|okay|safe|wise|sensible|matter|make sense|that |been |sense)|\b(?:make|made|makes|call|calling|worth|about|around|of) it\b[.?!]*$/i;
const IT = /\b(its|it|that one|this one|that (?:stock|share|fund|company|bond|portfolio|holding))\b/i;

const OF_A_SECURITY: ReadonlySet<string> = new Set(['market_price', 'security_facts', 'security_rating']);

/** Topics that can only be asked of a security, so that "it" in them is the one spoken of. */
export function asksOfSecurity(topic: string | undefined): boolean {
  return topic !== undefined && OF_A_SECURITY.has(topic);
}

/** "What did it cost?" with the thing that was named in the place of the pronouns; one place, so that one mention belongs to it. */
export function withThing(text: string, kind: string): string {
  if (DUMMY.test(text)) return text;
  return text.replace(IT, (pronoun) => (/^its$/i.test(pronoun) ? `@${kind}'s` : `@${kind}`));
}

/** "I was reading about X. What did it close at?": the one thing just told of, in the place of the first pronoun. */
export function withToldThing(asked: Masked, said: Masked): Masked {
  const kind = said.mentions.length === 1 ? said.mentions[0]!.candidates[0]?.kind : undefined;
  if ((kind !== 'security' && kind !== 'portfolio') || asked.mentions.length > 0) return asked;
  const text = withThing(asked.text, kind);
  return text === asked.text ? asked : { text, mentions: said.mentions };
}

const SUCH_A_CRASH = /\b(?:the same(?: (?:thing|again))?|something like (?:that|it)|(?:such|another|a) (?:a )?(?:thing|day|month|year|time|event)(?: like (?:that|it))?|(?<!of )that|it)\b(?! (?:year|month|way))/i;
const WOULD = /\b(?:would|could|if|will|were)\b/i;
/** "The yen has been sliding. What share of my money is in it?": a currency that something is told of, not one that something is told in. */
const IN_CURRENCY = / (?:in|into|to|as|for|of) (?:the )?$/;

/** "The spring of 2020 scared me. What would the same thing cost me?", "The yen is sliding. How much of my money is in it?": crash or currency in the place of the pronoun. */
export function withToldEvent(text: string, told: { readonly words: string; readonly slots: Slots }, own: Slots): string {
  const { scenario, currencies, amounts } = told.slots;
  if (scenario !== undefined && scenario !== 'custom' && own.scenario === undefined && own.percents.length === 0 && WOULD.test(text)) return text.replace(SUCH_A_CRASH, 'such a crash');
  const [currency, second] = currencies;
  if (currency && second && amounts.length + own.currencies.length + own.amounts.length === 0) return text.replace(/\b(?:they|them|those two|the two|it|that pair|that rate)\b/i, `${currency} against ${second}`);
  if (!currency || second || amounts.length > 0 || own.currencies.length > 0 || own.amounts.length > 0) return text;
  const at = told.words.search(new RegExp(` (?:${CURRENCY_WORD}) `));
  return at > 0 && IN_CURRENCY.test(told.words.slice(0, at + 1)) ? text : text.replace(POINTS_BACK, (_, possessive: string | undefined) => (possessive ? `${currency}'s` : currency));
}

/** "We agreed on a figure for bonds. What was that figure?": only what was told says which. */
export function asksForTold(text: string): boolean {
  if (/^\W*(?:and |so |now )?what (?:was|were|is|are) (?:it|that|they|those)(?:\W|$)(?! *(?:worth|called|like|doing|at|priced|trading|quoted|made|invested|in|on|for|that|about|of|supposed)\b)/i.test(text)) return true;
  if (/^\W*(?:is|was|are) (?:that|this|it|they) (?:so|true|right|correct|the case|really so|really true)\W*$/i.test(text)) return true;
  return /\b(?:that|this|the same|said) (?:very )?(?:number|figure|target|level|percentage|share|weight|quota|limit|agreement|promise)\b/i.test(text);
}

export interface Framed {
  /** The sentences that ask, with their names. */
  readonly asked: Masked;
  /** The sentences around them that only tell something. */
  readonly said: Masked;
}

/** "I work in banking myself. What is the weight of banks?": the sentences that ask, apart from those that tell; undefined when there is nothing to part. */
export function framed({ text, mentions }: Masked, tellsOnly: (sentence: string) => boolean): Framed | undefined {
  const sentences = text.split(SENTENCE_END);
  if (sentences.length < 2) return undefined;
  const tells = sentences.map((sentence) => !ASKS.test(sentence) && (BREVITY.test(sentence.trim()) || tellsOnly(sentence)));
  if (tells.every(Boolean) || !tells.some(Boolean)) return undefined;
  const parts = { asked: { text: [] as string[], mentions: [] as Masked['mentions'][number][] }, said: { text: [] as string[], mentions: [] as Masked['mentions'][number][] } };
  let used = 0;
  for (const [index, sentence] of sentences.entries()) {
    const part = tells[index] ? parts.said : parts.asked;
    const count = sentence.match(MASK)?.length ?? 0;
    part.text.push(sentence);
    part.mentions.push(...mentions.slice(used, used + count));
    used += count;
  }
  return { asked: { text: parts.asked.text.join(' '), mentions: parts.asked.mentions }, said: { text: parts.said.text.join(' '), mentions: parts.said.mentions } };
}
