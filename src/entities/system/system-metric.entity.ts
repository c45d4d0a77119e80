import { defineEntity } from '@mikro-orm/core';
import { day, float, id, instant, text } from '../columns.ts';
import { describeTable, STAFF } from '../table.ts';

const SystemMetricSchema = defineEntity({
  name: 'SystemMetric',
  tableName: 'SystemMetrics',
  comment: 'One measurement of how the system runs.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    metric: text(80).comment('Name of the measure such as api_response_time_ms'),
    measuredAt: instant().comment('When it was measured (UTC)'),
    measuredOn: day().comment('Day of the measurement'),
    value: float().comment('Value in the unit given'),
    unit: text(24).comment('Unit: ms, count, fraction, bytes and the like'),
    source: text(80).comment('Part or server that measured'),
  },
  indexes: [
    { name: 'system_metrics_metric', properties: ['metric', 'measuredAt'] },
  ],
});

export class SystemMetric extends SystemMetricSchema.class {}
SystemMetricSchema.setClass(SystemMetric);

export const systemMetrics = describeTable(SystemMetric, SystemMetricSchema, {
  access: STAFF,
});
