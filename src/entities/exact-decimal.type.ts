import { Type, type EntityProperty, type Platform } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import { Decimal } from '../shared/decimal.ts';

const INTEGER_DIGITS = 20;

/**
 * Exact decimal column. In JavaScript it is a plain decimal string ("-12.5"). MySQL and MariaDB keep it as DECIMAL(p, s).
 * SQLite has no exact decimal, so it is kept as text that sorts like the number: a sign character, 20 zero-padded integer digits,
 * a point and `scale` digits; negatives are written as nines' complement. Order, comparison and equality in SQL are then exact, and
 * `dec_sum(column)` (registered on the connection) adds up exactly.
 */
export class ExactDecimalType extends Type<string, string> {
  readonly digits: number;
  readonly scale: number;
  /** Plain text that fits without a question, as most of what is written does. */
  readonly plain: RegExp;

  constructor(digits: number, scale: number) {
    super();
    this.digits = digits;
    this.scale = scale;
    const wholeDigits = Math.min(digits - scale, INTEGER_DIGITS);
    this.plain = new RegExp(`^(?:0${wholeDigits > 0 ? `|[1-9]\\d{0,${wholeDigits - 1}}` : ''})${scale > 0 ? `(?:\\.\\d{1,${scale}})?` : ''}$`);
  }

  override convertToDatabaseValue(value: string | null | undefined, platform: Platform): string {
    // Null and undefined pass through untouched; the declared type of the base class cannot say so.
    if (value === null || value === undefined) return value as unknown as string;
    if (typeof value === 'string' && this.plain.test(value)) return platform instanceof SqlitePlatform ? encodeSortable(value, this.scale) : padFraction(value, this.scale);
    const text = new Decimal(value);
    if (text.decimalPlaces() > this.scale) throw new RangeError(`${value} has more than ${this.scale} decimal places`);
    if (text.abs().gte(`1e${this.digits - this.scale}`)) throw new RangeError(`${value} does not fit DECIMAL(${this.digits},${this.scale})`);
    return platform instanceof SqlitePlatform ? encodeSortable(text.toFixed(this.scale), this.scale) : text.toFixed(this.scale);
  }

  override convertToJSValue(value: string | null | undefined, platform: Platform): string {
    if (value === null || value === undefined) return value as unknown as string; // as above
    return trimZeros(platform instanceof SqlitePlatform ? decodeSortable(String(value)) : String(value));
  }

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return platform instanceof SqlitePlatform ? 'text' : `decimal(${this.digits},${this.scale})`;
  }

  override compareAsType(): string {
    return 'string';
  }

  override get runtimeType(): string {
    return 'string';
  }
}

/** "-12.5" with scale 2 becomes "0" + complement of "00000000000000000012.50"; positives start with "1". */
export function encodeSortable(fixed: string, scale: number): string {
  const digits = fixed.startsWith('-') ? fixed.slice(1) : fixed;
  const point = digits.indexOf('.');
  const integer = point < 0 ? digits : digits.slice(0, point);
  const fraction = point < 0 ? '' : digits.slice(point + 1);
  const padded = integer.padStart(INTEGER_DIGITS, '0') + (scale > 0 ? `.${fraction.padEnd(scale, '0')}` : '');
  return digits !== fixed && /[1-9]/.test(digits) ? `0${complement(padded)}` : `1${padded}`;
}

export function decodeSortable(text: string): string {
  return text.startsWith('0') ? `-${stripLeading(complement(text.slice(1)))}` : stripLeading(text.slice(1));
}

function complement(digits: string): string {
  let out = '';
  for (const character of digits) out += character === '.' ? '.' : String(9 - Number(character));
  return out;
}

function stripLeading(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/** Plain text with all decimal places, as a server gives it back. */
function padFraction(plain: string, scale: number): string {
  if (scale === 0) return plain;
  const [integer, fraction = ''] = plain.split('.');
  return `${integer}.${fraction.padEnd(scale, '0')}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
