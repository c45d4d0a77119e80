import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { normalCumulative } from '../risk/normal-distribution.ts';

export interface GoalProbabilityInput {
  readonly currentValue: number;
  readonly monthlyContribution: number;
  /** In money of the target date. */
  readonly targetValue: number;
  readonly months: number;
  readonly annualReturnFraction: number;
  readonly annualVolatilityFraction: number;
}

export interface GoalProbability {
  readonly probability: number;
  /** Mean and deviation of the final value, exact for the model. */
  readonly meanValue: number;
  readonly deviationValue: number;
  readonly model: { readonly name: 'goal-probability'; readonly version: '1'; readonly method: string };
}

/**
 * Probability of reaching a goal, in closed form: the exact mean and variance of the final value under monthly lognormal growth with contributions
 * at month ends, matched by one lognormal. For lists and alerts, where a simulation for each goal would be too slow; within about two points of
 * the Monte Carlo figure. Undefined when the target date has come. Source: moment matching after Fenton 1960.
 */
export function goalProbability(input: GoalProbabilityInput): GoalProbability | Undefined {
  const { currentValue, monthlyContribution, targetValue, months, annualReturnFraction, annualVolatilityFraction } = input;
  if (months < 1) return undefinedBecause('the target date has come');
  if (currentValue < 0 || monthlyContribution < 0) return undefinedBecause('a plan that pays out needs the simulation');
  const growth = (1 + annualReturnFraction) ** (1 / 12);
  const square = growth * growth * Math.exp(annualVolatilityFraction ** 2 / 12);
  let first = currentValue;
  let second = currentValue ** 2;
  for (let month = 0; month < months; month += 1) {
    // (V g + c)² in expectation, with growth independent of the value so far.
    second = second * square + 2 * monthlyContribution * first * growth + monthlyContribution ** 2;
    first = first * growth + monthlyContribution;
  }
  const deviationValue = Math.sqrt(Math.max(0, second - first * first));
  return {
    probability: probabilityAbove(targetValue, first, second),
    meanValue: first,
    deviationValue,
    model: { name: 'goal-probability', version: '1', method: 'lognormal with the exact first two moments' },
  };
}

function probabilityAbove(target: number, first: number, second: number): number {
  if (target <= 0) return 1;
  if (first <= 0) return 0;
  const variance = Math.log(second / (first * first));
  // Below this the distribution is a point up to rounding.
  if (!(variance > 1e-12)) return first >= target * (1 - 1e-12) ? 1 : 0;
  return normalCumulative((Math.log(first / target) - variance / 2) / Math.sqrt(variance));
}
