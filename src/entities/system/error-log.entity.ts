import { defineEntity } from '@mikro-orm/core';
import { controlled, id, instant, oneOf, text } from '../columns.ts';
import { describeTable, STAFF } from '../table.ts';

export const ERROR_SEVERITIES = ['warning', 'error', 'critical'] as const;

const ErrorLogSchema = defineEntity({
  name: 'ErrorLog',
  tableName: 'ErrorLogs',
  comment: 'One error of the system, without personal data.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    occurredAt: instant().comment('When it happened (UTC)'),
    severity: controlled(ERROR_SEVERITIES).comment('warning, error or critical'),
    source: text(80).comment('Part of the system'),
    code: text(80).comment('Code of the error'),
    message: text(1000).comment('What went wrong, without personal data'),
    requestId: text(64).nullable().comment('Request in which it happened'),
    resolvedAt: instant().nullable().comment('When it was resolved (UTC)'),
  },
  checks: [
    oneOf('ErrorLogs', 'severity', ERROR_SEVERITIES),
  ],
  indexes: [
    { name: 'error_logs_occurred', properties: ['occurredAt', 'severity'] },
    { name: 'error_logs_source', properties: ['source', 'occurredAt'] },
  ],
});

export class ErrorLog extends ErrorLogSchema.class {}
ErrorLogSchema.setClass(ErrorLog);

export const errorLogs = describeTable(ErrorLog, ErrorLogSchema, {
  access: STAFF,
});
