import { cannotTell, failed, passed, percent, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface BestInterestParameters {
  readonly minReasons: number;
  readonly minAlternatives: number;
  /** Below this a person must look. */
  readonly minConfidence: number;
}

/** The record of a recommendation shows why it is in the client's best interest: reasons, alternatives considered, cost, confidence, conflicts. */
export function judgeBestInterest({ subject: { bestInterest } }: SubjectView, parameters: BestInterestParameters): Verdict {
  if (!bestInterest) return { findings: [passed('No recommendation is judged.')], evidence: { isRecommendation: false } };
  const { reasonCount, alternativeCount, estimatedCostBase, confidence, conflictsDisclosed } = bestInterest;
  const findings: Finding[] = [];
  if (reasonCount < parameters.minReasons) findings.push(failed('The recommendation gives no reason.'));
  if (alternativeCount < parameters.minAlternatives) findings.push(failed('No reasonably available alternative was considered.'));
  if (!conflictsDisclosed) findings.push(failed('The conflicts of interest are not disclosed.'));
  if (estimatedCostBase === null) findings.push(cannotTell('The cost of carrying it out was not estimated.'));
  if (confidence === null) findings.push(cannotTell('The recommendation states no confidence.'));
  else if (confidence < parameters.minConfidence) findings.push(warning(`The confidence is ${percent(confidence)}, below ${percent(parameters.minConfidence)}.`));
  return { findings: [...findings, passed('Reasons, alternatives, cost, confidence and conflicts are on record.')], evidence: { ...bestInterest, ...parameters } };
}
