import type { RuleResult } from '../../domain/compliance/compliance-subject.ts';

/** Evidence as a check keeps it: with what may override the result. */
export function keptEvidence({ evidence, override }: Pick<RuleResult, 'evidence' | 'override'>): Readonly<Record<string, unknown>> {
  return { ...evidence, override };
}
