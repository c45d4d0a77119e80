import { defineEntity } from '@mikro-orm/core';
import { controlled, count, hash, id, instant, json, oneOf, text } from '../columns.ts';
import { describeTable, STAFF } from '../table.ts';

export const ETL_STATUSES = ['running', 'succeeded', 'partial', 'failed'] as const;

const EtlLogSchema = defineEntity({
  name: 'EtlLog',
  tableName: 'ETL_Logs',
  comment: 'One run of an import or other data job.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    job: text(80).comment('Name of the job'),
    startedAt: instant().comment('When the run began (UTC)'),
    finishedAt: instant().nullable().comment('When it ended (UTC)'),
    status: controlled(ETL_STATUSES).comment('running, succeeded, partial or failed'),
    rowsRead: count().comment('Rows read'),
    rowsInserted: count().comment('Rows added or changed'),
    rowsRejected: count().comment('Rows refused'),
    rowsSkipped: count().comment('Rows that were there already'),
    fileName: text(255).nullable().comment('Name of the file'),
    fileHash: hash().nullable().comment('SHA-256 of the file, so that the same file adds nothing twice'),
    rejectsFile: text(255).nullable().comment('File with the refused rows and reasons'),
    error: text(1000).nullable().comment('Why the run failed'),
    detail: json<Readonly<Record<string, unknown>>>().nullable().comment('What was detected: encoding, delimiter, formats, mapping'),
  },
  checks: [
    oneOf('ETL_Logs', 'status', ETL_STATUSES),
  ],
  indexes: [
    { name: 'etl_logs_job', properties: ['job', 'startedAt'] },
    { name: 'etl_logs_status', properties: ['status', 'startedAt'] },
    { name: 'etl_logs_file', properties: ['fileHash'] },
  ],
});

export class EtlLog extends EtlLogSchema.class {}
EtlLogSchema.setClass(EtlLog);

export const etlLogs = describeTable(EtlLog, EtlLogSchema, {
  access: STAFF,
});
