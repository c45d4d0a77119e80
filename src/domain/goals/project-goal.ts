import { addMonths, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/**
 * Convention of every figure here: months counted from `asOf`, compounding monthly at (1 + annual return)^(1/12) - 1, each contribution at the
 * END of its month (ordinary annuity). Money in one currency as float64, because a projection is an estimate. Nominal unless said otherwise.
 */
export interface GoalPlan {
  readonly asOf: IsoDate;
  readonly targetDate: IsoDate;
  readonly currentValue: number;
  readonly monthlyContribution: number;
  /** In today's money when `annualInflationFraction` is given, nominal otherwise. */
  readonly targetValue: number;
  /** Effective, net of fees: 0.05 = 5 % a year. */
  readonly annualReturnFraction: number;
  readonly annualInflationFraction?: number;
}

export interface GoalProjection {
  readonly months: number;
  readonly projectedValue: number;
  /** The target in money of the target date. */
  readonly targetNominal: number;
  /** Target less projection, at least 0. */
  readonly shortfall: number;
  /** Projection less target, at least 0. */
  readonly surplus: number;
  readonly onTrack: boolean;
  /** Projection over target; undefined for a target of zero. */
  readonly fundedFraction: number | Undefined;
  /** Undefined when the target date has come: nothing can be saved any more. */
  readonly requiredMonthlyContribution: number | Undefined;
  /** First month end at which the plan reaches the target (in money of that month), within 100 years; undefined when it never does. */
  readonly reachedOn: IsoDate | Undefined;
}

const LONGEST_MONTHS = 1200;

/** Effective annual rate as a monthly one. */
export function monthlyRate(annualFraction: number): number {
  return (1 + annualFraction) ** (1 / 12) - 1;
}

/** Whole months between two days: a month counts when its day (or the month's last one) has come. 0 when the target is not later. */
export function wholeMonths(from: IsoDate, to: IsoDate): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
}

/** Value after `months`: P(1+i)^n + C((1+i)^n - 1)/i, or P + Cn at a rate of zero. */
export function futureValue(present: number, contribution: number, rate: number, months: number): number {
  return present * (1 + rate) ** months + contribution * annuityFactor(rate, months);
}

/** Value at the end of contributing 1 at each of `months` month ends. */
function annuityFactor(rate: number, months: number): number {
  // expm1 and log1p keep the quotient exact for rates near zero.
  return rate === 0 ? months : Math.expm1(months * Math.log1p(rate)) / rate;
}

/** Contribution at each month's end that turns `present` into `target`, in closed form; 0 when no contribution is needed. */
export function requiredMonthlyContribution(present: number, target: number, rate: number, months: number): number | Undefined {
  if (months <= 0) return undefinedBecause('the target date has come');
  return Math.max(0, (target - present * (1 + rate) ** months) / annuityFactor(rate, months));
}

/** Deterministic projection of a goal to its target date. Throws AppError invalid-input for a rate at or below -100 %. */
export function projectGoal(plan: GoalPlan): GoalProjection {
  const { annualReturnFraction, annualInflationFraction = 0, currentValue, monthlyContribution } = plan;
  if (!(annualReturnFraction > -1) || !(annualInflationFraction > -1)) throw invalidInput('Return and inflation must be above -100 %.');
  const months = wholeMonths(plan.asOf, plan.targetDate);
  const rate = monthlyRate(annualReturnFraction);
  const targetAt = (month: number): number => plan.targetValue * (1 + annualInflationFraction) ** (month / 12);
  const projectedValue = futureValue(currentValue, monthlyContribution, rate, months);
  const targetNominal = targetAt(months);
  const difference = projectedValue - targetNominal;
  // Half a cent of room: a plan built from the required contribution is on track, whatever its last bits.
  const onTrack = difference >= -0.005;
  return {
    months,
    projectedValue,
    targetNominal,
    shortfall: onTrack ? 0 : -difference,
    surplus: Math.max(0, difference),
    onTrack,
    fundedFraction: targetNominal > 0 ? projectedValue / targetNominal : undefinedBecause('the target is zero'),
    requiredMonthlyContribution: requiredMonthlyContribution(currentValue, targetNominal, rate, months),
    reachedOn: reachedOn(plan, rate, targetAt),
  };
}

function reachedOn({ asOf, currentValue, monthlyContribution }: GoalPlan, rate: number, targetAt: (month: number) => number): IsoDate | Undefined {
  let value = currentValue;
  for (let month = 0; month <= LONGEST_MONTHS; month += 1) {
    if (value >= targetAt(month) - 0.005) return addMonths(asOf, month);
    value = value * (1 + rate) + monthlyContribution;
  }
  return undefinedBecause('the plan does not reach the target within 100 years');
}
