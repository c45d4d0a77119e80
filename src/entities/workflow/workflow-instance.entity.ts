import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, id, instant, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';

export const WORKFLOW_STATUSES = ['running', 'waiting', 'completed', 'failed', 'cancelled'] as const;

const WorkflowInstanceSchema = defineEntity({
  name: 'WorkflowInstance',
  tableName: 'WorkflowInstances',
  comment: 'One run of a process that several people or steps carry forward.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    kind: text(64).comment('Process: recommendation_review, kyc_refresh, onboarding and the like'),
    subjectType: text(64).nullable().comment('Table of what it is about'),
    subjectId: text(36).nullable().comment('Id of what it is about'),
    client: () => p.manyToOne(Client).nullable().deleteRule('cascade').comment('Client concerned'),
    status: controlled(WORKFLOW_STATUSES).comment('running, waiting, completed, failed or cancelled'),
    startedAt: instant().comment('When it began (UTC)'),
    lastProgressAt: instant().comment('Last step forward (UTC)'),
    currentStep: text(80).nullable().comment('Name of the step where it stands'),
    completedAt: instant().nullable().comment('When it ended (UTC)'),
    owner: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who answers for it'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('WorkflowInstances', 'status', WORKFLOW_STATUSES),
  ],
  indexes: [
    { name: 'workflow_instances_status', properties: ['status', 'lastProgressAt'] },
    { name: 'workflow_instances_subject', properties: ['subjectType', 'subjectId'] },
  ],
});

export class WorkflowInstance extends WorkflowInstanceSchema.class {}
WorkflowInstanceSchema.setClass(WorkflowInstance);

export const workflowInstances = describeTable(WorkflowInstance, WorkflowInstanceSchema, {
  access: { client: 'none', advisor: { anyOf: [{ client: 'client' }, { user: 'owner' }] }, auditor: 'all', writers: ['advisor'] },
});
