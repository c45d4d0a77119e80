import type { Advice, AdviceRequest, AdviceSnapshot } from '../../domain/advice/advice-snapshot.ts';
import { turnoverFraction } from '../../domain/advice-life/first-status.ts';
import type { ComplianceSubject } from '../../domain/compliance/compliance-subject.ts';
import { adviceHash } from './advice-hash.ts';

/** What a recommendation keeps of what the engine was given. */
export interface KeptInputs {
  readonly snapshot: AdviceSnapshot;
  readonly request: AdviceRequest;
}

/** The columns of a recommendation that the engine's answer fills. Nothing of them comes from a model or a person. */
export function adviceColumns(advice: Advice, inputs: KeptInputs) {
  return {
    strategy: advice.strategy, title: advice.title.slice(0, 200), summary: advice.summary.slice(0, 1000), rationale: advice.rationale, reasons: advice.reasons, trades: advice.trades, tradesHash: adviceHash(advice.trades),
    before: { ...advice.before }, after: { ...advice.after, estimatedCostBase: advice.estimatedCostBase, estimatedTaxBase: advice.estimatedTaxBase, turnoverFraction: turnoverFraction(advice) },
    alternatives: advice.alternatives, warnings: advice.warnings.map((text) => ({ text })), constraints: { objective: inputs.request.objective, ...inputs.request.constraints },
    confidence: advice.confidence, confidenceParts: { ...advice.confidenceParts, abstained: advice.abstained }, inputs: { schema: 1, ...inputs }, inputHash: adviceHash(inputs), dataAsOf: inputs.snapshot.state.asOf,
  };
}

/** The estimated cost as it was kept; null where none was. */
export function keptCost(after: Readonly<Record<string, unknown>>): string | null {
  const cost = after['estimatedCostBase'];
  return typeof cost === 'string' ? cost : null;
}

/** On record the cost may be absent: then it is not known, and not nothing. */
type JudgedAdvice = Pick<Advice, 'trades' | 'reasons' | 'alternatives' | 'confidence'> & { readonly estimatedCostBase: string | null };

/** What compliance judges of advice. Conflicts of interest are disclosed by the record itself: it names cost, alternatives and the house's schedule. */
export function complianceSubjectOf(snapshot: AdviceSnapshot, advice: JudgedAdvice): ComplianceSubject {
  const held = new Set(snapshot.state.positions.map(({ security }) => security.id));
  const bought = new Set(advice.trades.map(({ securityId }) => securityId).filter((id) => !held.has(id)));
  return {
    state: snapshot.state, trades: advice.trades, securities: snapshot.candidates.map(({ security }) => security).filter(({ id }) => bought.has(id)),
    bestInterest: { reasonCount: advice.reasons.length, alternativeCount: advice.alternatives.length, estimatedCostBase: advice.estimatedCostBase, confidence: advice.confidence, conflictsDisclosed: true },
  };
}
