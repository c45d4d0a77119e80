import { expect, test } from 'vitest';
import { randomSource } from '../../../src/domain/scenarios/random-source.ts';
import { simulateGoalOffThread } from '../../../src/domain/scenarios/simulate-goal-off-thread.ts';
import { simulateGoal, type GoalSimulationInput } from '../../../src/domain/scenarios/simulate-goal.ts';
import { futureValue, monthlyRate } from '../../../src/domain/goals/project-goal.ts';
import { goalProbability } from '../../../src/domain/signals/goal-probability.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const PLAN: GoalSimulationInput = {
  initialValue: 100_000, months: 120, monthlyContribution: 500, goalValue: 250_000, annualReturnFraction: 0.06, annualVolatilityFraction: 0.12, seed: 7, paths: 20_000,
};

test('the random numbers have the moments of a normal distribution and are the same for the same seed', () => {
  const draws = new Float64Array(400_000);
  randomSource(42).fillNormals(draws);
  const moment = (power: number): number => draws.reduce((total, value) => total + value ** power, 0) / draws.length;
  expect([moment(1), moment(2), moment(3), moment(4)].map((value, i) => Math.abs(value - [0, 1, 0, 3][i]!) < 0.03)).toEqual([true, true, true, true]);
  expect(draws.filter((value) => value < -2).length / draws.length).toBeCloseTo(0.02275, 2);
  const single = randomSource(42);
  expect(Array.from({ length: 50 }, () => single.normal())).toEqual(Array.from(draws.subarray(0, 50)));
  expect(randomSource(43).normal()).not.toBe(draws[0]);
});

test('one seed gives one answer, in this thread or in another', async () => {
  expect(await simulateGoalOffThread(PLAN)).toEqual(simulateGoal(PLAN));
  await expect(simulateGoalOffThread({ ...PLAN, months: 0 })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('without volatility every path is the deterministic projection', () => {
  const flat = simulateGoal({ ...PLAN, annualVolatilityFraction: 0, paths: 3 });
  const projected = futureValue(100_000, 500, monthlyRate(0.06), 120);
  expect(flat.percentiles.p5).toBeCloseTo(projected, 3);
  expect(flat.percentiles.p95).toBeCloseTo(projected, 3);
  expect(flat.probability).toBe(projected >= 250_000 ? 1 : 0);
});

test('with the required contribution the same paths succeed with the wanted probability', () => {
  for (const extra of [{}, { monthlyWithdrawal: 900, withdrawalStartMonth: 61, annualInflationFraction: 0.02, contributionsGrow: true, goalValue: 120_000 }]) {
    const required = definedOrThrow(simulateGoal({ ...PLAN, ...extra, requiredProbability: 0.9 }).requiredMonthlyContribution);
    expect(simulateGoal({ ...PLAN, ...extra, monthlyContribution: required }).probability).toBeCloseTo(0.9, 3);
  }
});

test('the closed form agrees with the simulation within two points', () => {
  for (const targetValue of [180_000, 230_000, 280_000, 350_000]) {
    const simulated = simulateGoal({ ...PLAN, goalValue: targetValue }).probability;
    expect(Math.abs(definedOrThrow(goalProbability({ ...PLAN, currentValue: PLAN.initialValue, targetValue })).probability - simulated)).toBeLessThan(0.02);
  }
});

test('paths that run dry stay at zero and are counted as ruin', () => {
  const ruin = simulateGoal({ ...PLAN, monthlyContribution: 0, monthlyWithdrawal: 2_000, goalValue: 0 });
  expect(ruin.ruinProbability).toBeGreaterThan(0.9);
  expect(ruin.percentiles.p50).toBe(0);
  expect(ruin.probability).toBeCloseTo(1 - ruin.ruinProbability, 12);
});

test('inflation lowers figures in today\'s money and raises the bar', () => {
  const plain = simulateGoal(PLAN);
  const inflated = simulateGoal({ ...PLAN, annualInflationFraction: 0.03 });
  expect(inflated.probability).toBeLessThan(plain.probability);
  expect(inflated.percentiles.p50).toBeCloseTo(plain.percentiles.p50 / 1.03 ** 10, 3);
});
