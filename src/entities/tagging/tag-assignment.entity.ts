import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { instant } from '../columns.ts';
import { aboutClient, describeTable } from '../table.ts';
import { Tag } from './tag.entity.ts';

const TagAssignmentSchema = defineEntity({
  name: 'TagAssignment',
  tableName: 'TagAssignments',
  comment: 'One label on one client.',
  properties: {
    tag: () => p.manyToOne(Tag).index(false).primary().deleteRule('cascade').comment('Label'),
    client: () => p.manyToOne(Client).primary().deleteRule('cascade').comment('Client'),
    assignedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who put it on'),
    assignedAt: instant().comment('When it was put on (UTC)'),
  },
});

export class TagAssignment extends TagAssignmentSchema.class {}
TagAssignmentSchema.setClass(TagAssignment);

export const tagAssignments = describeTable(TagAssignment, TagAssignmentSchema, {
  access: aboutClient('client', ['advisor']),
});
