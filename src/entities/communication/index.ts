import type { TableDescription } from '../table.ts';
import { chatMessages } from './chat-message.entity.ts';
import { conversations } from './conversation.entity.ts';
import { notifications } from './notification.entity.ts';
import { notificationPreferences } from './notification-preference.entity.ts';
import { supportTickets } from './support-ticket.entity.ts';
import { toolInvocations } from './tool-invocation.entity.ts';

export * from './chat-message.entity.ts';
export * from './conversation.entity.ts';
export * from './notification.entity.ts';
export * from './notification-preference.entity.ts';
export * from './support-ticket.entity.ts';
export * from './tool-invocation.entity.ts';

export const communicationTables: readonly TableDescription[] = [
  conversations,
  chatMessages,
  toolInvocations,
  notifications,
  notificationPreferences,
  supportTickets,
];
