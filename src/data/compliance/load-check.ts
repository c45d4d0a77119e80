import { actAsService } from '../../access/act-as-service.ts';
import type { Principal } from '../../access/principal.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { dayText } from '../records/listed.ts';
import { CONSENT_WORDS, consentAskedOf, loadNames, mayConsent, titleOf } from './second-consent.ts';

/** Where a check stands for the one who looks at it; what can be done with it follows from that. */
export type CheckStanding = 'passed' | 'nothing releases it' | 'can be overridden' | 'waits for your consent' | 'waits for a second consent' | 'overridden';

type Standing = Pick<ComplianceCheck, 'result' | 'ruleId' | 'evidence'> & { readonly overriddenBy?: { readonly id: string } | null | undefined; readonly secondConsentBy?: { readonly id: string } | null | undefined };

export function standingOf({ result, ruleId, evidence, overriddenBy, secondConsentBy }: Standing, principal: Principal): CheckStanding {
  const needs = evidence['override'];
  if (result === 'passed') return 'passed';
  if (overriddenBy) {
    if (needs !== 'two_persons' || secondConsentBy) return 'overridden';
    return overriddenBy.id !== principal.userId && mayConsent(principal, ruleId) ? 'waits for your consent' : 'waits for a second consent';
  }
  return needs === 'release' || needs === 'two_persons' ? 'can be overridden' : 'nothing releases it';
}

/** One check with all that it rests on. @throws AppError not-found out of reach. */
export async function loadCheck(db: ScopedDb, checkId: string) {
  return db.transaction(async (writer) => {
    const row = await writer.findOneOrNotFound(ComplianceCheck, { id: checkId }, 'compliance check');
    const names = await loadNames(actAsService(writer), [row]);
    const { override, ...evidence } = row.evidence;
    const needs = override === 'release' || override === 'two_persons' ? override : 'none';
    return {
      id: row.id, rule: titleOf(row.ruleId), ruleId: row.ruleId, ruleVersion: row.ruleVersion, ruleSet: row.ruleSetVersion, legalBasis: CURRENT_RULE_SET.rules.find(({ id }) => id === row.ruleId)?.legalBasis ?? [],
      result: row.result, severity: row.severity, message: row.message ?? null, client: names.client(row.client.id), portfolio: names.portfolio(row.portfolio?.id), checkedOn: row.checkedOn, dueAgainOn: row.dueAgainOn ?? null,
      trigger: row.triggerKind, inputsHash: row.inputsHash ?? null, standing: standingOf(row, db.principal), releasedBy: needs, consentOf: needs === 'two_persons' ? CONSENT_WORDS[consentAskedOf(row.ruleId)] : null,
      overriddenBy: names.user(row.overriddenBy?.id), overriddenOn: dayText(row.overriddenAt), reason: row.overrideReason ?? null, consentBy: names.user(row.secondConsentBy?.id), consentOn: dayText(row.secondConsentAt), evidence: flat(evidence),
    };
  });
}

/** Evidence as rows: the path to each figure or fact, and its value. */
function flat(value: unknown, path = ''): { readonly name: string; readonly value: string | number | boolean | null }[] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [{ name: path, value }];
  if (Array.isArray(value)) return value.length === 0 ? [{ name: path, value: 'none' }] : value.flatMap((item, index) => flat(item, `${path} ${index + 1}`.trim()));
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${path} ${words(key)}`.trim())); // JSON holds nothing else
}

/** "maxPositionFraction" as people write it; ids and labels that are no names of ours stay as they are. */
function words(key: string): string {
  return /^[a-z]+([A-Z][a-z]*)+$/.test(key) ? key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : key;
}
