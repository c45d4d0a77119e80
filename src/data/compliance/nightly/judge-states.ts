import { checkCompliance } from '../../../domain/compliance/check-compliance.ts';
import type { RuleResult } from '../../../domain/compliance/compliance-subject.ts';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';
import { keptEvidence } from '../kept-evidence.ts';
import { subjectHash } from '../subject-hash.ts';

/** A rule's word with its evidence as it is stored: a text crosses between threads for a fraction of what its parts would cost. */
export interface JudgedRule extends Omit<RuleResult, 'evidence' | 'override'> {
  readonly evidenceText: string;
}

/** What the rules said of a portfolio as it stands, and the hash of what they were asked about. */
export interface JudgedState {
  readonly results: readonly JudgedRule[];
  readonly inputsHash: string;
}

/** Plain values in and out, so that it can be done in another thread. Securities that several portfolios hold are written once for the hashes. */
export function judgeStates(states: readonly PortfolioState[]): JudgedState[] {
  const texts = new Map<object, string>();
  for (const { positions } of states) for (const { security } of positions) if (!texts.has(security)) texts.set(security, canonicalJson(security));
  return states.map((state) => {
    const subject = { state, trades: [], securities: [] };
    const results = checkCompliance(subject).map(({ evidence, override, ...rest }): JudgedRule => ({ ...rest, evidenceText: JSON.stringify(keptEvidence({ evidence, override })) }));
    return { results, inputsHash: subjectHash(subject, texts) };
  });
}
