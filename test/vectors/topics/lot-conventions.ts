import { decimal } from '../../../src/shared/decimal.ts';
import { MORE_THAN_ONE_YEAR, type LongTermAfter } from '../../../src/domain/lots/holding-term.ts';
import type { LotMethod, LotRules } from '../../../src/domain/lots/lot-rules.ts';
import type { VectorCase } from '../vector-case.ts';

const METHODS: readonly (readonly [RegExp, LotMethod])[] = [
  [/fifo|first.?in/i, 'fifo'], [/lifo|last.?in/i, 'lifo'], [/hifo|highest/i, 'hifo'], [/average|avg/i, 'average'], [/specific|spec.?id/i, 'specific'],
];

/** A convention in words; empty when the case does not name it. */
export function conventionText({ conventions }: VectorCase, key: string): string {
  const value = conventions[key];
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The lot rules that a case's conventions name in words; what they don't name follows the topic. */
export function lotRulesOf(testCase: VectorCase, fallback: LotMethod): LotRules {
  const text = (key: string): string => conventionText(testCase, key);
  const named = `${text('method')} ${text('cost_method')}`;
  const method = METHODS.find(([pattern]) => pattern.test(named))?.[1] ?? fallback;
  const basis = `${text('cost_basis')} ${text('fees')}`;
  const excluded = /exclud|not in|without|separate/i.test(basis);
  return {
    method, feesInCost: !excluded, taxesInCost: !excluded,
    oversell: /short/i.test(`${text('oversell')} ${text('short')} ${text('short_selling')} ${text('positions')}`) ? 'short' : 'refuse',
    longTermAfter: longTermOf(text('long_term')), dustQuantity: decimal('0.00000001'),
  };
}

function longTermOf(text: string): LongTermAfter {
  const days = /(\d+)\s*days?/i.exec(text);
  if (days) return { days: Number(days[1]) };
  const years = /(\d+)\s*years?/i.exec(text);
  return years ? { years: Number(years[1]) } : MORE_THAN_ONE_YEAR;
}
