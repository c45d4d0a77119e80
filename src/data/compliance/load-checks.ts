import type { ScopedDb } from '../../access/scoped-db.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, daysIn, instantsIn, listed, wanted } from '../records/listed.ts';

export interface ChecksQuery {
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly period?: string | undefined;
  readonly result?: string | undefined;
  readonly rule?: string | undefined;
  readonly limit?: number | undefined;
}

/** By name, because an index finds what is named and not what is not. */
const NOT_PASSED = ['failed', 'cannot_tell', 'warning'] as const;

/** Compliance checks, newest first. A portfolio's list holds the checks of that portfolio alone. */
export async function loadComplianceChecks(db: ScopedDb, { clientId, portfolioId, period, result, rule, limit = 50 }: ChecksQuery, today: IsoDate) {
  const where = wanted<ComplianceCheck>({ client: clientId, portfolio: portfolioId, checkedOn: daysIn(period, today), result: result === 'not_passed' ? { $in: [...NOT_PASSED] } : result, ruleId: rule === undefined ? undefined : { $like: `%${rule.trim().toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}%` } });
  const found = await db.find(ComplianceCheck, where, { populate: ['client', 'portfolio'], orderBy: [{ checkedAt: 'desc' }, { id: 'desc' }], limit });
  return listed(found, limit, () => db.count(ComplianceCheck, where), (row) => ({
    id: row.id, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, rule: row.ruleId, result: row.result, severity: row.severity, message: row.message,
    checkedOn: row.checkedOn, trigger: row.triggerKind, ruleSet: row.ruleSetVersion, overridden: row.overriddenAt !== null,
  }));
}

export interface OverriddenQuery {
  readonly period?: string | undefined;
  /** Who overrode or consented. */
  readonly advisorId?: string | undefined;
}

/** Results of rules that people overrode, newest first, with the second person where the rule asks for one. */
export async function loadOverriddenChecks(db: ScopedDb, { period, advisorId, clientId }: OverriddenQuery & { readonly clientId?: string | undefined }, today: IsoDate) {
  const userId = advisorId === undefined ? undefined : (await db.findOneOrNotFound(Advisor, { id: advisorId }, 'advisor', { fields: ['user'] })).user?.id ?? '';
  const when = instantsIn(period, today);
  const where = wanted<ComplianceCheck>({ client: clientId, overriddenAt: when ?? { $ne: null }, $or: userId === undefined ? undefined : [{ overriddenBy: userId }, { secondConsentBy: userId }] });
  const found = await db.find(ComplianceCheck, where, { populate: ['client', 'portfolio'], orderBy: [{ overriddenAt: 'desc' }, { id: 'desc' }], limit: 200 });
  const people = await loadPeople(db, found.flatMap((row) => [row.overriddenBy?.id, row.secondConsentBy?.id]));
  return listed(found, 200, () => db.count(ComplianceCheck, where), (row) => ({
    id: row.id, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, rule: row.ruleId, result: row.result, message: row.message, overriddenBy: people(row.overriddenBy?.id), overriddenOn: dayText(row.overriddenAt),
    reason: row.overrideReason ?? null, consentBy: people(row.secondConsentBy?.id), counts: row.evidence['override'] !== 'two_persons' || (row.secondConsentAt !== null && row.secondConsentAt !== undefined),
  }));
}

export interface FlagsQuery {
  readonly kind?: string | undefined;
  readonly assignedToId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly period?: string | undefined;
  /** Not closed, and due by this day at the latest. */
  readonly dueBy?: IsoDate | undefined;
  readonly orderBy?: 'severity' | 'date' | undefined;
  readonly limit?: number | undefined;
}

const GRAVITY = ['low', 'medium', 'high', 'critical'];

/** Regulatory flags, newest first or gravest first. `open` means not closed; a period is that of the opening, of closed ones that of the closing. */
export async function loadFlags(db: ScopedDb, { clientId, portfolioId, kind, assignedToId, status, severity, period, dueBy, orderBy, limit = 50 }: FlagsQuery, today: IsoDate) {
  const where = wanted<RegulatoryFlag>({ client: clientId, portfolio: portfolioId, kind, assignedTo: assignedToId, severity, [status === 'closed' ? 'closedAt' : 'openedAt']: instantsIn(period, today), status: status === 'open' || dueBy !== undefined ? { $ne: 'closed' } : status, ...(dueBy && { dueOn: { $lte: dueBy } }) });
  const all = await db.find(RegulatoryFlag, where, { populate: ['client', 'portfolio'], orderBy: [{ openedAt: 'desc' }, { id: 'desc' }] });
  // Severity is a word whose alphabetical order means nothing, so the database cannot sort by it.
  const ordered = orderBy === 'severity' ? all.toSorted((left, right) => GRAVITY.indexOf(right.severity) - GRAVITY.indexOf(left.severity)) : all;
  const shown = ordered.slice(0, limit);
  const people = await loadPeople(db, shown.map((row) => row.assignedTo?.id));
  return listed(shown, limit, async () => all.length, (row) => ({
    id: row.id, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, kind: row.kind, severity: row.severity, status: row.status, title: row.title, detail: row.detail,
    openedOn: dayText(row.openedAt), dueOn: row.dueOn, assignedTo: people(row.assignedTo?.id), closedOn: dayText(row.closedAt),
  }));
}
