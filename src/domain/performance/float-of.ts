import type { Decimal } from '../../shared/decimal.ts';

const WORD = 1e7;

/**
 * The float64 nearest to an exact decimal: the same as `toNumber()`, without its detour through text (valuing ten years of prices converts
 * hundreds of thousands of them). A decimal holds base-10⁷ words aligned to its point; up to 15 digits make an exact integer, and one exact
 * division by a power of ten is correctly rounded.
 */
export function floatOf(value: Decimal): number {
  const { d: words, e: exponent, s: sign } = value;
  const first = words?.[0];
  if (!words || first === undefined || words.length > 2) return value.toNumber();
  const second = words[1];
  const digits = second === undefined ? first : first * WORD + second;
  // How many of the words lie behind the point.
  switch (words.length - 1 - Math.floor(exponent / 7)) {
    case 0: return sign * digits;
    case 1: return sign * digits / WORD;
    case 2: return sign * digits / (WORD * WORD);
    default: return value.toNumber();
  }
}
