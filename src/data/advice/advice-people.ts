import type { ScopedReader, ScopedWriter } from '../../access/scoped-db.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { Notification } from '../../entities/communication/notification.entity.ts';
import { Task } from '../../entities/workflow/task.entity.ts';
import { addDays, isWeekend, type IsoDate } from '../../shared/calendar.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import type { WorkflowSubject } from './advice-workflow.ts';

/** The logins around a client's recommendation. Read with the service's rights: a person may not see other logins. */
export async function loadAdvicePeople(service: ScopedReader, clientId: string, today: IsoDate): Promise<Omit<WorkflowSubject, 'id'>> {
  const client = await service.findOneOrNotFound(Client, { id: clientId }, 'client', { fields: ['user'] });
  const assignment = await service.findOne(AdvisorAssignment, { client: clientId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { populate: ['advisor'], orderBy: [{ role: 'asc' }, { startsOn: 'asc' }] });
  return { clientId, clientUserId: client.user?.id ?? null, advisorUserId: assignment?.advisor.user?.id ?? null };
}

export interface AdviceTask {
  readonly recommendationId: string;
  readonly clientId: string;
  readonly title: string;
  readonly assignedTo: string | null;
  readonly isUrgent?: boolean;
}

/** A task for the advisor in charge, due on the second business day. */
export async function addAdviceTask(service: ScopedWriter, { recommendationId, clientId, title, assignedTo, isUrgent = false }: AdviceTask, { clock, newId }: SaveTools): Promise<void> {
  await service.create(Task, {
    id: newId(), title: title.slice(0, 200), detail: null, client: clientId, assignedTo, createdBy: null, dueOn: businessDays(clock.today(), 2), status: 'open', priority: isUrgent ? 'high' : 'normal',
    recommendation: recommendationId, createdAt: clock.now(),
  });
}

export interface AdviceNote {
  /** Login; nothing is sent to nobody. */
  readonly to: string | null;
  readonly clientId: string;
  readonly kind: 'recommendation' | 'trade_confirmation' | 'compliance';
  readonly title: string;
  readonly body: string;
  readonly number: number;
}

export async function tell(service: ScopedWriter, { to, clientId, kind, title, body, number }: AdviceNote, { clock, newId }: SaveTools): Promise<void> {
  if (to === null) return;
  await service.create(Notification, { id: newId(), user: to, client: clientId, kind, severity: 'info', title: title.slice(0, 200), body, link: `/recommendations/${number}`, createdAt: clock.now(), readAt: null });
}

function businessDays(from: IsoDate, days: number): IsoDate {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (!isWeekend(day)) left -= 1;
  }
  return day;
}
