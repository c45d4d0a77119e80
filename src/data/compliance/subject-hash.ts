import { createHash } from 'node:crypto';
import type { ComplianceSubject } from '../../domain/compliance/compliance-subject.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';

/**
 * SHA-256 of what the rules were asked about: the same hash under the same rule set means the same results.
 * @param known Canonical texts of securities that stand in many portfolios.
 */
export function subjectHash(subject: ComplianceSubject, known?: ReadonlyMap<object, string>): string {
  return createHash('sha256').update(canonicalJson(subject, known)).digest('hex');
}
