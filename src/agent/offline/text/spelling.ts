import { stems, vocabulary } from '../lexicon/concepts.ts';
import { EVERYDAY, GLUE } from '../lexicon/everyday.ts';

/** Words that the lexicon only writes as stems. */
const WHOLE_WORDS = (
  'portfolio portfolios volatility performance allocation allocations dividend dividends valuation benchmark contribution contributors detractors drawdown concentration diversification currency currencies '
  + 'transaction transactions deposit withdrawal withdrawals transfer subscription invoice harvest projection probability simulation simulate inflation sustainability sustainable analyst markets recommendation '
  + 'recommendations confidence rationale suitability suitable restricted exclusion compliance regulatory document documents statement notification notifications preference preferences support complaint overdue '
  + 'scheduled workflow workflows meeting meetings interaction interactions sentiment feedback satisfaction profile referral marketing campaign dashboard widgets vendors suppliers sessions override overrides integrity '
  + 'exports refused conversation conversations advisor adviser holding holdings position positions rebalance rebalancing overweight underweight unrealised unrealized realised realized correlation').split(' ');
const WORDS = new Set([...vocabulary(), ...WHOLE_WORDS]);
/** Ordinary words that lie a letter from one of the lexicon's. */
const NEIGHBOURS = 'supplies though carried carries string consent product parity bounds connection prevent contrast protection provided context requirement regard assert exposes individuals measured'.split(' ');
const KNOWN = new Set([...WORDS, ...NEIGHBOURS, ...GLUE, ...EVERYDAY.flatMap((phrase) => phrase.replaceAll('*', '').split(' '))]);
/** By first letter and length: the first letter is taken to be right. */
const ALIKE = Map.groupBy(WORDS, (word) => `${word[0]}${word.length}`);
/** Messages say the same words again and again; the oldest answer makes room. */
const corrected = new Map<string, string>();
const MOST_REMEMBERED = 2_000;

/**
 * Corrects misspelt words of a normalised text to the lexicon's words: one slip (a letter more, less, other, or two swapped) in
 * words of six letters or more (in five letters two swapped ones alone), two slips in ten or more; an ending more or less is an inflection, not a slip. Words that the lexicon knows, and inflected ones, stay.
 */
export function correctSpelling(words: string): string {
  return words.replaceAll(/(?<= )[a-z]{5,}(?= )/g, (word) => correctedWord(word));
}

function correctedWord(word: string): string {
  const known = corrected.get(word);
  if (known !== undefined) return known;
  const right = isKnownWord(word) ? word : nearest(word) ?? word;
  if (corrected.size >= MOST_REMEMBERED) corrected.delete(corrected.keys().next().value!);
  corrected.set(word, right);
  return right;
}

/** "project*" makes "projected" and "projection" known. */
const STEMS = stems();

export function isKnownWord(word: string): boolean {
  if (KNOWN.has(word) || STEMS.some((known) => word.startsWith(known))) return true;
  const stem = word.replace(/(?:ies|es|s|ed|d|ing|ly)$/, '');
  return KNOWN.has(stem) || KNOWN.has(`${stem}e`) || KNOWN.has(`${stem}y`);
}

function nearest(word: string): string | undefined {
  const allowed = word.length >= 10 ? 2 : 1;
  for (let slips = 1; slips <= allowed; slips += 1) {
    for (let length = word.length - slips; length <= word.length + slips; length += 1) {
      if (word.length === 5 && length !== 5) continue;
      const hit = ALIKE.get(`${word[0]}${length}`)?.find((known) => !known.startsWith(word) && !word.startsWith(known) && (word.length >= 9 || isSlip(word, known)) && distance(word, known, slips) <= slips);
      if (hit) return hit;
    }
  }
  return undefined;
}

/** In a short word another letter makes another word ("paused" is no "passed"): only swapped, doubled or missing letters count. */
function isSlip(word: string, known: string): boolean {
  return word.length !== known.length || word.split('').toSorted().join('') === known.split('').toSorted().join('');
}

/** Optimal string alignment distance, given up above `limit`. */
function distance(left: string, right: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = last[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[right.length]!;
}
