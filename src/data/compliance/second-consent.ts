import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedReader, ScopedWriter } from '../../access/scoped-db.ts';
import type { Principal } from '../../access/principal.ts';
import { CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';
import { NotificationPreference } from '../../entities/communication/notification-preference.entity.ts';
import { Notification } from '../../entities/communication/notification.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { dayText } from '../records/listed.ts';
import type { SaveTools } from '../workflow/save-work.ts';

/** Whose consent a rule asks for. A rule that the firm has no more asks for the stricter. */
export function consentAskedOf(ruleId: string): 'colleague' | 'officer' {
  const rule = CURRENT_RULE_SET.rules.find(({ id }) => id === ruleId);
  return rule ? rule.consentBy ?? 'colleague' : 'officer';
}

/** Whether a role may be the second person; that the client or the check is within reach, and that it is another person, is asked elsewhere. */
export function mayConsent({ role }: Pick<Principal, 'role'>, ruleId: string): boolean {
  return role === 'admin' || (role === 'advisor' && consentAskedOf(ruleId) === 'colleague');
}

export const CONSENT_WORDS = { colleague: 'another advisor of the client or a compliance officer', officer: 'a compliance officer' } as const;

/** Overrides that wait for a second person, the longest waiting first: an advisor's for the clients within reach, a compliance officer's of the whole firm. */
export async function loadPendingConsents(db: ScopedDb) {
  return db.transaction(async (writer) => {
    const found = await writer.find(ComplianceCheck, { overriddenBy: { $ne: null }, secondConsentBy: null }, { orderBy: [{ overriddenAt: 'asc' }, { id: 'asc' }] });
    const waiting = found.filter(({ evidence }) => evidence['override'] === 'two_persons');
    const names = await loadNames(actAsService(writer), waiting);
    return waiting.map((row) => ({
      id: row.id, rule: row.ruleId, result: row.result, severity: row.severity, message: row.message ?? null, client: names.client(row.client.id), portfolio: names.portfolio(row.portfolio?.id),
      overriddenBy: names.user(row.overriddenBy?.id), overriddenOn: dayText(row.overriddenAt), reason: row.overrideReason ?? null, consentOf: CONSENT_WORDS[consentAskedOf(row.ruleId)],
      isYours: row.overriddenBy?.id !== db.principal.userId && mayConsent(db.principal, row.ruleId),
    }));
  });
}

export interface CheckNames {
  readonly client: (id: string) => string;
  readonly portfolio: (id: string | null | undefined) => string | null;
  readonly user: (id: string | null | undefined) => string | null;
}

interface Named {
  readonly client: { readonly id: string };
  readonly portfolio?: { readonly id: string } | null | undefined;
  readonly overriddenBy?: { readonly id: string } | null | undefined;
  readonly secondConsentBy?: { readonly id: string } | null | undefined;
}

/**
 * What the second person must know of whom a check is about and who acts: names, and nothing else of them. With the service's rights, for checks
 * that were found within reach.
 */
export async function loadNames(service: ScopedReader, checks: readonly Named[]): Promise<CheckNames> {
  const ids = (of: (check: Named) => string | undefined) => [...new Set(checks.flatMap((check) => of(check) ?? []))];
  const named = (rows: readonly { readonly id: string; readonly fullName: string }[]) => new Map(rows.map(({ id, fullName }) => [id, fullName]));
  const clients = named(await service.find(Client, { id: { $in: ids(({ client }) => client.id) } }, { fields: ['id', 'fullName'] }));
  const portfolios = new Map((await service.find(Portfolio, { id: { $in: ids(({ portfolio }) => portfolio?.id) } }, { fields: ['id', 'name'] })).map(({ id, name }) => [id, name]));
  const users = named(await service.find(User, { id: { $in: [...ids(({ overriddenBy }) => overriddenBy?.id), ...ids(({ secondConsentBy }) => secondConsentBy?.id)] } }, { fields: ['id', 'fullName'] }));
  return { client: (id) => clients.get(id) ?? '', portfolio: (id) => (id ? portfolios.get(id) ?? null : null), user: (id) => (id ? users.get(id) ?? null : null) };
}

interface Told {
  readonly checkId: string;
  readonly ruleId: string;
  readonly clientId: string;
  readonly actorId: string;
}

/** Tells those who may consent that an override waits: compliance officers, and the client's other advisors where the rule leaves it to them. Nothing of what was found. */
export async function askForConsent(service: ScopedWriter, { checkId, ruleId, clientId, actorId }: Told, today: IsoDate, tools: SaveTools): Promise<void> {
  const officers = (await service.find(User, { role: 'admin', isActive: true }, { fields: ['id'] })).map(({ id }) => id);
  const assigned = consentAskedOf(ruleId) === 'officer' ? [] : await service.find(AdvisorAssignment, { client: clientId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { populate: ['advisor'] });
  const to = new Set([...officers, ...assigned.flatMap(({ advisor }) => advisor.user?.id ?? [])]);
  to.delete(actorId);
  await tell(service, { to: [...to], clientId, checkId, title: 'An override waits for a second consent', body: `Rule: ${titleOf(ruleId)}. It counts only when another person has looked at it and consents.` }, tools);
}

/** Tells the first person that the override counts now. */
export async function tellOfConsent(service: ScopedWriter, { checkId, ruleId, clientId, actorId }: Told, tools: SaveTools): Promise<void> {
  await tell(service, { to: [actorId], clientId, checkId, title: 'Your override has its second consent', body: `Rule: ${titleOf(ruleId)}. It counts from now on.` }, tools);
}

export function titleOf(ruleId: string): string {
  return CURRENT_RULE_SET.rules.find(({ id }) => id === ruleId)?.title ?? ruleId.replaceAll('_', ' ');
}

async function tell(service: ScopedWriter, { to, clientId, checkId, title, body }: { readonly to: readonly string[]; readonly clientId: string; readonly checkId: string; readonly title: string; readonly body: string }, { clock, newId }: SaveTools): Promise<void> {
  if (to.length === 0) return;
  const silenced = await service.find(NotificationPreference, { user: { $in: [...to] }, channel: 'in_app', kind: 'compliance', enabled: false }, { fields: ['user'] });
  const wanted = to.filter((id) => !silenced.some(({ user }) => user.id === id)).toSorted();
  await service.createMany(Notification, wanted.map((user) => ({ id: newId(), user, client: clientId, kind: 'compliance' as const, severity: 'warning' as const, title, body, link: `/checks/${checkId}`, createdAt: clock.now(), readAt: null })));
}
