import type { ScopedWriter } from '../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import type { ComplianceSubject, RuleResult } from '../../domain/compliance/compliance-subject.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { adviceHash } from './advice-hash.ts';
import type { AdviceSubject } from './step-advice.ts';

/** Stores what every rule said of a recommendation, with the hash of what it was asked about. */
export async function saveAdviceChecks(service: ScopedWriter, { id, clientId }: AdviceSubject, subject: ComplianceSubject, checks: readonly RuleResult[], { clock, newId }: SaveTools): Promise<void> {
  const inputsHash = adviceHash(subject);
  await service.createMany(ComplianceCheck, checks.map(({ ruleId, ruleVersion, result, severity, message, evidence, override }) => ({
    id: newId(), client: clientId, portfolio: subject.state.portfolio.id, recommendation: id, transaction: null, ruleId, ruleVersion, ruleSetVersion: CURRENT_RULE_SET.version, result, severity, message: message.slice(0, 500),
    evidence: { ...evidence, override }, inputsHash, triggerKind: 'recommendation' as const, checkedAt: clock.now(), checkedOn: subject.state.asOf,
  })));
}
