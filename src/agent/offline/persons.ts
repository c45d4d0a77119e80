import { isKnownWord } from './text/spelling.ts';

const NOT_NAMES = new Set((
  'everybody everyone nobody somebody someone anybody anyone people january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday i sharpe sortino monte carlo var esg covid lehman '
  + 'european europe asian asia american america us usa uk english german french spanish italian swiss chinese japanese python steward excel csv utc moody fitch morningstar nasdaq nyse xetra dax nikkei ftse euronext '
  + 'london tokyo frankfurt york new zurich paris hong kong christmas easter irs mifid wall street beta alpha jensen herfindahl sarah-none consumer discretionary staples cyclical defensive communication communications services materials energy information technology real estate equity equities fixed income cash commodity crypto dear sir madam mr mrs ms dr financials tech healthcare utilities industrials').split(' '));

const NAME_WORD = String.raw`\p{Lu}[\p{L}'\u2019-]*\p{L}`;
const SPAN = new RegExp(`(?<![\\p{L}@])${NAME_WORD}(?:\\s+(?:(?:de|van|von|der|la|del|di|da|bin)\\s+)?${NAME_WORD}){0,3}`, 'gu');
const BEFORE_PERSON = /\b(?:client|for|with|about|called|named|to|of|on|mr|mrs|ms|dr|is|does|has|from|tell|ask|by)\.?\s+$/i;
const AFTER_PERSON = /^(?:['\u2019]s\b|['\u2019](?=\s)|\s+(?:has|have|hold|holds|own|owns|make|made|earn|is|was|invest|do|doing|reach|reaches|keep|been)\b)/i;

function isOrdinary(word: string): boolean {
  const lower = word.toLowerCase().replace(/n['\u2019]t$/, '').replace(/['\u2019](?:s|d|ll|m|ve|re)?$/, '');
  return NOT_NAMES.has(lower) || isKnownWord(lower) || (word.length <= 5 && word === word.toUpperCase());
}

/**
 * Stretches that look like a person's name and that the name search didn't know.
 * @param masked The message with known names replaced by `@kind`.
 */
export function unknownPersons(masked: string): string[] {
  const found: string[] = [];
  for (const match of masked.matchAll(SPAN)) {
    const words = match[0].replace(/['\u2019]s$/, '').split(/\s+/);
    const start = words.findIndex((word) => !isOrdinary(word));
    if (start < 0) continue;
    // "KYC-cleared" is an abbreviation at work.
    if (/^\p{Lu}{2,}-\p{Ll}/u.test(words[start]!)) continue;
    const telling = words.slice(start).filter((word) => !isOrdinary(word));
    const name = words.slice(start).join(' ').replace(/['\u2019]s$/, '');
    const before = masked.slice(0, match.index);
    const after = masked.slice(match.index + match[0].length - (/['\u2019]s$/.test(match[0]) ? 2 : 0));
    if (telling.length >= 2 || AFTER_PERSON.test(after) || (BEFORE_PERSON.test(before) && telling.length > 0)) found.push(name);
  }
  return [...found, ...relatives(masked), ...lowerCasePossessives(masked)];
}

/** "May I see Anna @client's account?": another first name before a known last name is another person. */
function relatives(masked: string): string[] {
  return [...masked.matchAll(/(?<=\p{Ll}[,;]?\s)(\p{Lu}\p{Ll}{2,})\s+@client(?![a-z])/gu)].flatMap(([, first]) => (first && !isOrdinary(first) ? [first] : []));
}

/** "quentin abernathy's portfolio", typed without capitals. */
function lowerCasePossessives(masked: string): string[] {
  const match = /(?<![@\p{L}])((?:\p{Ll}{3,}\s+)?\p{Ll}{3,})['\u2019]s\s+(?:\p{L}+\s+){0,3}(?:portfolio|portfolios|holdings?|account|accounts|positions?|returns?|performance|goals?|trades?|transactions?|risk|kyc|balance|stocks|shares|investments?|sentiment|advisor|profile)\b/u.exec(masked);
  if (!match) return [];
  const words = match[1]!.split(/\s+/).filter((word) => !isOrdinary(word));
  return words.length > 0 && !isOrdinary(match[1]!.split(/\s+/).at(-1)!) ? [words.join(' ')] : [];
}
