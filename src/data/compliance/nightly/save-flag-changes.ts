import type { EntityManager } from '@mikro-orm/core';
import { recordTrail, type TrailEntry } from '../../../audit/record-trail.ts';
import type { FlagChanges, FlagToClose, FlagToOpen } from '../../../domain/compliance/flag-changes.ts';
import { AdvisorAssignment } from '../../../entities/clients/advisor-assignment.entity.ts';
import { Client } from '../../../entities/clients/client.entity.ts';
import { NotificationPreference } from '../../../entities/communication/notification-preference.entity.ts';
import { Notification } from '../../../entities/communication/notification.entity.ts';
import { RegulatoryFlag } from '../../../entities/compliance/regulatory-flag.entity.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';
import type { SaveTools } from '../../workflow/save-work.ts';

/** Days until a flag should be dealt with. */
const DUE_DAYS: Readonly<Record<FlagToOpen['severity'], number>> = { critical: 2, high: 7, medium: 14, low: 30 };

export interface FlagsToSave {
  readonly changes: FlagChanges;
  readonly checkIdOf: (ruleId: string, portfolioId: string) => string | undefined;
}

/** Opens and closes flags in the caller's transaction, with the trail of both, and tells whom it concerns. */
export async function saveFlagChanges(tx: EntityManager, { changes, checkIdOf }: FlagsToSave, tools: SaveTools): Promise<void> {
  const { open, close } = changes;
  if (open.length === 0 && close.length === 0) return;
  const { clock, newId } = tools;
  const people = await loadPeople(tx, [...new Set(open.map(({ clientId }) => clientId))], clock.today());
  const opened = open.map((flag) => ({
    id: newId(), client: flag.clientId, portfolio: flag.portfolioId, complianceCheck: checkIdOf(flag.ruleId, flag.foundIn) ?? null, kind: flag.kind, severity: flag.severity, status: 'open' as const,
    title: flag.title.slice(0, 200), detail: flag.detail, openedAt: clock.now(), dueOn: addDays(clock.today(), DUE_DAYS[flag.severity]), assignedTo: people.get(flag.clientId)?.advisor ?? null, version: 1,
  }));
  if (opened.length > 0) await tx.insertMany(RegulatoryFlag, opened);
  const closed = await closeFlags(tx, close, clock.now());
  await recordTrail(tx, [...opened.map((flag): TrailEntry => ({
    table: 'RegulatoryFlags', rowKey: flag.id, clientId: flag.client, operation: 'insert',
    changes: (['kind', 'severity', 'status', 'title', 'portfolio', 'complianceCheck'] as const).map((field) => ({ field, before: null, after: flag[field] })),
  })), ...closed], tools);
  await tell(tx, open, people, tools);
}

/** What a person changes meanwhile stays as they left it; the next run looks again. */
async function closeFlags(tx: EntityManager, close: readonly FlagToClose[], closedAt: Date): Promise<TrailEntry[]> {
  if (close.length === 0) return [];
  const rows = await tx.find(RegulatoryFlag, { id: { $in: close.map(({ id }) => id) }, status: { $ne: 'closed' } }, { fields: ['id', 'status', 'version'], disableIdentityMap: true });
  const standing = new Map(rows.map((row) => [row.id, row]));
  const closed: TrailEntry[] = [];
  for (const { id, clientId, reason } of close) {
    const row = standing.get(id);
    if (!row) continue;
    const changed = await tx.nativeUpdate(RegulatoryFlag, { id, version: row.version }, { status: 'closed', closedAt, closeReason: reason.slice(0, 500), version: row.version + 1 });
    if (changed === 1) closed.push({ table: 'RegulatoryFlags', rowKey: id, clientId, operation: 'update', changes: [{ field: 'status', before: row.status, after: 'closed' }, { field: 'closeReason', before: null, after: reason }], reason });
  }
  return closed;
}

interface PeopleOfClient {
  /** Login of the primary advisor in charge. */
  readonly advisor: string | null;
  readonly login: string | null;
}

async function loadPeople(tx: EntityManager, clientIds: readonly string[], today: IsoDate): Promise<Map<string, PeopleOfClient>> {
  if (clientIds.length === 0) return new Map();
  const clients = await tx.find(Client, { id: { $in: [...clientIds] } }, { fields: ['id', 'user'], disableIdentityMap: true });
  const assignments = await tx.find(AdvisorAssignment, { client: { $in: [...clientIds] }, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, {
    populate: ['advisor'], orderBy: [{ role: 'asc' }, { startsOn: 'asc' }], disableIdentityMap: true,
  });
  return new Map(clients.map((client) => [client.id, {
    advisor: assignments.find((assignment) => assignment.client.id === client.id)?.advisor.user?.id ?? null, login: client.user?.id ?? null,
  }]));
}

/** The advisor of every new flag; the client only of what the client must do: an identity to renew. Nothing of what may be a tip-off. */
async function tell(tx: EntityManager, open: readonly FlagToOpen[], people: ReadonlyMap<string, PeopleOfClient>, { clock, newId }: SaveTools): Promise<void> {
  const notes = open.flatMap((flag) => {
    const { advisor, login } = people.get(flag.clientId) ?? { advisor: null, login: null };
    const kind = flag.kind === 'kyc' ? 'kyc' as const : 'compliance' as const;
    const common = { client: flag.clientId, kind, createdAt: clock.now(), readAt: null };
    return [
      ...(advisor === null ? [] : [{ ...common, id: newId(), user: advisor, severity: flag.severity === 'high' || flag.severity === 'critical' ? 'critical' as const : 'warning' as const, title: `Compliance: ${flag.title}`.slice(0, 200), body: flag.detail, link: '/flags' }]),
      ...(kind !== 'kyc' || login === null ? [] : [{ ...common, id: newId(), user: login, severity: 'warning' as const, title: 'Please renew your identity documents', body: 'We cannot place trades for you until your identity has been verified again. Your advisor tells you which documents we need.', link: null }]),
    ];
  });
  if (notes.length === 0) return;
  const silenced = await tx.find(NotificationPreference, { user: { $in: [...new Set(notes.map(({ user }) => user))] }, channel: 'in_app', enabled: false }, { fields: ['user', 'kind'], disableIdentityMap: true });
  const wanted = notes.filter(({ user, kind }) => !silenced.some((preference) => preference.user.id === user && preference.kind === kind));
  if (wanted.length > 0) await tx.insertMany(Notification, wanted);
}
