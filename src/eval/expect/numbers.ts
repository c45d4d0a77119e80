import type { ShownLine } from '../shown.ts';
import type { ShownNumber } from '../shown-values.ts';
import { anyOf, isNear, type Expected } from './expected.ts';

export interface NumberNeed {
  /** In the unit of `unit`: percent 5.2 is 5.2. */
  readonly value: number;
  readonly unit: 'money' | 'percent' | 'number' | 'count';
  readonly currency?: string | undefined;
  /** Words, one of which must stand in the same line, its heading or its column titles. */
  readonly near?: RegExp | undefined;
  /** A size: 5 and -5 say the same (a fall, a loss, a shortfall). */
  readonly isSize?: boolean;
  /** Relative difference that conventions may make, on top of rounding. */
  readonly slack?: number;
}

const FALLING = /\b(?:loss(?:es)?|lost|lose|minus|down|below|under|underweight|fell|fall|fallen|negative|decreas\w*|declin\w*|drop\w*|less|short\w*|cost|detract\w*|worse|behind)\b/i;
const NONE = /\b(?:no|none|nothing|not any|zero|never|without|nobody|isn't any|aren't any|not on record)\b/i;

export function numberIs(need: NumberNeed): Expected {
  return { text: showNumber(need), problem: (lines) => (lines.some((line) => saysNumber(line, need)) ? undefined : `${showNumber(need)} is not there${nearest(lines, need)}`) };
}

export function numberAmong(needs: readonly NumberNeed[]): Expected {
  return anyOf(needs.map(numberIs));
}

export function saysNumber(line: ShownLine, need: NumberNeed): boolean {
  if (!isNear(line, need.near)) return false;
  if (line.numbers.some((shown) => isSame(shown, need, line))) return true;
  return Math.abs(need.value) < 1e-9 && NONE.test(line.text);
}

function isSame(shown: ShownNumber, need: NumberNeed, line: ShownLine): boolean {
  if (need.unit === 'percent' ? !shown.isPercent : shown.isPercent) return false;
  if (need.currency && shown.currency && shown.currency !== need.currency) return false;
  const size = Math.abs(need.value);
  // A figure rounded so far that its last digit is a tenth of it says too little.
  if (shown.ulp > Math.max(size / 10, need.unit === 'percent' ? 0.1 : 1)) return false;
  const room = shown.ulp * 0.5000001 + size * (need.slack ?? 0.0002) + 1e-9;
  if (Math.abs(Math.abs(shown.value) - size) > room) return false;
  if (need.isSize || size <= room || need.unit === 'count') return true;
  if (Math.sign(shown.value) === Math.sign(need.value)) return shown.value < 0 || need.value > 0;
  return need.value < 0 && shown.value > 0 && FALLING.test(`${line.context} ${line.text}`);
}

export function showNumber({ value, unit, currency }: NumberNeed): string {
  if (unit === 'percent') return `${value.toFixed(2)} %`;
  const digits = unit === 'money' ? 2 : unit === 'count' ? 0 : 4;
  return `${currency ? `${currency} ` : ''}${value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: unit === 'money' ? 2 : 0 })}`;
}

function nearest(lines: readonly ShownLine[], need: NumberNeed): string {
  const candidates = lines.filter((line) => isNear(line, need.near)).flatMap(({ numbers }) => numbers).filter(({ isPercent }) => isPercent === (need.unit === 'percent'));
  const best = candidates.toSorted((left, right) => Math.abs(Math.abs(left.value) - Math.abs(need.value)) - Math.abs(Math.abs(right.value) - Math.abs(need.value)))[0];
  if (!best) return need.near ? `: no figure stands beside /${need.near.source}/` : '';
  return ` (nearest: ${best.value})`;
}
