import type { AmountSlot } from '../types.ts';
import { currencyOf, CURRENCY_WORD } from './currency.ts';

const SCALE: Readonly<Record<string, number>> = {
  k: 1e3, grand: 1e3, thousand: 1e3, m: 1e6, mm: 1e6, mn: 1e6, mil: 1e6, million: 1e6, millions: 1e6, bn: 1e9, b: 1e9, billion: 1e9,
};
const SCALES = 'thousand|grand|millions|million|billion|mil|mm|mn|bn|k|m|b';
const NUMBER = String.raw`\d+(?:\.\d+)?|\.\d+`;

const MONEY = new RegExp(
  `(?<= )(?:(${CURRENCY_WORD}) )?(${NUMBER}) ?(${SCALES})?(?: (?:of )?(${CURRENCY_WORD}))?(?= )`, 'g',
);
const PERCENT = new RegExp(`(?<= )(-?(?:${NUMBER})) ?(?:%|percent|pct|percentage points?|pp|pts|points?|bps|basis points?)(?= )`, 'g');
const QUANTITY = new RegExp(`(?<= )(${NUMBER})(?: (?:more|additional|of my))? (?:shares?|units?|stocks?|pieces?|lots?|bonds?)(?= )`, 'g');
/** "Sell 3 @security": a bare number right before the thing is units. */
const UNITS_OF = /(?<= )(\d+(?:\.\d+)?) (?:of (?:my |the )?)?@security(?= )/;
const PARTS: readonly (readonly [RegExp, number])[] = [
  [/ (?:half|50 %|50 percent) (?:of )?(?!year|million)/, 0.5], [/ halve /, 0.5], [/ (?:a|1|one) third /, 1 / 3], [/ 2 thirds /, 2 / 3], [/ (?:a|one|1) quarter (?:of|from|in) (?!last|this|the year)| (?:make|sell|only|just|rather|say|by) (?:it |that |off )?(?:a|one|1) quarter /, 0.25],
  [/ (?:a|one|1) fifth /, 0.2], [/ (?:a|one|1) tenth /, 0.1], [/ (?:3 quarters) (?:of )?/, 0.75],
  [/ (?:sell|dump|liquidate|dispose of|exit|close) (?:out )?(?:off )?(?:of )?(?:all|my entire|the entire|the whole|my whole|everything|every share|every last)/, 1],
  [/ (?:all|everything|the lot|entire(?: position| holding| stake)?|whole (?:position|holding|stake)|out of|completely|in full|altogether|entirely|the whole of (?:it|them|this|that|@security)) /, 1],
];
/** A span ahead: "in 15 years", "3 years' time", "a 10 year horizon"; spans behind are periods and already taken. */
const YEARS = /(?<= )(?:in |after |for |over )?(\d{1,2}) (?:more )?(?:years?|yrs?)(?: 's)?(?: time| from now| out| ahead| on| later| horizon)?(?= )/;
const COUNT = [
  / make (?:it|that) (\d{1,2})(?= )/,
  / (?:name|give me|just|only|list|show me|any|say) (\d{1,2})(?= $| (?:please|of them|will do|is enough))/,
  / (?:top|bottom|best|worst|biggest|largest|smallest|lowest|highest|last|latest|most recent|first|strongest|weakest) (\d{1,2})(?= (?!%|percent|day|week|month|quarter|year|k |grand|thousand|million|points?))/,
  / (\d{1,2}) (?:\w+ )?(?:best|worst|biggest|largest|smallest|lowest|highest|top|bottom|latest|most|strongest|weakest|least|greatest|heaviest|main|poorest|newest)(?= )/,
  / (?:most|least|more|less|\w+est) (?:\w+ ){0,2}(\d{1,2})(?= (?:portfolio|holding|position|stock|client|name|fund|share|trade|transaction|securit|household|account|investment|line))/,
  / (\d{1,2}) (?:\w+ )?(?!inter|requ|inv|lat|rest |west |test |honest |past )\w{3,}est(?= )/,
  / (?:which|what|the|my|our|show|name|list|give me|are) (\d{1,2}) (?:of )?(?:my |our |the )?(?:things?|ones|items?|lines?|names?|holding|position|stock|share|fund|portfolio|client|transaction|trade|name|securit|investment|detractor|contributor|recommendation|payer)/,
];

export interface MeasureReading {
  readonly amounts: readonly AmountSlot[];
  readonly percents: readonly number[];
  readonly quantity?: number;
  readonly part?: number;
  readonly count?: number;
  readonly years?: number;
}

/**
 * Amounts, percents, units, parts and counts of a normalised text from which periods and ids are already taken.
 * Percents are fractions; "points" of rates and weights are fractions too.
 */
export function readMeasures(words: string): MeasureReading {
  let rest = words;
  const cut = (match: RegExpMatchArray): void => {
    rest = rest.slice(0, match.index) + '\u00b7'.repeat(match[0].length) + rest.slice(match.index! + match[0].length);
  };
  const percents: number[] = [];
  for (const match of words.matchAll(PERCENT)) {
    percents.push(Number((Number(match[1]) / (/bps|basis/.test(match[0]) ? 1e4 : 100)).toPrecision(12)));
    cut(match);
  }
  const years = YEARS.exec(rest);
  if (years) cut(years);
  const count = firstCount(rest);
  if (count) rest = rest.replace(count.text, ' ');
  const quantity = [...rest.matchAll(QUANTITY)][0] ?? unitsOf(rest, words);
  if (quantity) cut(quantity);
  const part = PARTS.find(([pattern]) => pattern.test(words))?.[1];
  // The 3 of "3 quarters of it" is no amount.
  const fraction = part === undefined ? null : /(?<= )\d (?:thirds?|quarters?|fifths?|tenths?)(?= )/.exec(rest);
  if (fraction) cut(fraction);
  return {
    amounts: readAmounts(rest), percents,
    ...(count && { count: count.value }), ...(quantity && { quantity: Number(quantity[1]) }), ...(part !== undefined && { part }),
    ...(years && { years: Number(years[1]) }),
  };
}

/** Small whole numbers without a currency; "10000 of X" is mostly meant as money. */
function unitsOf(rest: string, words: string): RegExpExecArray | undefined {
  const match = UNITS_OF.exec(rest);
  if (!match || Number(match[1]) >= 2_000) return undefined;
  const before = words.slice(0, words.indexOf(match[0])).trimEnd();
  return new RegExp(`(?:${CURRENCY_WORD}|for|worth)$`).test(before) ? undefined : match;
}

function firstCount(words: string): { value: number; text: string } | undefined {
  for (const pattern of COUNT) {
    const match = pattern.exec(words);
    if (match) return { value: Number(match[1]), text: match[0] };
  }
  return undefined;
}

function readAmounts(words: string): AmountSlot[] {
  const amounts: AmountSlot[] = [];
  for (const match of words.matchAll(MONEY)) {
    const currency = currencyOf(match[4] ?? match[1] ?? '');
    const value = Number((Number(match[2]) * (SCALE[match[3] ?? ''] ?? 1)).toPrecision(15));
    amounts.push({ value, ...(currency && { currency }) });
  }
  return amounts;
}
