const CURRENCIES: Readonly<Record<string, readonly string[]>> = {
  USD: ['us dollars', 'us dollar', 'american dollars', 'american dollar', 'greenback', 'dollars', 'dollar', 'bucks', 'usd', 'us$', '$'],
  EUR: ['euros', 'euro', 'eur', '€'],
  GBP: ['british pounds', 'british pound', 'pounds sterling', 'pound sterling', 'sterling', 'pounds', 'pound', 'quid', 'gbp', '£'],
  CHF: ['swiss francs', 'swiss franc', 'francs', 'franc', 'chf'],
  JPY: ['japanese yen', 'yen', 'jpy', '¥'],
  CAD: ['canadian dollars', 'canadian dollar', 'loonie', 'cad'],
  AUD: ['australian dollars', 'australian dollar', 'aussie dollars', 'aussie dollar', 'aud'],
  NZD: ['new zealand dollars', 'new zealand dollar', 'kiwi dollar', 'nzd'],
  SEK: ['swedish kronor', 'swedish krona', 'swedish crowns', 'sek'],
  NOK: ['norwegian kroner', 'norwegian krone', 'nok'],
  DKK: ['danish kroner', 'danish krone', 'dkk'],
  CNY: ['chinese yuan', 'yuan', 'renminbi', 'rmb', 'cny'],
  HKD: ['hong kong dollars', 'hong kong dollar', 'hkd'],
  SGD: ['singapore dollars', 'singapore dollar', 'sgd'],
  INR: ['indian rupees', 'indian rupee', 'rupees', 'rupee', 'inr'],
  KRW: ['korean won', 'krw'],
  BRL: ['brazilian reais', 'brazilian real', 'reais', 'brl'],
  MXN: ['mexican pesos', 'mexican peso', 'pesos', 'peso', 'mxn'],
  ZAR: ['south african rand', 'rand', 'zar'],
  PLN: ['polish zloty', 'zloty', 'pln'],
  CZK: ['czech koruna', 'czk'],
  TRY: ['turkish lira', 'lira'],
  ILS: ['israeli shekel', 'shekels', 'shekel', 'ils'],
};

const BY_WORD = new Map(Object.entries(CURRENCIES).flatMap(([code, words]) => words.map((word) => [word, code] as const)));

function escape(word: string): string {
  return word.replaceAll('$', String.raw`\$`);
}

/** Alternation of every currency word, longest first. */
export const CURRENCY_WORD = [...BY_WORD.keys()].toSorted((left, right) => right.length - left.length).map(escape).join('|');

const CURRENCY_TEXT = new RegExp(`(?<= )(${CURRENCY_WORD})(?= )`, 'g');
const PAIR = /(?<= )([a-z]{3}) ?\/ ?([a-z]{3})(?= )|(?<= )([a-z]{3}) (?:to|vs|versus|against|in|into) ([a-z]{3})(?= )|(?<= )(eur|gbp|usd|chf|jpy|aud|cad|nzd)(usd|eur|gbp|chf|jpy|aud|cad|nzd)(?= )/g;
const CODES = new Set(Object.keys(CURRENCIES));

/** ISO code of a currency's name, symbol or code. */
export function currencyOf(word: string): string | undefined {
  return BY_WORD.get(word);
}

/** Currencies of a normalised text, in its order, each once. */
export function readCurrencies(words: string): string[] {
  const found: { at: number; code: string }[] = [];
  for (const match of words.matchAll(PAIR)) {
    const pair = [match[1] ?? match[3] ?? match[5], match[2] ?? match[4] ?? match[6]].map((code) => code?.toUpperCase() ?? '');
    if (pair.every((code) => CODES.has(code))) pair.forEach((code, index) => found.push({ at: match.index + index, code }));
  }
  for (const match of words.matchAll(CURRENCY_TEXT)) found.push({ at: match.index, code: BY_WORD.get(match[1]!)! });
  return [...new Set(found.toSorted((left, right) => left.at - right.at).map(({ code }) => code))];
}
