import { defineEntity, p } from '@mikro-orm/core';
import { controlled, day, id, instant, oneOf } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Advisor } from './advisor.entity.ts';
import { Client } from './client.entity.ts';

export const ASSIGNMENT_ROLES = ['primary', 'secondary'] as const;

const AdvisorAssignmentSchema = defineEntity({
  name: 'AdvisorAssignment',
  tableName: 'AdvisorAssignments',
  comment: 'Which advisor looks after which client and when. An advisor reaches a client only while an assignment is in force.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('The client looked after'),
    advisor: () => p.manyToOne(Advisor).index(false).deleteRule('cascade').comment('The advisor assigned'),
    role: controlled(ASSIGNMENT_ROLES).comment('Primary or secondary advisor'),
    startsOn: day().comment('First day in force'),
    endsOn: day().nullable().comment('Last day in force; empty = still in force'),
    createdAt: instant().comment('When the row was made, UTC'),
  },
  indexes: [
    { name: 'advisor_assignments_advisor', properties: ['advisor', 'endsOn'] },
    { name: 'advisor_assignments_client', properties: ['client', 'endsOn'] },
  ],
  uniques: [{ name: 'advisor_assignments_start_unique', properties: ['client', 'advisor', 'startsOn'] }],
  checks: [oneOf('AdvisorAssignments', 'role', ASSIGNMENT_ROLES)],
});

export class AdvisorAssignment extends AdvisorAssignmentSchema.class {}
AdvisorAssignmentSchema.setClass(AdvisorAssignment);

export const advisorAssignments = describeTable(AdvisorAssignment, AdvisorAssignmentSchema, { access: clientOwned('client') });
