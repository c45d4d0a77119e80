import { expect, test } from 'vitest';
import { isStillCovered, type Breach } from '../../src/domain/advice-life/covered-breach.ts';

const LIMITS = { security: { softFraction: 0.1, hardFraction: 0.15 }, currency: { softFraction: 0.5, hardFraction: 0.8 } };
const weights = (security: number, currency = 0.2) => ({ security: { label: 'FUND', weightFraction: security }, currency: { label: 'USD', weightFraction: currency }, limits: LIMITS });
const then: Breach = { result: 'failed', severity: 'high', override: 'two_persons', message: 'FUND would be 20 % of the value; the limit is 15 %.', evidence: weights(0.2) };
const now = (more: Partial<Breach>): boolean => isStillCovered(then, { ...then, ...more });

test('an override covers the breach that it was given for, with what markets move in a day', () => {
  expect(isStillCovered(then, then)).toBe(true);
  expect(now({ message: 'FUND would be 20.4 % of the value; the limit is 15 %.', evidence: weights(0.204) })).toBe(true);
  expect(now({ message: 'FUND would be 12 % of the value; the limit is 15 %.', evidence: weights(0.05, 0.45), result: 'warning', severity: 'medium' })).toBe(true);
});

test.each<[string, Partial<Breach>]>([
  ['more of the same', { message: 'FUND would be 35 % of the value; the limit is 15 %.', evidence: weights(0.35) }],
  ['a measure that nobody knows any more', { evidence: { limits: LIMITS } }],
  ['a graver severity', { severity: 'critical' }],
  ['something that nothing releases', { override: 'none' }],
  ['another security', { message: 'ACME would be 20 % of the value; the limit is 15 %.' }],
  ['another security whose ticker is a number', { message: '0700 would be 20 % of the value; the limit is 15 %.' }],
  ['one more finding', { message: `${then.message} The currency USD would be 85 % of the value; the limit is 80 %.`, evidence: weights(0.2, 0.85) }],
  ['the same finding twice', { message: `${then.message} ${then.message}` }],
  ['a check without words', { message: null }],
])('it does not cover %s', (_what, more) => {
  expect(now(more)).toBe(false);
});

test('less cash than was overridden is worse, more is not', () => {
  const cash = (cashFraction: number): Breach => ({ ...then, message: `Cash would be ${cashFraction * 100} % of the value, below the floor of 5 %.`, evidence: { cashFraction, floorFraction: 0.05 } });
  expect([0.004, 0.03, 0.045].map((fraction) => isStillCovered(cash(0.03), cash(fraction)))).toEqual([false, true, true]);
});
