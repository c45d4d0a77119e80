import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, id, instant, json, oneOf, text, version } from '../columns.ts';
import { AUDIT, describeTable } from '../table.ts';

export const SECURITY_SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const SECURITY_STATUSES = ['open', 'investigating', 'resolved', 'dismissed'] as const;

const SecurityEventSchema = defineEntity({
  name: 'SecurityEvent',
  tableName: 'SecurityEvents',
  comment: 'Something that matters for security, from repeated failed sign-ins to a refused access.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Login concerned'),
    client: () => p.manyToOne(Client).nullable().deleteRule('set null').comment('Client concerned'),
    kind: text(64).comment('What happened, as a code such as login.throttled or access.denied'),
    severity: controlled(SECURITY_SEVERITIES).comment('low, medium, high or critical'),
    status: controlled(SECURITY_STATUSES).comment('open, investigating, resolved or dismissed'),
    occurredAt: instant().comment('When it happened (UTC)'),
    ipAddress: text(45).nullable().comment('Network address that it came from'),
    title: text(200).comment('What happened, in words'),
    detail: json<Readonly<Record<string, unknown>>>().nullable().comment('Further facts'),
    requestId: text(64).nullable().comment('Request in which it happened'),
    resolvedAt: instant().nullable().comment('When it was resolved (UTC)'),
    resolvedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who resolved it'),
    resolution: text(500).nullable().comment('How it was resolved'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('SecurityEvents', 'severity', SECURITY_SEVERITIES),
    oneOf('SecurityEvents', 'status', SECURITY_STATUSES),
  ],
  indexes: [
    { name: 'security_events_occurred', properties: ['occurredAt', 'severity'] },
    { name: 'security_events_user', properties: ['user', 'occurredAt'] },
    { name: 'security_events_status', properties: ['status', 'severity'] },
  ],
});

export class SecurityEvent extends SecurityEventSchema.class {}
SecurityEventSchema.setClass(SecurityEvent);

export const securityEvents = describeTable(SecurityEvent, SecurityEventSchema, {
  access: AUDIT,
  personal: ['ipAddress', 'detail'],
});
