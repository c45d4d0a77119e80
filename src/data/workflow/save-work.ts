import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { AdvisorInteraction } from '../../entities/clients/advisor-interaction.entity.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Task } from '../../entities/workflow/task.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import { resolveAdvisor } from '../names/resolve.ts';
import { startOf } from '../records/listed.ts';

export interface SaveTools {
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface NewTask {
  readonly title: string;
  readonly detail: string | undefined;
  readonly clientId: string | undefined;
  readonly dueOn: IsoDate | undefined;
  /** Login of who is to do it. */
  readonly assigneeId: string;
}

/** Who is to do a task: the advisor named, otherwise the client's advisor for a client and the person themselves for staff. */
export async function findAssignee(db: ScopedDb, reference: string | undefined, advisorUserId: string | undefined): Promise<{ readonly userId: string; readonly name: string }> {
  if (reference !== undefined) {
    const advisor = await db.findOneOrNotFound(Advisor, { id: await resolveAdvisor(db, reference) }, 'advisor', { fields: ['fullName', 'user'] });
    if (!advisor.user) throw new AppError('conflict', `${advisor.fullName} has no login to give a task to.`);
    return { userId: advisor.user.id, name: advisor.fullName };
  }
  const userId = db.principal.role === 'client' ? advisorUserId ?? db.principal.userId : db.principal.userId;
  const advisor = await db.findOne(Advisor, { user: userId }, { fields: ['fullName'] });
  return { userId, name: advisor?.fullName ?? db.principal.displayName };
}

/**
 * Books a task in the name of the signed-in person. A person may not see another's login, so the assignee is set with the service's
 * rights in the same transaction, after the task has been found to be theirs to make.
 */
export async function saveTask(db: ScopedDb, task: NewTask, { clock, newId }: SaveTools): Promise<string> {
  const id = newId();
  await db.transaction(async (writer) => {
    await writer.create(Task, {
      id, title: task.title, detail: task.detail ?? null, client: task.clientId ?? null, assignedTo: null, createdBy: db.principal.userId, dueOn: task.dueOn ?? null, status: 'open', priority: 'normal', createdAt: clock.now(),
    });
    await actAsService(writer).update(Task, { id }, { assignedTo: task.assigneeId });
  });
  return id;
}

export interface NewInteraction {
  readonly clientId: string;
  readonly kind: 'call' | 'meeting' | 'email' | 'video' | 'note';
  readonly occurredOn: IsoDate;
  readonly subject: string;
  readonly notes: string;
}

/** Records a contact with a client, or a note on them, by the signed-in advisor. @throws AppError not-permitted for anyone else. */
export async function saveInteraction(db: ScopedDb, contact: NewInteraction, { clock, newId }: SaveTools): Promise<string> {
  const { advisorId } = db.principal;
  if (advisorId === undefined) throw new AppError('not-permitted', 'Only an advisor can record a contact.');
  const id = newId();
  const now = clock.now();
  await db.transaction(async (writer) => {
    await writer.create(AdvisorInteraction, {
      id, advisor: advisorId, client: contact.clientId, kind: contact.kind, subject: contact.subject, notes: contact.notes, createdAt: now,
      occurredAt: contact.occurredOn === clock.today() ? now : startOf(contact.occurredOn),
    });
  });
  return id;
}
