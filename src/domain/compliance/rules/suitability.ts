import type { StateSecurity } from '../../portfolio-state/portfolio-state.ts';
import { cannotTell, failed, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import { tradedSecurities, type Book, type SubjectView } from '../subject-view.ts';
import { EDGE, lookThroughWeights, riskyShare, unweighable, worsens } from '../weights.ts';

export interface SuitabilityParameters {
  /** Loss in a bad year (one in twenty) by exposure class, fraction of its value. */
  readonly badYearLossFraction: Readonly<Record<string, number>>;
  /** A bad year may cost up to this many times the client's loss capacity before the portfolio is unsuitable. */
  readonly lossCapacityTolerance: number;
  /** Most that may be at risk when the horizon is shorter than a number of years. */
  readonly horizon: readonly { readonly belowYears: number; readonly maxRiskyFraction: number }[];
  readonly maxRiskyFractionByObjective: Readonly<Record<string, number>>;
  /** Classes, and the least risk score of a product, that call for experience. */
  readonly complexClasses: readonly string[];
  readonly complexFromRiskScore: number;
  readonly experienced: readonly string[];
}

/**
 * The products suit the client's risk score and experience, and the portfolio suits loss capacity, horizon and objective. Under an
 * execution-only mandate only the experience is asked for (appropriateness).
 */
export function judgeSuitability(view: SubjectView, parameters: SuitabilityParameters): Verdict {
  const { client, portfolio } = view.state;
  const experience = experienceFindings(view, parameters);
  if (portfolio.mandate === 'execution_only') return { findings: [...experience, passed('Execution only: the products are appropriate to the experience.')], evidence: { mandate: portfolio.mandate, experience: client.experience } };
  const blank = unweighable(view);
  const whole = blank ? [blank] : [...lossFindings(view, parameters), ...horizonFindings(view, parameters), ...objectiveFindings(view, parameters)];
  return {
    findings: [...scoreFindings(view, parameters), ...experience, ...whole, passed('The products and the portfolio suit the profile of the client.')],
    evidence: {
      riskProfile: client.riskProfile, riskScore: client.riskScore, objective: client.objective, horizonYears: client.horizonYears, experience: client.experience, lossCapacityFraction: client.lossCapacityFraction,
      ...(blank ? {} : { riskyFraction: rounded(riskyShare(view.after)), badYearLossFraction: rounded(badYearLoss(view.after, parameters)) }),
    },
  };
}

/** The least risk score that a product asks for. One of a complex class that states none asks for as much as any complex product: unknown is not harmless. */
function scoreAskedBy({ minRiskScore, exposureClass }: StateSecurity, { complexClasses, complexFromRiskScore }: SuitabilityParameters): number | null {
  return minRiskScore ?? (complexClasses.includes(exposureClass) ? complexFromRiskScore : null);
}

function scoreFindings(view: SubjectView, parameters: SuitabilityParameters): Finding[] {
  const { riskScore } = view.state.client;
  if (riskScore === null) return [cannotTell('There is no risk questionnaire on record.')];
  const tooRisky = (security: StateSecurity) => (scoreAskedBy(security, parameters) ?? 0) > riskScore;
  const bought = tradedSecurities(view, 'buy').filter(tooRisky);
  const boughtIds = new Set(bought.map(({ id }) => id));
  const held = view.before.lines.filter(({ security, quantity }) => !quantity.isZero() && tooRisky(security) && !boughtIds.has(security.id));
  return [
    ...bought.map((security) => failed(`${security.ticker} needs a risk score of ${scoreAskedBy(security, parameters)}; the client has ${riskScore}.`)),
    ...held.map(({ security }) => warning(`${security.ticker} is held and needs a risk score of ${scoreAskedBy(security, parameters)}; the client has ${riskScore}.`)),
  ];
}

function experienceFindings(view: SubjectView, { complexClasses, complexFromRiskScore, experienced }: SuitabilityParameters): Finding[] {
  const { experience } = view.state.client;
  if (experienced.includes(experience)) return [];
  const isComplex = ({ exposureClass, minRiskScore }: StateSecurity) => complexClasses.includes(exposureClass) || (minRiskScore ?? 0) >= complexFromRiskScore;
  const bought = tradedSecurities(view, 'buy').filter(isComplex);
  const boughtIds = new Set(bought.map(({ id }) => id));
  const held = view.before.lines.filter(({ security, quantity }) => !quantity.isZero() && isComplex(security) && !boughtIds.has(security.id));
  return [
    ...bought.map(({ ticker }) => failed(`${ticker} is a complex product; the experience of the client is ${experience}.`)),
    ...held.map(({ security }) => warning(`${security.ticker} is held and complex; the experience of the client is ${experience}.`)),
  ];
}

function badYearLoss(book: Book, { badYearLossFraction }: SuitabilityParameters): number {
  let loss = 0;
  // A class that the parameters do not know counts as lost: unknown risk is no small risk.
  for (const [label, weight] of lookThroughWeights(book, 'assetClasses', ({ exposureClass }) => exposureClass)) loss += weight * (badYearLossFraction[label] ?? 1);
  return loss;
}

function lossFindings(view: SubjectView, parameters: SuitabilityParameters): Finding[] {
  const capacity = view.state.client.lossCapacityFraction;
  if (capacity === null) return [cannotTell('It is not on record how much loss the client can bear.')];
  const after = badYearLoss(view.after, parameters);
  const says = (would: string) => `A bad year ${would} cost ${percent(after)}; the client can bear ${percent(capacity)}.`;
  return graded({ view, before: badYearLoss(view.before, parameters), after, soft: capacity, hard: capacity * parameters.lossCapacityTolerance, says });
}

function horizonFindings(view: SubjectView, { horizon }: SuitabilityParameters): Finding[] {
  const years = view.state.client.horizonYears;
  if (years === null) return [cannotTell('The investment horizon is not on record.')];
  const most = Math.min(1, ...horizon.filter(({ belowYears }) => years < belowYears).map(({ maxRiskyFraction }) => maxRiskyFraction));
  const after = riskyShare(view.after);
  return graded({ view, before: riskyShare(view.before), after, soft: most, hard: Infinity, says: () => `${percent(after)} at risk is more than ${percent(most)} for a horizon of ${years} ${years === 1 ? 'year' : 'years'}.` });
}

function objectiveFindings(view: SubjectView, { maxRiskyFractionByObjective }: SuitabilityParameters): Finding[] {
  const { objective } = view.state.client;
  const most = maxRiskyFractionByObjective[objective];
  if (most === undefined) return [cannotTell(`The objective "${objective}" is not one that the rule knows.`)];
  const after = riskyShare(view.after);
  return graded({ view, before: riskyShare(view.before), after, soft: most, hard: Infinity, says: () => `${percent(after)} at risk is more than ${percent(most)} for the objective ${objective}.` });
}

interface Graded {
  readonly view: SubjectView;
  readonly before: number;
  readonly after: number;
  readonly soft: number;
  readonly hard: number;
  readonly says: (would: string) => string;
}

/** As `judgeLimit`, for measures of risk: trades that raise a risk above what suits fail even below the hard limit. */
function graded({ view, before, after, soft, hard, says }: Graded): Finding[] {
  if (after <= soft + EDGE) return [];
  if (!view.hasTrades) return [after > hard + EDGE ? failed(says('would')) : warning(says('would'))];
  return [before <= soft + EDGE || worsens(before, after) ? failed(says('would then')) : warning(says('would still'))];
}
