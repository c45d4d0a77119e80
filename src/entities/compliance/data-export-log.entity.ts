import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, count, day, flag, hash, id, instant, oneOf, text } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'pdf', 'xlsx', 'xml', 'markdown', 'html'] as const;

const DataExportLogSchema = defineEntity({
  name: 'DataExportLog',
  tableName: 'DataExportLogs',
  comment: 'One export of data: who took what out, when and why.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who exported'),
    client: () => p.manyToOne(Client).nullable().deleteRule('set null').comment('Client whose data it was; empty for several or none'),
    dataset: text(80).comment('What was exported: a table or a named report'),
    periodStart: day().nullable().comment('First day covered'),
    periodEnd: day().nullable().comment('Last day covered'),
    format: controlled(EXPORT_FORMATS).comment('csv, json, pdf, xlsx, xml, markdown or html'),
    rowCount: count().comment('Rows in the file'),
    fileName: text(255).nullable().comment('Name of the file'),
    fileHash: hash().nullable().comment('SHA-256 of the file'),
    destination: text(160).comment('Where it went: download, mail, folder'),
    includesPersonal: flag().comment('True when personal columns were asked for'),
    exportedAt: instant().comment('When it was exported (UTC)'),
    approvedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who approved it'),
    reason: text(500).nullable().comment('What it was for'),
  },
  checks: [
    oneOf('DataExportLogs', 'format', EXPORT_FORMATS),
  ],
  indexes: [
    { name: 'data_export_logs_exported', properties: ['exportedAt'] },
    { name: 'data_export_logs_user', properties: ['user', 'exportedAt'] },
    { name: 'data_export_logs_client', properties: ['client'] },
  ],
});

export class DataExportLog extends DataExportLogSchema.class {}
DataExportLogSchema.setClass(DataExportLog);

export const dataExportLogs = describeTable(DataExportLog, DataExportLogSchema, {
  access: userOwned('user'),
});
