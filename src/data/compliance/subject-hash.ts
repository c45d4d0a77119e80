import { createHash } from 'node:crypto';
import type { ComplianceSubject } from '../../domain/compliance/compliance-subject.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';

/** SHA-256 of what the rules were asked about: the same hash under the same rule set means the same results. */
export function subjectHash(subject: ComplianceSubject): string {
  return createHash('sha256').update(canonicalJson(subject)).digest('hex');
}
