import { z } from 'zod';
import { loadNotificationSettings } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { notificationChannel, notificationKind } from './notification-kinds.ts';
import { recordsTable } from './records-table.ts';
export const getNotificationPreferences = defineTool({
  name: 'get_notification_preferences', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Which notifications the signed-in person has switched on, by kind and channel.',
  input: z.strictObject({ kind: notificationKind.optional(), channel: notificationChannel.optional() }),
  async run(input, { db, clock }) {
    const found = await loadNotificationSettings(db, input);
    const [only] = found.rows;
    const isOne = input.kind !== undefined && input.channel !== undefined;
    return answer({
      title: 'Your notification settings', asOf: clock.today(), facts: isOne ? [fact('setting', `${input.kind} by ${input.channel}`, only ? (only.enabled ? 'on' : 'off') : null)] : [],
      tables: [recordsTable('settings', 'Notification settings', found, [['kind', 'Kind'], ['channel', 'Channel'], ['enabled', 'On', 'boolean'], ['updatedAt', 'Last set', 'date']])],
    });
  },
});
