import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { UserPreference } from '../../entities/behavior/user-preference.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { NotificationPreference, type NOTIFICATION_CHANNELS, type NOTIFICATION_PREFERENCE_KINDS } from '../../entities/communication/notification-preference.entity.ts';
import { Notification } from '../../entities/communication/notification.entity.ts';
import { SupportTicket, type TICKET_CATEGORIES, type TICKET_PRIORITIES } from '../../entities/communication/support-ticket.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { AppError, invalidInput } from '../../shared/errors.ts';

export interface NewTicket {
  readonly subject: string;
  readonly body: string;
  readonly clientId: string | undefined;
  readonly category: (typeof TICKET_CATEGORIES)[number];
  readonly priority: (typeof TICKET_PRIORITIES)[number];
  /** Login of the advisor who will see to it. */
  readonly assigneeId: string | undefined;
}

/** Two people may take the same number at once: the later tries again. */
const ATTEMPTS = 3;

/** Opens a ticket in the name of the signed-in person and returns its number. The number runs over all tickets, which nobody sees: the service takes it. */
export async function saveTicket(db: ScopedDb, ticket: NewTicket, { clock, newId }: SaveTools): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (writer) => {
        const service = actAsService(writer);
        const [last] = await service.aggregate({ entity: SupportTicket, aggregates: { last: { fn: 'max', of: 'number' } } });
        const number = Number(last?.['last'] ?? 0) + 1;
        const id = newId();
        await writer.create(SupportTicket, {
          id, number, client: ticket.clientId ?? null, openedBy: db.principal.userId, subject: ticket.subject, body: ticket.body, category: ticket.category, priority: ticket.priority, status: 'open', assignedTo: null,
          createdAt: clock.now(), updatedAt: clock.now(),
        });
        if (ticket.assigneeId !== undefined) await service.update(SupportTicket, { id }, { assignedTo: ticket.assigneeId });
        return number;
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict') || attempt >= ATTEMPTS) throw error;
    }
  }
}

export interface NotificationSetting {
  readonly kind: (typeof NOTIFICATION_PREFERENCE_KINDS)[number];
  readonly channel: (typeof NOTIFICATION_CHANNELS)[number];
  readonly enabled: boolean;
}

/** Sets one of the signed-in person's own switches. */
export async function saveNotificationSetting(db: ScopedDb, { kind, channel, enabled }: NotificationSetting, { clock }: SaveTools): Promise<void> {
  const key = { user: db.principal.userId, kind, channel };
  await db.transaction(async (writer) => {
    if (await writer.findOne(NotificationPreference, key)) await writer.update(NotificationPreference, key, { enabled, updatedAt: clock.now() });
    else await writer.create(NotificationPreference, { ...key, enabled, updatedAt: clock.now() });
  });
}

/** Sets one of the signed-in person's own settings. */
export async function saveSetting(db: ScopedDb, { key, value }: { readonly key: string; readonly value: string }, { clock }: SaveTools): Promise<void> {
  const where = { user: db.principal.userId, prefKey: key };
  await db.transaction(async (writer) => {
    if (await writer.findOne(UserPreference, where)) await writer.update(UserPreference, where, { value, updatedAt: clock.now() });
    else await writer.create(UserPreference, { ...where, value, updatedAt: clock.now() });
  });
}

export interface NewMessage {
  readonly clientId: string;
  readonly title: string;
  readonly body: string;
}

/**
 * Puts a message before a client. Staff may not see a client's login: the service addresses it, once the client has been found within
 * reach.
 * @throws AppError invalid-input for a client without a login, who could never read it.
 */
export async function saveMessage(db: ScopedDb, message: NewMessage, { clock, newId }: SaveTools): Promise<string> {
  const id = newId();
  await db.transaction(async (writer) => {
    const client = await writer.findOneOrNotFound(Client, { id: message.clientId }, 'client', { fields: ['fullName', 'user'] });
    if (!client.user) throw invalidInput(`${client.fullName} has no login to read a message with.`, { hint: 'Call, or write a letter.' });
    await actAsService(writer).create(Notification, {
      id, user: client.user.id, client: message.clientId, kind: 'system', severity: 'info', title: message.title, body: message.body, createdAt: clock.now(),
    });
  });
  return id;
}
