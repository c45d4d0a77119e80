import { decodeSortable, encodeSortable } from '../../entities/exact-decimal.type.ts';
import { Decimal } from '../../shared/decimal.ts';

/**
 * Exact decimals as whole numbers of a known scale (12.5 at scale 4 is 125000n). A million daily values are multiplied and added while
 * a firm is derived; whole numbers do that exactly and about ten times faster than the general decimal type.
 */
export const MONEY_SCALE = 4;
export const PRICE_SCALE = 8;
export const QUANTITY_SCALE = 10;
export const RATE_SCALE = 10;

/** Plain decimal text with at most `scale` decimal places. */
export function parseFixed(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}

/** Whether it is plain decimal text that needs no rounding. */
function fits(text: string, scale: number): boolean {
  const point = text.indexOf('.');
  return (point < 0 || text.length - point - 1 <= scale) && /^-?\d+(?:\.\d+)?$/.test(text);
}

/** Decimal text of any length, rounded half to even at `scale`. */
export function toFixedPoint(text: string, scale: number): bigint {
  return fits(text, scale) ? parseFixed(text, scale) : fromDecimal(new Decimal(text), scale);
}

/** Plain decimal text without trailing zeros, as decimals read back from the database. */
export function formatFixed(value: bigint, scale: number): string {
  const text = padded(value, scale);
  const fraction = text.slice(-scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${text.slice(0, -scale)}${fraction ? `.${fraction}` : ''}`;
}

function padded(value: bigint, scale: number): string {
  return (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
}

/** Rounds half to even at `scale` decimal places. */
export function fromDecimal(value: Decimal, scale: number): bigint {
  return parseFixed(value.toFixed(scale), scale);
}

export function toFloat(value: bigint, scale: number): number {
  return Number(value) / 10 ** scale;
}

/** Drops decimal places, half to even. */
export function rescale(value: bigint, from: number, to: number): bigint {
  return from <= to ? value * 10n ** BigInt(to - from) : divideHalfEven(value, 10n ** BigInt(from - to));
}

/** Quotient rounded half to even. @param by Above zero. */
export function divideHalfEven(value: bigint, by: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  let quotient = magnitude / by;
  const twice = (magnitude % by) * 2n;
  if (twice > by || (twice === by && (quotient & 1n) === 1n)) quotient += 1n;
  return value < 0n ? -quotient : quotient;
}

/** How one engine keeps decimals: sortable text on SQLite, DECIMAL elsewhere. */
export interface DecimalCodec {
  read(stored: string, scale: number): bigint;
  readText(stored: string): string;
  write(value: bigint, scale: number): string;
  /** Decimal text as it is stored, rounded half to even at `scale`. */
  writeText(text: string, scale: number): string;
}

/** As many as a sortable number has before the point. */
const ZEROS = '0'.repeat(20);

const SERVER: DecimalCodec = {
  read: (stored, scale) => parseFixed(stored, scale),
  readText: (stored) => (stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored),
  write: formatFixed,
  writeText: (text, scale) => (fits(text, scale) ? text : formatFixed(toFixedPoint(text, scale), scale)),
};

const SORTABLE_ZERO = `1${'0'.repeat(20)}.${'0'.repeat(20)}`;

const EMBEDDED: DecimalCodec = {
  read: (stored, scale) => (stored.startsWith('1') ? BigInt(stored.slice(1).replace('.', '')) : parseFixed(decodeSortable(stored), scale)),
  readText: (stored) => SERVER.readText(decodeSortable(stored)),
  write: (value, scale) => {
    // Two amounts in three of a day are zero.
    if (value === 0n) return SORTABLE_ZERO.slice(0, 22 + scale);
    const digits = padded(value, scale);
    // Positive ones are most of all that is written: a sign, twenty digits, the decimal places.
    if (value >= 0n) return `1${digits.slice(0, -scale).padStart(20, '0')}.${digits.slice(-scale)}`;
    return encodeSortable(`-${digits.slice(0, -scale)}.${digits.slice(-scale)}`, scale);
  },
  writeText: (text, scale) => {
    if (!fits(text, scale)) return EMBEDDED.write(toFixedPoint(text, scale), scale);
    if (text.startsWith('-')) return encodeSortable(text, scale);
    const point = text.indexOf('.');
    // Cut from a row of zeros, because a long file is hundreds of thousands of these.
    return point < 0 ? `1${ZEROS.slice(text.length)}${text}.${ZEROS.slice(-scale)}` : `1${ZEROS.slice(point)}${text}${ZEROS.slice(0, scale - (text.length - point - 1))}`;
  },
};

export function decimalCodec(isEmbedded: boolean): DecimalCodec {
  return isEmbedded ? EMBEDDED : SERVER;
}
