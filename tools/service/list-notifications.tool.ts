import { z } from 'zod';
import { loadNotifications } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { notificationKind } from './notification-kinds.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const listNotifications = defineTool({
  name: 'list_notifications', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor', 'admin'],
  purpose: 'The signed-in person\u2019s own notifications and how many are unread.',
  input: z.strictObject({ unreadOnly: z.boolean().optional(), kind: notificationKind.optional(), period }),
  async run(input, { db, clock }) {
    const found = await loadNotifications(db, input, clock.today());
    return answer({
      title: 'Your notifications', asOf: clock.today(), figures: [countFigure('unreadCount', 'Unread notifications', found.unread, clock.today(), 'all own notifications not read yet')],
      tables: [recordsTable('notifications', 'Notifications', found, [['title', 'Notification', 'text', quoted], ['body', 'Text', 'text', quoted], ['kind', 'Kind'], ['severity', 'Severity'], ['createdAt', 'When', 'date'], ['unread', 'Unread', 'boolean']])],
    });
  },
});
