import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { controlled, id, instant, oneOf, text, version } from '../columns.ts';
import { describeTable, STAFF } from '../table.ts';

export const RUN_STATUSES = ['running', 'succeeded', 'failed'] as const;
export const SCHEDULE_STATUSES = ['active', 'paused'] as const;

const ScheduledTaskSchema = defineEntity({
  name: 'ScheduledTask',
  tableName: 'ScheduledTasks',
  comment: 'A job that the system runs by the clock.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    job: text(80).unique().comment('Name of the job'),
    description: text(255).comment('What it does'),
    cron: text(64).comment('When it runs, cron expression in UTC'),
    nextRunAt: instant().nullable().comment('Next run (UTC)'),
    lastRunAt: instant().nullable().comment('Last run (UTC)'),
    lastStatus: controlled(RUN_STATUSES).nullable().comment('How the last run ended: running, succeeded or failed'),
    lastError: text(500).nullable().comment('Why the last run failed'),
    status: controlled(SCHEDULE_STATUSES).comment('active or paused'),
    owner: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who answers for it'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('ScheduledTasks', 'last_status', RUN_STATUSES),
    oneOf('ScheduledTasks', 'status', SCHEDULE_STATUSES),
  ],
  indexes: [
    { name: 'scheduled_tasks_next', properties: ['status', 'nextRunAt'] },
  ],
});

export class ScheduledTask extends ScheduledTaskSchema.class {}
ScheduledTaskSchema.setClass(ScheduledTask);

export const scheduledTasks = describeTable(ScheduledTask, ScheduledTaskSchema, {
  access: STAFF,
});
