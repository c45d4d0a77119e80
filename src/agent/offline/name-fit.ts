import { CURRENCY_WORD } from './slots/currency.ts';
import { readSectors } from './slots/market-terms.ts';
import { isKnownWord } from './text/spelling.ts';
import type { Candidate } from './types.ts';

/** A stretch of text with what stands around it. */
export interface Place {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

const CURRENCY = new RegExp(`^(?:${CURRENCY_WORD})$`, 'i');
/** Words that only occur in names here: the lexicon knows them, but they don't make a name an everyday phrase. */
const TELLING = new Set(['vip', 'bitcoin', 'ether']);

/** "Switch to German" names a language, whatever fund has the word in its name. */
const LANGUAGE = /^(?:english|german|french|spanish|italian|portuguese|dutch)$/i;
const LANGUAGE_BEFORE = /\b(?:language|speak|site|app|website|page|everything|me|it|talk)\b.*\b(?:in|to|into|as)\s+$/i;

const TAG_CUE = /\b(?:tag|tags|tagged|tagging|label|labels|labell?ed|marked|mark|classif\w*|categor\w*|group|segment|carry|carries|carrying|bearing)\b/i;
const BENCHMARK_CUE = /\b(?:benchmark|index|against|versus|vs\.?|beat\w*|than|outperform\w*|underperform\w*|relative|compare\w*|lag\w*|track\w*)\b/i;
const GOAL_CUE = /\b(?:goals?|targets?|sav(?:e|ed|ing|ings)|plan|on track|on course|reach\w*|deposit|put (?:in|aside)|contribut\w*|fund|probab\w*|chances?|objective)\b/i;
const PORTFOLIO_AFTER = /^(?:['’]s)?\s+(?:portfolios?|accounts?|pot|mandate|sleeve|strategy|one\b)/i;
const PORTFOLIO_BEFORE = /\bportfolio (?:called |named )?$/i;
const SECURITY_AFTER = /^(?:['’]s)?\s+(?:shares?|stocks?|etfs?|funds?|bonds?|positions?|holdings?|units?|stake|notes?|ticker|price)\b/i;
const SECURITY_BEFORE = /\b(?:shares (?:of|in)|units? of|stake in|position in|ticker|buy|bought|buying|sell|sold|selling|price of|rating (?:of|on|for)|quote (?:for|on)|trim|dump)\s+(?:(?:some|more|all|half|any|my|the|our|of|\d[\d,.]*k?|[$€£]\d[\d,.]*k?)\s+)*$/i;

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replace(/['’]s$/, '').replaceAll(/['’.]/g, '');
}

function wordsIn(text: string): string[] {
  return fold(text).split(/[^\p{L}\d&]+/u).filter(Boolean);
}

/** "steward-advisor 1.0": the beginning of a label names nobody. */
const LABEL_GOES_ON = /^(?:-[a-z]+)+[\s-]v?\d+\.\d/i;

/**
 * Whether a stretch of text can mean this thing where it stands. The name search reports whatever resembles a name;
 * "rebalance" beside a tag "Rebalance soon", "money" beside a money fund and "long-term" beside a portfolio are words of the question.
 */
export function fitsHere(candidate: Candidate, place: Place): boolean {
  // A number alone is a year or an amount, though a bond or a goal has it in its name.
  if (/^[\d\s.,%]+$/.test(place.text)) return false;
  if (LABEL_GOES_ON.test(place.after)) return false;
  if (LANGUAGE.test(place.text.trim()) && LANGUAGE_BEFORE.test(place.before)) return false;
  const words = wordsIn(place.text);
  const own = wordsIn(`${candidate.name} ${candidate.detail.split(',')[0]}`);
  // "Tech growth" has every word of "Technology Growth", if not every letter.
  const isWhole = fold(place.text) === fold(candidate.name) || candidate.score >= 0.95 || (candidate.kind === 'portfolio' && candidate.score >= 0.9 && words.length > 1 && words.length === wordsIn(candidate.name).length);
  const isPlain = words.every((word) => !TELLING.has(word) && (isKnownWord(word) || CURRENCY.test(word)));
  const isMisspelt = !words.every((word) => own.some((part) => part.replace(/s$/, '') === word.replace(/s$/, '')));
  switch (candidate.kind) {
    case 'tag': return (isWhole && !isPlain) || TAG_CUE.test(`${place.before} ${place.after}`);
    case 'security': return fitsSecurity(place, { isWhole, isPlain, isMisspelt, isSingle: words.length === 1 });
    case 'portfolio': return isWhole ? words.length > 1 || !isPlain || isCapital(place) || hasPortfolioCue(place) : !isPlain || hasPortfolioCue(place);
    case 'goal': return isWhole || !isPlain || GOAL_CUE.test(`${place.before} ${place.after}`);
    case 'benchmark': return (isWhole && (words.length > 1 || place.text.length > 3)) || (!isPlain && !isWhole) || BENCHMARK_CUE.test(`${place.before} ${place.after}`);
    case 'client': case 'advisor': return !isPlain || isWhole || isCapital(place) || /^['’]s/.test(place.after);
  }
}

function fitsSecurity({ text, before, after }: Place, { isWhole, isPlain, isMisspelt, isSingle }: Readonly<Record<'isWhole' | 'isPlain' | 'isMisspelt' | 'isSingle', boolean>>): boolean {
  const cued = SECURITY_AFTER.test(after) || SECURITY_BEFORE.test(before);
  // EURO in capitals is a ticker, EUR and "euro" are money.
  if (CURRENCY.test(text.trim()) && !/^[A-Z]{4,}$/.test(text.trim())) return false;
  // "tech stocks" is a sector, though a fund has that ticker.
  if (isWhole) return !isPlain || text === text.toUpperCase() || !isSingle || /^\s+(?:etf|fund|ticker)\b/i.test(after) || /\b(?:shares? of|units? of|ticker)\s+$/i.test(before);
  // "Marie Dubois" is a person, whatever company resembles the first name.
  if (isMisspelt && isSingle) return cued || (!isPlain && !/^\s+\p{Lu}/u.test(after) && !/\p{Lu}[\p{L}'’-]+\s+$/u.test(before) && !/^['’]s/.test(after) && text.length >= 6);
  return isSingle && isSectorWord(text) ? false : !isPlain || cued;
}

/** "My Utilities holdings", "Materials in …": the sector, though some security has the word in its name. */
function isSectorWord(text: string): boolean {
  return readSectors(` ${text.toLowerCase()} `).length > 0;
}

function isCapital({ text }: Place): boolean {
  return /^\p{Lu}/u.test(text.trim());
}

function hasPortfolioCue({ before, after }: Place): boolean {
  return PORTFOLIO_AFTER.test(after) || PORTFOLIO_BEFORE.test(before);
}
