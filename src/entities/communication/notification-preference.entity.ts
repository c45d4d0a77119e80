import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { controlled, flag, instant, oneOf, version } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

export const NOTIFICATION_PREFERENCE_KINDS = [
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
export const NOTIFICATION_CHANNELS = ['email', 'sms', 'push', 'in_app'] as const;

const NotificationPreferenceSchema = defineEntity({
  name: 'NotificationPreference',
  tableName: 'NotificationPreferences',
  comment: 'Whether a person wants one kind of notification on one channel.',
  properties: {
    user: () => p.manyToOne(User).index(false).primary().deleteRule('cascade').comment('Whose preference it is'),
    kind: controlled(NOTIFICATION_PREFERENCE_KINDS).primary().comment('Kind of notification'),
    channel: controlled(NOTIFICATION_CHANNELS).primary().comment('email, sms, push or in_app'),
    enabled: flag().comment('True when wanted'),
    updatedAt: instant().comment('When it was last set (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('NotificationPreferences', 'kind', NOTIFICATION_PREFERENCE_KINDS),
    oneOf('NotificationPreferences', 'channel', NOTIFICATION_CHANNELS),
  ],
});

export class NotificationPreference extends NotificationPreferenceSchema.class {}
NotificationPreferenceSchema.setClass(NotificationPreference);

export const notificationPreferences = describeTable(NotificationPreference, NotificationPreferenceSchema, {
  access: userOwned('user', ['client', 'advisor']),
});
