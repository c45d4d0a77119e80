import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, id, instant, longText, oneOf, text } from '../columns.ts';
import { describeTable } from '../table.ts';

export const NOTIFICATION_KINDS = [
  'price_alert',
  'trade_confirmation',
  'compliance',
  'marketing',
  'recommendation',
  'task',
  'report',
  'billing',
  'kyc',
  'goal',
  'risk',
  'security',
  'system',
] as const;
export const NOTIFICATION_SEVERITIES = ['info', 'warning', 'critical'] as const;

const NotificationSchema = defineEntity({
  name: 'Notification',
  tableName: 'Notifications',
  comment: 'A message of the system to one person.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).deleteRule('cascade').comment('Who is told'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client whom it is about'),
    kind: controlled(NOTIFICATION_KINDS).comment('What it is about; the kinds match those of NotificationPreferences'),
    severity: controlled(NOTIFICATION_SEVERITIES).comment('info, warning or critical'),
    title: text(200).comment('Heading'),
    body: longText().comment('Text, plain'),
    link: text(255).nullable().comment('Page of the product to open, as a path'),
    createdAt: instant().comment('When it was made (UTC)'),
    readAt: instant().nullable().comment('When it was read (UTC); empty while unread'),
  },
  checks: [
    oneOf('Notifications', 'kind', NOTIFICATION_KINDS),
    oneOf('Notifications', 'severity', NOTIFICATION_SEVERITIES),
  ],
  indexes: [
    { name: 'notifications_user_unread', properties: ['user', 'readAt', 'createdAt'] },
    { name: 'notifications_client', properties: ['client', 'createdAt'] },
  ],
});

export class Notification extends NotificationSchema.class {}
NotificationSchema.setClass(Notification);

export const notifications = describeTable(Notification, NotificationSchema, {
  access: {
    client: { user: 'user' },
    advisor: { anyOf: [{ user: 'user' }, { client: 'client' }] },
    auditor: 'all',
    admin: { user: 'user' },
    writers: ['client', 'advisor'],
  },
  personal: ['title', 'body'],
});
