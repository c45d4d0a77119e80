import { z } from 'zod';

const KINDS = ['price_alert', 'trade_confirmation', 'compliance', 'marketing', 'recommendation', 'task', 'report', 'billing', 'kyc', 'goal', 'risk', 'security', 'system'] as const;
/** Other words for the kinds on record. */
const SAME = { report_ready: 'report', risk_alert: 'risk', kyc_reminder: 'kyc', dividend: 'trade_confirmation', message: 'system' } as const;

export type NotificationKindName = (typeof KINDS)[number];

export const notificationKind = z.enum([...KINDS, 'report_ready', 'risk_alert', 'kyc_reminder', 'dividend', 'message']).overwrite((kind) => (kind in SAME ? SAME[kind as keyof typeof SAME] : kind)); // `in` has just shown that it is one
export const notificationChannel = z.enum(['email', 'sms', 'push', 'in_app']);
