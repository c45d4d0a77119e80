import type { ScopedDb } from '../../access/scoped-db.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText } from '../records/listed.ts';
import { titleOf } from './second-consent.ts';

/** One flag with what was found and the check that raised it. @throws AppError not-found out of reach. */
export async function loadFlag(db: ScopedDb, flagId: string) {
  const row = await db.findOneOrNotFound(RegulatoryFlag, { id: flagId }, 'flag', { populate: ['client', 'portfolio'] });
  const check = row.complianceCheck ? await db.findOne(ComplianceCheck, { id: row.complianceCheck.id }) : undefined;
  const people = await loadPeople(db, [row.assignedTo?.id, row.closedBy?.id]);
  return {
    id: row.id, title: row.title, detail: row.detail ?? null, kind: row.kind, severity: row.severity, status: row.status, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, openedOn: dayText(row.openedAt), dueOn: row.dueOn ?? null,
    assignedTo: people(row.assignedTo?.id), closedOn: dayText(row.closedAt), closedBy: people(row.closedBy?.id) ?? (row.status === 'closed' ? 'the nightly run' : null), closeReason: row.closeReason ?? null,
    checks: check ? [{ id: check.id, rule: titleOf(check.ruleId), result: check.result, message: check.message ?? null, checkedOn: check.checkedOn }] : [],
  };
}
