import { defineEntity } from '@mikro-orm/core';
import { bigCount, controlled, hash, id, instant, json, longText, oneOf, text } from '../columns.ts';
import { AUDIT, describeTable } from '../table.ts';

export const AUDIT_DECISIONS = ['allowed', 'denied', 'done', 'failed'] as const;

const AuditLogSchema = defineEntity({
  name: 'AuditLog',
  tableName: 'AuditLogs',
  comment: 'Who did what: one entry per act and the leaves of the tamper-evident ledger. Rows are only ever added.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    occurredAt: instant().comment('When it happened (UTC)'),
    actorId: text(36).nullable().comment('Users row of who acted; empty when unknown. Not a foreign key: entries outlive the login'),
    actorRole: text(16).comment('Role in which they acted: client, advisor, auditor, admin, service or anonymous'),
    event: text(80).comment('What happened, as a dotted name such as recommendation.released'),
    objectType: text(64).nullable().comment('Kind of object acted on, mostly a table name'),
    objectId: text(120).nullable().comment('Id of that object'),
    clientId: text(36).nullable().comment('Clients row concerned; not a foreign key'),
    requestId: text(64).nullable().comment('Request in which it happened'),
    conversationId: text(36).nullable().comment('Conversation in which it happened'),
    turnId: text(36).nullable().comment('Turn in which it happened'),
    toolName: text(80).nullable().comment('Tool through which it happened'),
    argumentsHash: hash().nullable().comment('SHA-256 of the canonical tool arguments'),
    decision: controlled(AUDIT_DECISIONS).comment('allowed, denied, done or failed'),
    reasonCode: text(64).nullable().comment('Why, as a code'),
    detail: json<Readonly<Record<string, unknown>>>().nullable().comment('Further facts, without personal data; part of the hashed leaf'),
    personId: text(36).nullable().comment('Users row under whose key the personal part is encrypted'),
    personalCipher: longText().nullable().comment('Personal part, encrypted; unreadable once the key is erased; outside the hashed leaf'),
    leafHash: hash().comment('SHA-256 leaf hash after RFC 6962'),
    sequence: bigCount().nullable().comment('Position in the ledger from 0; given later by the one appender'),
    sequencedAt: instant().nullable().comment('When the position was given (UTC)'),
  },
  checks: [
    oneOf('AuditLogs', 'decision', AUDIT_DECISIONS),
  ],
  indexes: [
    { name: 'audit_logs_occurred', properties: ['occurredAt'] },
    { name: 'audit_logs_actor', properties: ['actorId', 'occurredAt'] },
    { name: 'audit_logs_client', properties: ['clientId', 'occurredAt'] },
    { name: 'audit_logs_object', properties: ['objectType', 'objectId'] },
    { name: 'audit_logs_event', properties: ['event', 'occurredAt'] },
    { name: 'audit_logs_turn', properties: ['turnId'] },
    { name: 'audit_logs_conversation', properties: ['conversationId'] },
  ],
  uniques: [
    { name: 'audit_logs_sequence', properties: ['sequence'] },
  ],
});

export class AuditLog extends AuditLogSchema.class {}
AuditLogSchema.setClass(AuditLog);

export const auditLogs = describeTable(AuditLog, AuditLogSchema, {
  access: AUDIT,
  personal: ['detail'],
  secret: ['personalCipher'],
});
