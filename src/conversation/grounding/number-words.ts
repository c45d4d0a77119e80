const SMALL = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, grand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, dozen: 12 };
const BASIC = [...SMALL, ...TENS].sort((a, b) => b.length - a.length).join('|');
const SCALE = Object.keys(SCALES).join('|');

/** Source of a pattern for a number in words, such as "twenty-five point three" or "a hundred and twelve thousand". */
export const NUMBER_WORDS = `(?:(?:an?|${BASIC})[ -])?(?:${BASIC}|${SCALE})(?:(?:[ -]|,? and )(?:${BASIC}|${SCALE}|point(?= (?:${BASIC}))))*`;

/** The value of a number in words and half the unit of its last digit. */
export function valueOfWords(words: string): { readonly value: number; readonly half: number } {
  let total = 0;
  let current = 0;
  let decimals = -1;
  let scaled = 1;
  for (const word of words.toLowerCase().split(/[ ,-]+/)) {
    const scale = SCALES[word];
    const unit = SMALL.indexOf(word);
    const ten = TENS.indexOf(word);
    if (word === 'point') decimals = 0;
    else if (scale === 100 || scale === 12) current = (current || 1) * scale;
    else if (scale) {
      total += (current || 1) * scale;
      current = 0;
      scaled = scale;
    } else if (decimals >= 0 && unit >= 0) {
      decimals += 1;
      current += unit / 10 ** decimals;
    } else {
      if (unit > 0 || ten >= 0) scaled = 1;
      current += unit >= 0 ? unit : ten >= 0 ? (ten + 2) * 10 : 0;
    }
  }
  return { value: total + current, half: 0.5 * scaled * 10 ** -Math.max(decimals, 0) };
}

/** Parts of a whole in words, as fractions. */
export const PART_WORDS: Readonly<Record<string, number>> = {
  half: 0.5, third: 1 / 3, quarter: 0.25, fifth: 0.2, sixth: 1 / 6, eighth: 0.125, tenth: 0.1, thirds: 1 / 3, quarters: 0.25, fifths: 0.2, tenths: 0.1,
};

/** How many times, in words. */
export const MULTIPLE_WORDS: Readonly<Record<string, number>> = { double: 2, doubled: 2, doubling: 2, twice: 2, triple: 3, tripled: 3, treble: 3, quadrupled: 4, halved: 0.5 };
