import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { instant } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { aboutClient, describeTable } from '../table.ts';
import { Tag } from './tag.entity.ts';

const PortfolioTagSchema = defineEntity({
  name: 'PortfolioTag',
  tableName: 'PortfolioTags',
  comment: 'One label on one portfolio.',
  properties: {
    tag: () => p.manyToOne(Tag).index(false).primary().deleteRule('cascade').comment('Label'),
    portfolio: () => p.manyToOne(Portfolio).primary().deleteRule('cascade').comment('Portfolio'),
    assignedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who put it on'),
    assignedAt: instant().comment('When it was put on (UTC)'),
  },
});

export class PortfolioTag extends PortfolioTagSchema.class {}
PortfolioTagSchema.setClass(PortfolioTag);

export const portfolioTags = describeTable(PortfolioTag, PortfolioTagSchema, {
  access: aboutClient('portfolio.client', ['advisor']),
});
