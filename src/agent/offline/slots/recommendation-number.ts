/** An id without its hyphens, as the reading of words leaves it. */
const UUID = '[0-9a-f]{32}';
/** "Recommendation 12", "idea no. 12", "#12", "rec-12". */
const NAMED = new RegExp(`(?<= )(?:(?:recommendations?|proposal|suggestion|advice|idea|decision) (?:with |of )?(?:the )?(?:number |no |nr |id |#)?#?|#|number |no )((?:rec |rec|r)?[-#]?(?:${UUID}|\\d[\\d-]*))(?= |'|\\.)`);
const R_NUMBER = /(?<= )r(?:ec)?[- ]?#?(\d+)(?= )/;
/** Ids that people paste are those of recommendations. */
const BARE_ID = new RegExp(`(?<= )(${UUID})(?= )`);
const A_YEAR = /^(?:19|20)\d\d$/;

/** A number with the stretch of text that says it. */
interface FoundNumber {
  readonly number: string;
  readonly text: string;
}

function withHyphens(id: string): string {
  return /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : id;
}

/** The recommendation that a normalised text names by the word and its number or by its id, which also a sentence can do that asks nothing. */
export function namedRecommendation(words: string): FoundNumber | undefined {
  const named = NAMED.exec(words);
  // "Recommendations of 2026" are those of the year.
  if (named && !(A_YEAR.test(named[1]!) && / of /.test(named[0]))) return { number: withHyphens(named[1]!.replace(/^(?:rec|r)?[ #-]*(?=\d)/, '')), text: named[0] };
  const short = R_NUMBER.exec(words) ?? BARE_ID.exec(words);
  return short ? { number: withHyphens(short[1]!), text: short[0] } : undefined;
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** After these a number says how many, how much, when, or which of something else. */
const MEASURED = setOf(`top bottom last first next past least most latest newest oldest recent biggest largest smallest highest lowest best worst slowest fastest longest
  over under above below than age aged in within by at since until till every another around roughly almost nearly exactly only these those all between
  save saving invest withdraw spend fell fall falls drop drops lost lose loses rose rise rises turn turns s&p ftse nikkei nasdaq russell stoxx dax cac smi tsx dow
  usd eur gbp chf jpy cad aud $ € £ q january february march april may june july august september october november december
  tls sha http windows mozilla section rule model version entry entries place ticket flag session invoice api article form page line step round port code error level hash slide room clause process workflow prompt prompts checkpoint client user case order`);
/** Before these a number counts or measures. */
const COUNTS = setOf(`% percent pct bps basis point k m grand thousand million usd eur gbp chf jpy cad aud dollar euro pound franc yen quid monthly weekly yearly quarterly annually extra of per a an each more other to x
  st nd rd th biggest largest best worst top smallest highest lowest latest newest recent last first holding position stock share name line year month week day hour minute sign failed different open closed pending
  page pager sheet side sentence paragraph word am pm january february march april may june july august september october november december people api tool`);
/** What ends like a plural and is a verb or a small word. */
const NO_PLURAL = setOf('is was has does this thanks yes as us its his says wants looks sounds means needs speaks recommends suggests proposes tells sells buys cuts trims expects makes gets goes comes brings costs affects influences lowers raises improves helps hurts involves implies reduces adds changes reads rests stands versus always plus besides across');
const OPENING = /^ (?:(?:ok|okay|so|and|re|on|about|number|no) )*$/;
const BOUND_AFTER = /^(?:and|or) (?:up|over|above|more|below|under|less|so|higher|better|lower)\b|^plus\b/;

function measures(before: string, after: string): boolean {
  const [next = ''] = after.split(' ');
  return MEASURED.has(before) || COUNTS.has(next) || next.startsWith('@') || /^\d/.test(next) || BOUND_AFTER.test(after) || (/^[a-z]{2,}s$/.test(next) && !NO_PLURAL.has(next));
}

/**
 * "Explain 69", "52?": the one number of a text that counts, measures and dates nothing. Whether a recommendation is spoken of at all is for the caller to judge.
 * Of several, the one that opens the message counts. @param words Normalised, without its periods.
 */
export function loneNumber(words: string): string | undefined {
  const found = [...words.matchAll(/(?<= )#?(\d{1,4})(?= )/g)].filter((match) => {
    const before = words.slice(0, match.index).trimEnd().split(' ').at(-1) ?? '';
    return !A_YEAR.test(match[1]!) && !measures(before, words.slice(match.index + match[0].length).trimStart());
  });
  const [first] = found;
  return first && (found.length === 1 || OPENING.test(words.slice(0, first.index))) ? first[1] : undefined;
}
