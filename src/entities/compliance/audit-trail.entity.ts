import { defineEntity } from '@mikro-orm/core';
import { controlled, hash, id, instant, json, oneOf, text } from '../columns.ts';
import { AUDIT, describeTable } from '../table.ts';

export const TRAIL_OPERATIONS = ['insert', 'update', 'delete'] as const;

/** One field of a changed row; `before` is null on insert, `after` is null on delete. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

const AuditTrailSchema = defineEntity({
  name: 'AuditTrail',
  tableName: 'AuditTrails',
  comment: 'Before and after of one changed row. Rows are only ever added.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    occurredAt: instant().comment('When the change was made (UTC)'),
    actorId: text(36).nullable().comment('Users row of who made it; empty when unknown. Not a foreign key: entries outlive the login'),
    actorRole: text(16).comment('Role in which they made it'),
    tableName: text(64).comment('Table of the changed row'),
    rowKey: text(160).comment('Primary key of the changed row; parts of a composite key joined by a colon'),
    clientId: text(36).nullable().comment('Clients row concerned; not a foreign key'),
    operation: controlled(TRAIL_OPERATIONS).comment('insert, update or delete'),
    changes: json<readonly FieldChange[]>().comment('Each changed field with its value before and after; secret columns are left out'),
    fieldList: text(1000).comment('Names of the changed fields, comma separated with one at either end, for searching'),
    reason: text(255).nullable().comment('Why it was changed, where the person said so'),
    requestId: text(64).nullable().comment('Request in which it was changed'),
    auditLogId: text(36).nullable().comment('AuditLogs entry of the act that changed it'),
    leafHash: hash().comment('SHA-256 leaf hash after RFC 6962'),
  },
  checks: [
    oneOf('AuditTrails', 'operation', TRAIL_OPERATIONS),
  ],
  indexes: [
    { name: 'audit_trails_occurred', properties: ['occurredAt'] },
    { name: 'audit_trails_row', properties: ['tableName', 'rowKey', 'occurredAt'] },
    { name: 'audit_trails_client', properties: ['clientId', 'occurredAt'] },
    { name: 'audit_trails_actor', properties: ['actorId', 'occurredAt'] },
    { name: 'audit_trails_log', properties: ['auditLogId'] },
  ],
});

export class AuditTrail extends AuditTrailSchema.class {}
AuditTrailSchema.setClass(AuditTrail);

export const auditTrails = describeTable(AuditTrail, AuditTrailSchema, {
  access: AUDIT,
  personal: ['changes'],
});
