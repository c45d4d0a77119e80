import { defineEntity, p } from '@mikro-orm/core';
import { AiRecommendation } from '../analytics/ai-recommendation.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, day, id, instant, longText, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';
import { WorkflowInstance } from './workflow-instance.entity.ts';

export const TASK_STATUSES = ['open', 'in_progress', 'done', 'cancelled'] as const;
export const TASK_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

const TaskSchema = defineEntity({
  name: 'Task',
  tableName: 'Tasks',
  comment: 'Something that a person has to do.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    title: text(200).comment('What is to be done'),
    detail: longText().nullable().comment('More about it'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client concerned'),
    assignedTo: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who is to do it'),
    createdBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who asked for it; empty for the system'),
    dueOn: day().nullable().comment('Day by which it should be done'),
    status: controlled(TASK_STATUSES).comment('open, in_progress, done or cancelled'),
    priority: controlled(TASK_PRIORITIES).comment('low, normal, high or urgent'),
    recommendation: () => p.manyToOne(AiRecommendation).nullable().deleteRule('set null').comment('Recommendation that it serves'),
    workflowInstance: () => p.manyToOne(WorkflowInstance).nullable().deleteRule('set null').comment('Workflow run that it serves'),
    createdAt: instant().comment('When it was made (UTC)'),
    completedAt: instant().nullable().comment('When it was done (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('Tasks', 'status', TASK_STATUSES),
    oneOf('Tasks', 'priority', TASK_PRIORITIES),
  ],
  indexes: [
    { name: 'tasks_assigned', properties: ['assignedTo', 'status', 'dueOn'] },
    { name: 'tasks_client', properties: ['client', 'status'] },
    { name: 'tasks_due', properties: ['status', 'dueOn'] },
  ],
});

export class Task extends TaskSchema.class {}
TaskSchema.setClass(Task);

export const tasks = describeTable(Task, TaskSchema, {
  access: {
    client: { anyOf: [{ user: 'createdBy' }, { user: 'assignedTo' }] },
    advisor: { anyOf: [{ user: 'createdBy' }, { user: 'assignedTo' }, { client: 'client' }] },
    auditor: 'all',
    writers: ['client', 'advisor'],
  },
  personal: ['title', 'detail'],
});
