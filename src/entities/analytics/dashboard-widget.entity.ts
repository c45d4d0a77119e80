import { defineEntity, p } from '@mikro-orm/core';
import { controlled, count, id, json, oneOf, text, version } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';
import { AnalyticsDashboard } from './analytics-dashboard.entity.ts';

export const WIDGET_KINDS = ['figure', 'line_chart', 'bar_chart', 'pie_chart', 'table', 'heatmap', 'list'] as const;

const DashboardWidgetSchema = defineEntity({
  name: 'DashboardWidget',
  tableName: 'DashboardWidgets',
  comment: 'One widget of a board: a typed tool with its arguments and how to show the answer.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    dashboard: () => p.manyToOne(AnalyticsDashboard).index(false).deleteRule('cascade').comment('The board it is on'),
    title: text(120).comment('Heading'),
    kind: controlled(WIDGET_KINDS).comment('How the answer is shown'),
    toolName: text(80).comment('Typed tool that supplies the answer, run as the viewer'),
    toolArguments: json<Readonly<Record<string, unknown>>>().comment('Arguments of the tool'),
    position: count().comment('Order on the board, from 0'),
    columnSpan: count().comment('Width in grid columns, 1 to 12'),
    refreshSeconds: count().nullable().comment('Refresh interval, seconds; empty = on opening only'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [{ name: 'dashboard_widgets_dashboard', properties: ['dashboard', 'position'] }],
  checks: [oneOf('DashboardWidgets', 'kind', WIDGET_KINDS)],
});

export class DashboardWidget extends DashboardWidgetSchema.class {}
DashboardWidgetSchema.setClass(DashboardWidget);

export const dashboardWidgets = describeTable(DashboardWidget, DashboardWidgetSchema, {
  access: userOwned('dashboard.owner', ['client', 'advisor']),
});
