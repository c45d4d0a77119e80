import type { Masked } from '../names.ts';

/** Words by which people take back what they just said. */
const RETRACTION = String.raw`(?:sorry|pardon|oops|no wait|wait,? no|scratch that|correction|i mean|i meant|make that|no[,:]|no (?=the |my |@))`;
const ARTICLE = "(?:the |my |our |his |her |their |for |of |in |about |with )*";
/** "A, sorry, I mean B": B stands where A stood. */
const REPLACED = new RegExp(String.raw`@([a-z]+)\b((?:'s|\u2019s)?[^@?!;]{0,40}?)[\s,.\u2026\u2013-]+(?:${RETRACTION}[\s,.:]*)+${ARTICLE}@\1\b(?:'s|\u2019s)?`, 'i');
/** "Not A, (sorry, I meant) B". */
const NOT_THAT = new RegExp(String.raw`(?:\bno,?\s+)?\bnot ${ARTICLE}@([a-z]+)\b(?:'s|\u2019s)?(?=[\s,;.:\u2013-])`, 'gi');
const RETRACTS = / (?:sorry|pardon|oops|no wait|wait no|scratch that|correction|i mean|i meant|make that) (?!to )/g;

/** "And what is the highest it... no, forget the highest." */
const FORGOTTEN = /(?:\.{2,}|\u2026|[,;\u2013-])\s*(?:(?:no|oh|well|actually|sorry|wait)\b[\s,]*)*(?:forget|never ?mind)\s+(?:about\s+)?(?:the|that|it|this)\b[^.?!@]{0,30}[.!]/i;
const STARTS = /(?:^|[.?!:]\s+|,?\s+(?:and|also|plus)\s+)(?=[^.?!:@]*$)/g;

/** The question that was broken off goes with the words that take it back. */
function withoutForgotten(text: string): string {
  const match = FORGOTTEN.exec(text);
  if (!match) return text;
  const before = text.slice(0, match.index);
  const start = [...before.matchAll(STARTS)].at(-1);
  return start ? `${before.slice(0, start.index)}. ${text.slice(match.index + match[0].length).trimStart()}` : text;
}

function countMasks(text: string): number {
  return (text.match(/@(?:client|portfolio|security|goal|tag|benchmark|advisor)\b/g) ?? []).length;
}

/** A masked text without the names that its writer took back; a name set aside stays when nothing of its kind comes in its place. */
export function withoutTakenBack({ text, mentions }: Masked): Masked {
  let left: Masked = { text: withoutForgotten(text), mentions };
  for (let match = REPLACED.exec(left.text); match; match = REPLACED.exec(left.text)) {
    const before = countMasks(left.text.slice(0, match.index));
    left = { text: `${left.text.slice(0, match.index)}@${match[1]!}${match[2]!} sorry${left.text.slice(match.index + match[0].length)}`, mentions: left.mentions.toSpliced(before, 1) };
  }
  for (const match of [...left.text.matchAll(NOT_THAT)].toReversed()) {
    const rest = `${left.text.slice(0, match.index)} ${left.text.slice(match.index + match[0].length)}`;
    if (!rest.includes(`@${match[1]!}`) && !/\bthe other\b/i.test(rest)) continue;
    left = { text: rest, mentions: left.mentions.toSpliced(countMasks(left.text.slice(0, match.index)), 1) };
  }
  return left;
}

/** Where in a normalised text something is taken back; what is measurable after it counts before what was said ahead of it. */
export function retractedAt(words: string): number | undefined {
  return [...words.matchAll(RETRACTS)].at(-1)?.index;
}

const DENIED: readonly RegExp[] = [
  /^\s*(?:no,?\s+)?(?:i (?:meant|mean),?\s+)?not\s+(?:about\s+)?(?:the|my|our|his|her|their)\s+[\w' -]{2,30}[,;.]\s*(?:but |i (?:meant|mean) )?(?=\S)/i,
  /(?:^|(?<=[.!?]\s))i (?:do not|don['\u2019]?t) (?:(?:want|need) to (?:know|see|hear)(?: about)?|care about|mean) [^.!?;,]{2,40}[.!?;,]\s*(?:but |just |only )?(?=\S)/i,
  /,\s+(?:and\s+)?not\s+(?:about\s+)?(?!yet|sure|today|now)(?:the |my |our |his |her |their )?[\w'-]+(?: [\w'-]+)?(?=[.?!]*\s*$)/i,
];

/** "Not the fees, the dividends": what a message sets aside is not asked for. */
export function withoutDenied(text: string): string {
  return DENIED.reduce((left, pattern) => left.replace(pattern, ''), text);
}
