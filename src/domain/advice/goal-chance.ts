import type { IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { projectGoal, wholeMonths } from '../goals/project-goal.ts';
import { goalProbability } from '../signals/goal-probability.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdviceGoal } from './advice-snapshot.ts';
import { DEFAULT_INFLATION_FRACTION, houseAssumption } from './house-assumptions.ts';

export interface GoalChance {
  readonly goal: AdviceGoal;
  readonly probability: number;
  /** Monthly saving with which the expected path reaches the goal; undefined when its date has come. */
  readonly requiredMonthly: number | undefined;
  readonly returnFraction: number;
}

export interface GoalMix {
  readonly allocation: ReadonlyMap<string, number>;
  /** From the returns on record; the house's view of the mix stands in when they are too few. */
  readonly volatilityFraction: number | undefined;
}

const PRIORITIES = ['essential', 'important', 'aspirational'];

/** The goal that advice weighs: the one asked for, else the most important, the nearest of several. Undefined without one that can be valued. */
export function leadingGoal({ snapshot, request }: AdviceBook): AdviceGoal | undefined {
  const { goalId } = request.constraints;
  const able = snapshot.goals.filter(({ currentAmount, id, targetDate }) => currentAmount !== null && (goalId === undefined || id === goalId) && targetDate > snapshot.state.asOf);
  const rank = ({ priority }: AdviceGoal): number => (PRIORITIES.includes(priority) ? PRIORITIES.indexOf(priority) : PRIORITIES.length);
  return able.toSorted((a, b) => rank(a) - rank(b) || compare(a.targetDate, b.targetDate) || compare(a.id, b.id))[0];
}

function compare(left: string | IsoDate, right: string | IsoDate): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Expected yearly return of a mix by the house's assumptions. */
export function expectedReturn(allocation: ReadonlyMap<string, number>): number {
  return [...allocation.keys()].sort().reduce((sum, group) => sum + allocation.get(group)! * houseAssumption(group).returnFraction, 0);
}

function houseVolatility(allocation: ReadonlyMap<string, number>): number {
  return [...allocation.keys()].sort().reduce((sum, group) => sum + Math.abs(allocation.get(group)!) * houseAssumption(group).volatilityFraction, 0);
}

/** Probability of the leading goal with this mix. What a goal itself assumes as return holds for the mix as it is; a changed mix moves it by the difference. */
export function goalChance(book: AdviceBook, { allocation, volatilityFraction }: GoalMix): GoalChance | undefined {
  const goal = leadingGoal(book);
  if (!goal || goal.currentAmount === null) return undefined;
  const { asOf } = book;
  const own = goal.expectedReturnFraction;
  const returnFraction = own === null ? expectedReturn(allocation) : own + expectedReturn(allocation) - expectedReturn(book.allocation);
  const inflation = goal.inflationFraction ?? (goal.targetIsReal ? DEFAULT_INFLATION_FRACTION : undefined);
  const plan = {
    asOf, targetDate: goal.targetDate, currentValue: decimal(goal.currentAmount).toNumber(), monthlyContribution: decimal(goal.monthlyContribution).toNumber(),
    targetValue: decimal(goal.targetAmount).toNumber(), annualReturnFraction: returnFraction, ...(goal.targetIsReal && inflation !== undefined ? { annualInflationFraction: inflation } : {}),
  };
  const projection = projectGoal(plan);
  const chance = goalProbability({
    currentValue: plan.currentValue, monthlyContribution: plan.monthlyContribution, targetValue: projection.targetNominal, months: wholeMonths(asOf, goal.targetDate),
    annualReturnFraction: returnFraction, annualVolatilityFraction: volatilityFraction ?? houseVolatility(allocation),
  });
  if (isUndefined(chance)) return undefined;
  const required = projection.requiredMonthlyContribution;
  return { goal, probability: chance.probability, requiredMonthly: isUndefined(required) ? undefined : required, returnFraction };
}
