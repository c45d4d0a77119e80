import type { GoalNow } from '../../src/data/planning/load-goals.ts';
import { projectGoal, wholeMonths, type GoalPlan, type GoalProjection } from '../../src/domain/goals/project-goal.ts';
import { goalProbability } from '../../src/domain/signals/goal-probability.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { isUndefined, mapDefined, type Undefined } from '../../src/shared/undefined-value.ts';
import { DEFAULT_RETURN_FRACTION } from './assumptions.ts';

const DEFAULT_INFLATION = 0.02;

/** What is assumed instead of what the goal says. */
export interface GoalChanges {
  readonly monthlyContribution?: number | undefined;
  readonly lumpSum?: number | undefined;
  /** Taken out once, today. */
  readonly withdrawal?: number | undefined;
  readonly date?: IsoDate | undefined;
  readonly returnFraction?: number | undefined;
  readonly inflationFraction?: number | undefined;
  readonly targetAmount?: number | undefined;
}

export interface ProjectedGoal {
  readonly plan: GoalPlan;
  readonly projection: GoalProjection;
  readonly probability: number | Undefined;
}

/** The plan of a goal from today, with the changes asked for; money as float64, because a projection is an estimate. */
export function planOf(goal: GoalNow, asOf: IsoDate, changes: GoalChanges = {}): GoalPlan | Undefined {
  const inflation = changes.inflationFraction ?? (goal.targetIsReal ? goal.inflationFraction ?? DEFAULT_INFLATION : undefined);
  return mapDefined(goal.current, (current) => ({
    asOf, targetDate: changes.date ?? goal.targetDate, currentValue: current.toNumber() + (changes.lumpSum ?? 0) - (changes.withdrawal ?? 0),
    monthlyContribution: changes.monthlyContribution ?? goal.monthlyContribution.toNumber(), targetValue: changes.targetAmount ?? goal.target.toNumber(),
    annualReturnFraction: changes.returnFraction ?? goal.expectedReturnFraction ?? DEFAULT_RETURN_FRACTION, ...(inflation === undefined ? {} : { annualInflationFraction: inflation }),
  }));
}

/** Projection and probability of a plan. */
export function project(plan: GoalPlan | Undefined, volatilityFraction: number): ProjectedGoal | Undefined {
  if (isUndefined(plan)) return plan;
  const projection = projectGoal(plan);
  const probable = goalProbability({
    currentValue: plan.currentValue, monthlyContribution: plan.monthlyContribution, targetValue: projection.targetNominal, months: wholeMonths(plan.asOf, plan.targetDate),
    annualReturnFraction: plan.annualReturnFraction, annualVolatilityFraction: volatilityFraction,
  });
  return { plan, projection, probability: mapDefined(probable, ({ probability }) => probability) };
}
