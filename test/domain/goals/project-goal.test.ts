import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { futureValue, projectGoal, requiredMonthlyContribution, wholeMonths, type GoalPlan } from '../../../src/domain/goals/project-goal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const PLAN: GoalPlan = { asOf: isoDate('2026-11-23'), targetDate: isoDate('2036-11-23'), currentValue: 50_000, monthlyContribution: 300, targetValue: 150_000, annualReturnFraction: 0.05 };

test('the closed form equals saving month by month, contributions at month end', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true }), fc.double({ min: -0.01, max: 0.02, noNaN: true }), fc.integer({ min: 0, max: 480 }), (present, contribution, rate, months) => {
    let value = present;
    for (let month = 0; month < months; month += 1) value = value * (1 + rate) + contribution;
    expect(futureValue(present, contribution, rate, months) / Math.max(1, value)).toBeCloseTo(value / Math.max(1, value), 8);
  }));
});

test('with the required contribution the plan is exactly on track, also with inflation', () => {
  for (const annualInflationFraction of [0, 0.025]) {
    const plan = { ...PLAN, targetValue: 200_000, annualInflationFraction };
    const needed = definedOrThrow(projectGoal(plan).requiredMonthlyContribution);
    const saved = projectGoal({ ...plan, monthlyContribution: needed });
    expect([saved.onTrack, saved.shortfall]).toEqual([true, 0]);
    expect(projectGoal({ ...plan, monthlyContribution: needed - 1 }).onTrack).toBe(false);
  }
});

test('a worked plan: 50,000 at 5 % with 300 a month for ten years', () => {
  const projection = projectGoal(PLAN);
  expect(projection.months).toBe(120);
  // 50,000 × 1.05^10 + 300 × (1.05^10 - 1) / (1.05^(1/12) - 1)
  expect(projection.projectedValue).toBeCloseTo(50_000 * 1.05 ** 10 + (300 * (1.05 ** 10 - 1)) / (1.05 ** (1 / 12) - 1), 6);
  expect(projection.shortfall).toBeCloseTo(150_000 - projection.projectedValue, 6);
  expect(definedOrThrow(projection.reachedOn) > PLAN.targetDate).toBe(true);
});

test('a target date that has come leaves nothing to save, and a plan that never gets there says so', () => {
  const due = projectGoal({ ...PLAN, targetDate: PLAN.asOf });
  expect([due.months, due.projectedValue]).toEqual([0, 50_000]);
  expect(due.requiredMonthlyContribution).toMatchObject({ reason: 'the target date has come' });
  expect(projectGoal({ ...PLAN, annualReturnFraction: 0, monthlyContribution: 0 }).reachedOn).toMatchObject({ kind: 'undefined' });
  expect(requiredMonthlyContribution(100, 50, 0.01, 12)).toBe(0);
});

test('a month counts when its day has come', () => {
  expect(wholeMonths(isoDate('2026-01-31'), isoDate('2026-02-28'))).toBe(1);
  expect(wholeMonths(isoDate('2026-01-15'), isoDate('2026-03-14'))).toBe(1);
  expect(wholeMonths(isoDate('2026-05-01'), isoDate('2026-01-01'))).toBe(0);
});
