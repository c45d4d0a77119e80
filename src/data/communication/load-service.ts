import type { Where } from '../../access/row.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { UserPreference } from '../../entities/behavior/user-preference.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { NotificationPreference } from '../../entities/communication/notification-preference.entity.ts';
import { Notification } from '../../entities/communication/notification.entity.ts';
import { SupportTicket } from '../../entities/communication/support-ticket.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, instantsIn, listed, minute, wanted } from '../records/listed.ts';

interface ListQuery {
  readonly clientId?: string | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

/** The signed-in person's own notifications, newest first. */
export async function loadNotifications(db: ScopedDb, { unreadOnly, kind, period, limit = 50 }: ListQuery & { readonly unreadOnly?: boolean | undefined; readonly kind?: string | undefined }, today: IsoDate) {
  const own = { user: db.principal.userId };
  const where = wanted<Notification>({ ...own, kind, createdAt: instantsIn(period, today), ...(unreadOnly ? { readAt: null } : {}) });
  const rows = await db.find(Notification, where, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit });
  const unread = await db.count(Notification, { ...own, readAt: null });
  const list = await listed(rows, limit, () => db.count(Notification, where), (row) => ({ title: row.title, body: row.body, kind: row.kind, severity: row.severity, createdAt: minute(row.createdAt), unread: row.readAt === null }));
  return { ...list, unread };
}

/** What the signed-in person has switched on and off; what was never set is not in it. */
export async function loadNotificationSettings(db: ScopedDb, query: { readonly kind?: string | undefined; readonly channel?: string | undefined }) {
  const rows = await db.find(NotificationPreference, wanted<NotificationPreference>({ user: db.principal.userId, ...query }), { orderBy: [{ kind: 'asc' }, { channel: 'asc' }] });
  return { total: rows.length, rows: rows.map((row) => ({ kind: row.kind, channel: row.channel, enabled: row.enabled, updatedAt: minute(row.updatedAt) })) };
}

/** The signed-in person's own settings. */
export async function loadSettings(db: ScopedDb, key?: string) {
  const rows = await db.find(UserPreference, wanted<UserPreference>({ user: db.principal.userId, prefKey: key }), { orderBy: { prefKey: 'asc' } });
  return { total: rows.length, rows: rows.map((row) => ({ key: row.prefKey, value: row.value, updatedAt: minute(row.updatedAt) })) };
}

/** Support tickets, newest first. `open` means neither resolved nor closed. */
export async function loadTickets(db: ScopedDb, { clientId, status, priority, period, limit = 50 }: ListQuery & { readonly status?: string | undefined; readonly priority?: string | undefined }, today: IsoDate) {
  const where = wanted<SupportTicket>({ client: clientId, priority: priority === 'high' ? { $in: ['high', 'urgent'] } : priority, createdAt: instantsIn(period, today), status: status === 'open' ? { $in: ['open', 'pending'] } : status });
  const rows = await db.find(SupportTicket, where, { populate: ['client'], orderBy: [{ createdAt: 'desc' }, { number: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.assignedTo?.id));
  return listed(rows, limit, () => db.count(SupportTicket, where), (row) => ({
    number: row.number, subject: row.subject, body: row.body, client: row.client?.fullName ?? null, category: row.category, priority: row.priority, status: row.status, openedOn: dayText(row.createdAt),
    assignedTo: people(row.assignedTo?.id), resolution: row.resolution ?? null, resolvedOn: dayText(row.resolvedAt),
  }));
}

/** Conversations begun in a period, newest first. */
export async function loadConversations(db: ScopedDb, { clientId, userId, period, orderBy, limit = 50 }: ListQuery & OfUser & { readonly orderBy?: 'date' | 'messages' | undefined }, today: IsoDate) {
  const where = wanted<Conversation>({ client: clientId, user: userId, createdAt: instantsIn(period, today) });
  const longest = orderBy === 'messages' ? await longestOf(db, where, limit) : undefined;
  const rows = await db.find(Conversation, longest ? wanted<Conversation>({ id: { $in: [...longest.keys()] } }) : where, { populate: ['client'], orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.user.id));
  const counts = rows.length === 0 ? [] : await db.aggregate({ entity: ChatMessage, where: { conversation: { $in: rows.map(({ id }) => id) }, role: { $ne: 'system' } }, groupBy: ['conversation'], aggregates: { count: { fn: 'count' } } });
  const messages = new Map(counts.map((group) => [String(group['conversation']), Number(group['count'])]));
  const ordered = longest ? rows.toSorted((left, right) => (longest.get(right.id) ?? 0) - (longest.get(left.id) ?? 0)) : rows;
  return listed(ordered, limit, () => db.count(Conversation, where), (row) => ({
    id: row.id, messages: messages.get(row.id) ?? 0, title: row.title, person: people(row.user.id), role: row.personaRole, client: row.client?.fullName ?? null, channel: row.channel, startedAt: minute(row.createdAt), lastMessageAt: minute(row.lastMessageAt),
  }));
}

/** How many messages those conversations have that have the most. */
async function longestOf(db: ScopedDb, conversation: Where<Conversation>, limit: number): Promise<ReadonlyMap<string, number>> {
  const counts = await db.aggregate({ entity: ChatMessage, where: wanted<ChatMessage>({ conversation, role: { $ne: 'system' } }), groupBy: ['conversation'], aggregates: { count: { fn: 'count' } }, orderBy: { count: 'desc' }, limit });
  return new Map(counts.map((group) => [String(group['conversation']), Number(group['count'])]));
}

/** Whose conversations, of those within reach. */
interface OfUser {
  readonly userId?: string | undefined;
}

/** Messages of conversations, newest first; `topic` is looked for in their text. */
export async function loadMessages(db: ScopedDb, { clientId, userId, period, topic, from, limit = 20 }: ListQuery & OfUser & { readonly topic?: string | undefined; readonly from?: 'user' | 'assistant' | undefined }, today: IsoDate) {
  const words = topic?.trim().replaceAll(/[%_\\]/g, ' ').split(/\s+/).filter(Boolean) ?? [];
  const where = wanted<ChatMessage>({
    createdAt: instantsIn(period, today), role: from ?? { $ne: 'system' }, ...(clientId === undefined && userId === undefined ? {} : { conversation: wanted<Conversation>({ client: clientId, user: userId }) }),
    ...(words.length > 0 ? { $and: words.map((word) => ({ content: { $like: `%${word}%` } })) } : {}),
  });
  const rows = await db.find(ChatMessage, where, { populate: ['conversation'], fields: ['id', 'conversation', 'role', 'content', 'createdAt', 'refusalReason'], orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit });
  return listed(rows, limit, () => db.count(ChatMessage, where), (row) => ({
    at: minute(row.createdAt), from: row.role, text: row.content.length > 300 ? `${row.content.slice(0, 300)}…` : row.content, conversation: row.conversation.title, refused: row.refusalReason ?? null,
  }));
}
