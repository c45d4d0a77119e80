import { defineEntity } from '@mikro-orm/core';
import { id, text } from '../columns.ts';
import { describeTable } from '../table.ts';

const TagSchema = defineEntity({
  name: 'Tag',
  tableName: 'Tags',
  comment: 'A label that advisors put on clients and portfolios.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    name: text(60).unique().comment('Name of the label'),
    colour: text(7).nullable().comment('Colour as #rrggbb'),
    description: text(255).nullable().comment('What it means'),
  },
});

export class Tag extends TagSchema.class {}
TagSchema.setClass(Tag);

export const tags = describeTable(Tag, TagSchema, {
  access: { client: 'none', advisor: 'all', auditor: 'all', writers: ['advisor'] },
});
