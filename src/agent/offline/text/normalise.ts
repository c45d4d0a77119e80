const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bw\/o\b/g, 'without'], [/\bw\/(?=\s|\w)/g, 'with '],
  [/\b(what|who|where|when|how|that|there|it|he|she|here)'s\b/g, '$1 is'],
  [/\b(how|what|where|when|why)'d\b/g, '$1 did'], [/\b(how|what|where|when|why)'ve\b/g, '$1 have'], [/\bwhats\b/g, 'what is'], [/\b(?:dont|don t)\b/g, 'do not'],
  [/\blet's\b/g, 'let us'], [/\b(?:get|getting|got|lay|laying) (?:a )?hold of\b/g, 'reach'],
  // "I should be grateful for a list" says no more than "please".
  [/\b(?:i|we)(?: should| would|'d) be (?:(?:most|very|so|much|ever so) )?(?:grateful|obliged|thankful|glad|pleased|delighted|happy|indebted) (?:if (?:i|we) (?:could|might|may) (?:have|see|get)|for|to (?:have|see|receive|get))\b/g, 'please show me'],
  [/\b(?:i|we)(?: should| would|'d) be (?:(?:most|very|so|much|ever so) )?(?:grateful|obliged|thankful|glad|pleased|delighted|happy|indebted) if you (?:could|would|might|can|will)(?: (?:kindly|please|be (?:so kind|good enough)(?: as)? to))?\b/g, 'please'],
  [/\bcan't\b/g, 'can not'], [/\bcannot\b/g, 'can not'], [/\bwon't\b/g, 'will not'],
  [/\b(do|does|did|is|are|was|were|have|has|had|would|should|could)n't\b/g, '$1 not'],
  [/\b(i|we|you|they)'ve\b/g, '$1 have'], [/\b(i|we|you|they|it|he|she)'ll\b/g, '$1 will'],
  [/\b(i|we|you|they|he|she|who)'d\b/g, '$1 would'], [/\b(we|you|they)'re\b/g, '$1 are'], [/\bi'm\b/g, 'i am'],
];

/** Words as people type them on a phone. */
const SHORTHAND: Readonly<Record<string, string>> = {
  hw: 'how', wht: 'what', wat: 'what', wot: 'what', mch: 'much', hv: 'have', hav: 'have', u: 'you', ur: 'your', im: 'i am', ive: 'i have', pls: 'please', plz: 'please', thx: 'thanks', tx: 'thanks',
  yr: 'year', yrs: 'years', mth: 'month', mnth: 'month', wk: 'week', qtr: 'quarter', bal: 'balance', perf: 'performance', acct: 'account', accts: 'accounts', abt: 'about', tdy: 'today', gimme: 'give me', wanna: 'want to', gonna: 'going to',
  wont: 'will not', isnt: 'is not', arent: 'are not', didnt: 'did not', doesnt: 'does not', wouldnt: 'would not', couldnt: 'could not', shouldnt: 'should not', hasnt: 'has not', havent: 'have not', wasnt: 'was not',
  ccy: 'currency', ccys: 'currencies', alloc: 'allocation', bmk: 'benchmark', cust: 'client', ann: 'annualised', thru: 'through', w: 'with', lmk: 'let me know', rn: 'right now', atm: 'at the moment', cld: 'could', shld: 'should', b4: 'before', hows: 'how is', wheres: 'where is', whos: 'who is', wats: 'what is', divs: 'dividends', div: 'dividend', mny: 'money', prtfolio: 'portfolio', ptf: 'portfolio', ptfs: 'portfolios', recos: 'recommendations', recs: 'recommendations', rec: 'recommendation', mtg: 'meeting', mtgs: 'meetings', hldgs: 'holdings', txns: 'transactions', txn: 'transaction', qty: 'quantity', tmrw: 'tomorrow', approx: 'about', mv: 'market value', advsr: 'advisor',
};
const SHORT_WORD = new RegExp(String.raw`(?<= )(?:${Object.keys(SHORTHAND).join('|')})(?= )`, 'g');

/** "Wed", "by Fri": where a day is named; "sat" and "sun" are words of their own. */
const WEEKDAYS: Readonly<Record<string, string>> = { mon: 'monday', tue: 'tuesday', tues: 'tuesday', wed: 'wednesday', thu: 'thursday', thur: 'thursday', thurs: 'thursday', fri: 'friday' };
const SHORT_DAY = /(?<= (?:on|by|until|till|before|after|this|next|last|me|him|her|them|us|for|since|from|to) )(?:mon|tues?|wed|thu(?:rs?)?|fri)(?= )/g;

function inFull(words: string): string {
  return words.replaceAll(/ # (?=(?:of )?[a-z])/g, ' number of ').replaceAll(' number of of ', ' number of ').replaceAll(SHORT_DAY, (day) => WEEKDAYS[day] ?? day).replaceAll(/(?<= )lst(?= (?:yr|year|mth|mnth|month|wk|week|qtr|quarter|time|\d))/g, 'last').replaceAll(/(?<= )lst(?= )/g, 'lost').replaceAll(/(?<= (?:how|what|where|who|why|when|which|they|we|you|u|hw|wht|wat) )r(?= [a-z])/g, 'are').replaceAll(SHORT_WORD, (word) => SHORTHAND[word] ?? word);
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
  fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50,
  sixty: 60, seventy: 70, eighty: 80, ninety: 90,
};

const TENS = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const UNITS = 'one|two|three|four|five|six|seven|eight|nine';
const ANY_NUMBER_WORD = Object.keys(NUMBER_WORDS).join('|');
/** "one" is left alone unless it counts something: "that one" and "which one" are pronouns. */
const COUNTED = '(?= (?:hundred|thousand|grand|million|billion|percent|per cent|%|day|week|month|quarter|year|page|share|unit|biggest|largest|best|worst)s?\\b)';

/**
 * Lower-cases, opens contractions, splits off possessives, drops punctuation and hyphens between words, and writes number words as digits.
 * Names masked as `@kind` stay. The result starts and ends with one blank, so that patterns can ask for whole words.
 */
export function normalise(text: string): string {
  let words = ` ${text.toLowerCase().replaceAll(/[\u2018\u2019\u02bc]/g, "'").replaceAll(/[\u2013\u2014]/g, ' - ')} `;
  for (const [pattern, plain] of CONTRACTIONS) words = words.replaceAll(pattern, plain);
  words = words.replaceAll(/(?<=\d[\d.,]*k?) ?\/ ?(month|mo|mth|m|week|wk|year|yr|y|quarter|day)\b/g, (_, unit: string) => ` per ${unit.startsWith('m') ? 'month' : unit.startsWith('y') ? 'year' : unit.startsWith('w') ? 'week' : unit}`);
  words = words.replaceAll(/([a-z@0-9])'s\b/g, "$1 's").replaceAll(/s'(?=\s)/g, "s 's");
  words = words.replaceAll(/(\d)[,'](?=\d{3}\b)/g, '$1').replaceAll(/([$€£¥])/g, ' $1 ').replaceAll(/%/g, ' % ');
  words = words.replaceAll(/(?<=[a-z0-9])-(?=[a-z])/g, ' ').replaceAll(/(?<=[a-z])-(?=\d{1,3}\b)/g, ' ');
  words = words.replaceAll(/[^a-z0-9@$€£¥%&.'/+#\u00c0-\u024f-]+/g, ' ').replaceAll(/\.(?!\d)/g, ' ').replaceAll(/ [-/']+(?= )/g, ' ');
  return ` ${numbersInDigits(inFull(words)).replaceAll(/\s+/g, ' ').trim()} `;
}

function numbersInDigits(words: string): string {
  return words
    .replaceAll(new RegExp(`\\b(${TENS})[ -](${UNITS})\\b`, 'g'), (_, tens: string, unit: string) => String(NUMBER_WORDS[tens]! + NUMBER_WORDS[unit]!))
    .replaceAll(new RegExp(`\\bone\\b${COUNTED}`, 'g'), '1')
    .replaceAll(new RegExp(`\\b(${ANY_NUMBER_WORD})\\b`, 'g'), (word: string) => (word === 'one' ? word : String(NUMBER_WORDS[word])))
    .replaceAll(/\b(?:an? )?half (?:an? )?(?:million|mill?)\b/g, '500 thousand')
    .replaceAll(/\b(?:an? )?quarter (?:of )?(?:an? )?million\b/g, '250 thousand')
    .replaceAll(/\b(\d+|a|one) hundred(?: and)? (\d{1,2})\b/g, (_, hundreds: string, rest: string) => String(100 * asCount(hundreds) + Number(rest)))
    .replaceAll(/\b(\d+|a|one) hundred\b/g, (_, hundreds: string) => String(100 * asCount(hundreds)))
    .replaceAll(/\b(?:a|one) (thousand|grand|million|billion)\b/g, '1 $1')
    .replaceAll(/\b(?:a|1|one|another) decade\b/g, '10 years').replaceAll(/\b(\d+) decades\b/g, (_, count: string) => `${Number(count) * 10} years`)
    .replaceAll(/\b(?:the )?(last|past|coming|next) decade\b/g, '$1 10 years').replaceAll(/\b(?:a )?fortnight\b/g, '2 weeks')
    .replaceAll(/\b(?:a )?dozen\b/g, '12')
    .replaceAll(/\bper cent\b/g, 'percent');
}

function asCount(word: string): number {
  return /\d/.test(word) ? Number(word) : 1;
}

/** Whole words of a normalised text. */
export function wordsOf(words: string): string[] {
  return words.split(' ').filter(Boolean);
}
