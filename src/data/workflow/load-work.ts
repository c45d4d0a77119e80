import type { ScopedDb } from '../../access/scoped-db.ts';
import { AdvisorInteraction } from '../../entities/clients/advisor-interaction.entity.ts';
import { ScheduledTask } from '../../entities/workflow/scheduled-task.entity.ts';
import { Task } from '../../entities/workflow/task.entity.ts';
import { WorkflowInstance } from '../../entities/workflow/workflow-instance.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, daysIn, instantsIn, listed, minute, startOf, wanted } from '../records/listed.ts';

export interface TasksQuery {
  readonly clientId?: string | undefined;
  readonly status?: string | undefined;
  readonly period?: string | undefined;
  readonly overdueOnly?: boolean | undefined;
  readonly limit?: number | undefined;
}

const UNDONE = { $in: ['open', 'in_progress'] };

/** Tasks by due day. An advisor without a client sees the own ones; undone ones unless a status is asked for. Overdue: due before today and undone. */
export async function loadTasks(db: ScopedDb, { clientId, status, period, overdueOnly, limit = 50 }: TasksQuery, today: IsoDate) {
  const mine = db.principal.role === 'advisor' && clientId === undefined ? { assignedTo: db.principal.userId } : db.principal.role === 'client' ? {} : { client: clientId };
  const scope = { ...mine, status: status === undefined || status === 'open' ? UNDONE : status };
  const where = wanted<Task>({ ...scope, ...(overdueOnly ? { dueOn: { $lt: today }, status: UNDONE } : { dueOn: daysIn(period, today) }) });
  const rows = await db.find(Task, where, { populate: ['client'], orderBy: [{ dueOn: 'asc' }, { id: 'asc' }], limit });
  const overdue = await db.count(Task, wanted<Task>({ ...mine, status: UNDONE, dueOn: { $lt: today } }));
  const people = await loadPeople(db, rows.map((row) => row.assignedTo?.id));
  const list = await listed(rows, limit, () => db.count(Task, where), (row) => ({
    id: row.id, title: row.title, detail: row.detail ?? null, client: row.client && 'fullName' in row.client ? row.client.fullName : null, dueOn: row.dueOn ?? null, status: row.status, priority: row.priority, assignedTo: people(row.assignedTo?.id),
    overdue: Boolean(row.dueOn && row.dueOn < today && (row.status === 'open' || row.status === 'in_progress')),
  }));
  return { ...list, overdue };
}

/** Jobs that run by the clock: those due in a period ahead, or that ran in one behind. */
export async function loadScheduledJobs(db: ScopedDb, { period, status }: { readonly period?: string | undefined; readonly status?: string | undefined }, today: IsoDate) {
  const span = instantsIn(period, today);
  const isPast = span !== undefined && span.$lt <= startOf(today);
  const where = wanted<ScheduledTask>({ ...(span ? { [isPast ? 'lastRunAt' : 'nextRunAt']: span } : {}), ...(status === 'failed' ? { lastStatus: 'failed' } : { status }) });
  const rows = await db.find(ScheduledTask, where, { orderBy: [{ nextRunAt: 'asc' }, { job: 'asc' }] });
  return {
    total: rows.length,
    rows: rows.map((row) => ({ job: row.job, description: row.description, cron: row.cron, nextRunAt: minute(row.nextRunAt), lastRunAt: minute(row.lastRunAt), lastStatus: row.lastStatus ?? null, lastError: row.lastError ?? null, status: row.status })),
  };
}

/** Workflow runs, the longest without progress first; `idleDays` keeps unfinished ones that have not moved for that long. */
export async function loadWorkflows(db: ScopedDb, { idleDays, status, limit = 50 }: { readonly idleDays?: number | undefined; readonly status?: string | undefined; readonly limit?: number | undefined }, today: IsoDate) {
  const where = wanted<WorkflowInstance>({
    status: status ?? { $in: ['running', 'waiting'] }, lastProgressAt: idleDays === undefined ? undefined : { $lt: startOf(addDays(today, 1 - idleDays)) },
  });
  const rows = await db.find(WorkflowInstance, where, { populate: ['client'], orderBy: [{ lastProgressAt: 'asc' }, { id: 'asc' }], limit });
  return listed(rows, limit, () => db.count(WorkflowInstance, where), (row) => ({
    id: row.id, name: row.kind.replaceAll('_', ' '), subject: row.client?.fullName ?? row.subjectType ?? null, status: row.status, step: row.currentStep ?? null, startedOn: dayText(row.startedAt), lastProgress: dayText(row.lastProgressAt),
  }));
}

export interface InteractionsQuery {
  readonly clientId?: string | undefined;
  readonly kind?: string | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

/** Contacts with clients, newest first. A note is no contact: it is in the list only when asked for. */
export async function loadInteractions(db: ScopedDb, { clientId, kind, period, limit = 20 }: InteractionsQuery, today: IsoDate) {
  const where = wanted<AdvisorInteraction>({ client: clientId, occurredAt: instantsIn(period, today), kind: kind ?? { $ne: 'note' } });
  const rows = await db.find(AdvisorInteraction, where, { populate: ['client', 'advisor'], orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit });
  return listed(rows, limit, () => db.count(AdvisorInteraction, where), (row) => ({
    date: dayText(row.occurredAt), kind: row.kind, client: row.client.fullName, advisor: row.advisor.fullName, subject: row.subject, notes: row.notes ?? null, outcome: row.outcome ?? null, followUpOn: row.followUpOn ?? null,
  }));
}
