import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedWriter } from '../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import type { ComplianceSubject, RuleResult } from '../../domain/compliance/compliance-subject.ts';
import { ComplianceCheck, type CHECK_TRIGGERS } from '../../entities/compliance/compliance-check.entity.ts';
import type { NewId } from '../../shared/ids.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { keptEvidence } from './kept-evidence.ts';
import { subjectHash } from './subject-hash.ts';

export interface ChecksToSave {
  readonly results: readonly RuleResult[];
  readonly subject: ComplianceSubject;
  readonly trigger: (typeof CHECK_TRIGGERS)[number];
  readonly recommendationId?: string;
  readonly transactionId?: string;
}

/**
 * Stores what the rules said, in the caller's transaction: one row a rule, with its evidence, what may be done about it, the version of
 * the rule and the hash of what was judged. It is the firm's own record, so the service writes it; the actor stays the person.
 */
export async function saveChecks(writer: ScopedWriter, checks: ChecksToSave, { clock, newId }: SaveTools): Promise<void> {
  const service = writer.principal.role === 'service' ? writer : actAsService(writer);
  await service.createMany(ComplianceCheck, checkRows(checks, { now: clock.now(), newId }));
}

interface RowTools {
  readonly now: Date;
  readonly newId: NewId;
}

/** The rows of `saveChecks`. */
export function checkRows({ results, subject, trigger, recommendationId, transactionId }: ChecksToSave, { now, newId }: RowTools) {
  const inputsHash = subjectHash(subject);
  const { state, trades } = subject;
  return results.map(({ ruleId, ruleVersion, result, severity, message, evidence, override, turnsOn }) => ({
    id: newId(), client: state.client.id, portfolio: state.portfolio.id, recommendation: recommendationId ?? null, transaction: transactionId ?? null, ruleId, ruleVersion, ruleSetVersion: CURRENT_RULE_SET.version,
    result, severity, message, evidence: keptEvidence({ evidence, override }), inputsHash, triggerKind: trigger, checkedAt: now, checkedOn: state.asOf, dueAgainOn: trades.length === 0 ? turnsOn ?? null : null,
  }));
}
