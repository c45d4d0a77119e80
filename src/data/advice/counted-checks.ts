import type { ScopedReader } from '../../access/scoped-db.ts';
import type { Breach } from '../../domain/advice-life/covered-breach.ts';
import type { CountedCheck } from '../../domain/advice-life/standing-checks.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';

/** The checks of a recommendation as they count now: rule by rule the newest, with what people have done about it. Those of its trades are another matter. */
export async function loadCountedChecks(service: ScopedReader, recommendationId: string): Promise<(CountedCheck & Breach)[]> {
  const rows = await service.find(ComplianceCheck, { recommendation: recommendationId, triggerKind: 'recommendation' }, { orderBy: [{ checkedAt: 'desc' }, { id: 'desc' }] });
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!newest.has(row.ruleId)) newest.set(row.ruleId, row);
  return [...newest.values()].map((row) => ({
    ruleId: row.ruleId, result: row.result, severity: row.severity, message: row.message ?? null, evidence: row.evidence, override: overrideOf(row.evidence['override']), isOverridden: row.overriddenAt !== null && row.overriddenAt !== undefined, hasSecondConsent: row.secondConsentAt !== null && row.secondConsentAt !== undefined,
  }));
}

/** A check that does not say what may be done about it is lifted by nothing. */
function overrideOf(stored: unknown): CountedCheck['override'] {
  return stored === 'release' || stored === 'two_persons' ? stored : 'none';
}
