import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { flag, id, instant, json, text, version } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

const AnalyticsDashboardSchema = defineEntity({
  name: 'AnalyticsDashboard',
  tableName: 'AnalyticsDashboards',
  comment: 'A board of widgets of one login.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    owner: () => p.manyToOne(User).index(false).deleteRule('cascade').comment('Whose board'),
    name: text(80).comment('Name that people use; main is the one shown first'),
    description: text(200).nullable().comment('What it is for'),
    isDefault: flag().comment('True for the one shown first'),
    layout: json<Readonly<Record<string, unknown>>>().nullable().comment('Columns and theme of the board'),
    createdAt: instant().comment('When it was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  uniques: [{ name: 'analytics_dashboards_owner_name_unique', properties: ['owner', 'name'] }],
});

export class AnalyticsDashboard extends AnalyticsDashboardSchema.class {}
AnalyticsDashboardSchema.setClass(AnalyticsDashboard);

export const analyticsDashboards = describeTable(AnalyticsDashboard, AnalyticsDashboardSchema, {
  access: userOwned('owner', ['client', 'advisor']),
});
