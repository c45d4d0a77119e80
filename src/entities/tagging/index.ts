import type { TableDescription } from '../table.ts';
import { portfolioTags } from './portfolio-tag.entity.ts';
import { tags } from './tag.entity.ts';
import { tagAssignments } from './tag-assignment.entity.ts';

export * from './portfolio-tag.entity.ts';
export * from './tag.entity.ts';
export * from './tag-assignment.entity.ts';

export const taggingTables: readonly TableDescription[] = [
  tags,
  tagAssignments,
  portfolioTags,
];
