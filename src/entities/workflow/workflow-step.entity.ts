import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { controlled, count, id, instant, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';
import { WorkflowInstance } from './workflow-instance.entity.ts';

export const STEP_STATUSES = ['pending', 'active', 'done', 'skipped', 'failed'] as const;

const WorkflowStepSchema = defineEntity({
  name: 'WorkflowStep',
  tableName: 'WorkflowSteps',
  comment: 'One step of a workflow run.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    instance: () => p.manyToOne(WorkflowInstance).index(false).deleteRule('cascade').comment('Run that the step belongs to'),
    sequence: count().comment('Position in the run, from 1'),
    name: text(80).comment('Name of the step'),
    status: controlled(STEP_STATUSES).comment('pending, active, done, skipped or failed'),
    assignee: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who does it'),
    startedAt: instant().nullable().comment('When it began (UTC)'),
    completedAt: instant().nullable().comment('When it ended (UTC)'),
    note: text(1000).nullable().comment('What was decided or found'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('WorkflowSteps', 'status', STEP_STATUSES),
  ],
  indexes: [
    { name: 'workflow_steps_status', properties: ['status'] },
  ],
  uniques: [
    { name: 'workflow_steps_sequence', properties: ['instance', 'sequence'] },
  ],
});

export class WorkflowStep extends WorkflowStepSchema.class {}
WorkflowStepSchema.setClass(WorkflowStep);

export const workflowSteps = describeTable(WorkflowStep, WorkflowStepSchema, {
  access: {
    client: 'none',
    advisor: { anyOf: [{ client: 'instance.client' }, { user: 'instance.owner' }, { user: 'assignee' }] },
    auditor: 'all',
    writers: ['advisor'],
  },
  personal: ['note'],
});
