import type { EntityManager } from '@mikro-orm/core';
import type { Principal } from '../../access/principal.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { recordAudit, type AuditTools } from '../../audit/record.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { notFound } from '../../shared/errors.ts';

/** A person's own conversations, newest first. `query` matches titles and one's own words. */
export async function listConversations(db: ScopedDb, filter: { readonly query?: string; readonly archived: boolean; readonly limit: number }) {
  const mine = { user: db.principal.userId, status: filter.archived ? ('archived' as const) : ('open' as const) };
  const query = filter.query?.trim();
  const hits = query ? await db.find(ChatMessage, { conversation: { user: db.principal.userId }, content: { $like: `%${escapeLike(query)}%` } }, { fields: ['conversation'], limit: 500 }) : [];
  const ids = [...new Set(hits.map((hit) => hit.conversation.id))];
  const where = query ? { ...mine, $or: [{ title: { $like: `%${escapeLike(query)}%` } }, { id: { $in: ids } }] } : mine;
  const rows = await db.find(Conversation, where, { orderBy: { lastMessageAt: 'desc' }, limit: filter.limit });
  return rows.map((row) => ({ id: row.id, title: row.title, lastMessageAt: (row.lastMessageAt ?? row.createdAt).toISOString(), archived: row.status === 'archived' }));
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** The branch that is shown: from the active message back to the first, oldest first. */
export async function listMessages(db: ScopedDb, conversationId: string) {
  const conversation = await db.findOneOrNotFound(Conversation, { id: conversationId }, 'conversation');
  const rows = await db.find(ChatMessage, { conversation: conversationId }, { orderBy: { sequence: 'asc' } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const branch: typeof rows = [];
  for (let next = byId.get(conversation.activeMessageId ?? ''); next; next = byId.get(next.parentMessageId ?? '')) branch.unshift(next);
  return {
    title: conversation.title,
    messages: branch.map((row) => ({
      id: row.id, turnId: row.turnId, role: row.role === 'user' ? ('user' as const) : ('assistant' as const), content: row.content, status: row.status,
      parentMessageId: row.parentMessageId ?? null, createdAt: row.createdAt.toISOString(), events: [...(row.events ?? [])],
    })),
  };
}

/** What one tool call did: opened from the source of a figure. */
export async function loadInvocation(db: ScopedDb, id: string) {
  const row = await db.findOneOrNotFound(ToolInvocation, { id }, 'tool call');
  const result: unknown = JSON.parse(row.result ?? 'null');
  return {
    id: row.id, toolName: row.toolName, outcome: row.outcome, effect: row.effect, startedAt: row.startedAt.toISOString(), durationMs: row.durationMs ?? 0,
    arguments: row.arguments ?? {}, result, argumentsHash: row.argumentsHash, resultHash: row.resultHash ?? null,
  };
}

/** Renames or archives one's own conversation. @throws AppError not-found for anybody else's. */
export async function changeConversation(em: EntityManager, principal: Principal, id: string, change: { readonly title?: string; readonly archived?: boolean }, tools: AuditTools): Promise<void> {
  await em.transactional(async (tx) => {
    const row = await tx.findOne(Conversation, { id, user: principal.userId });
    if (!row) throw notFound('conversation');
    if (change.title !== undefined) row.title = change.title;
    if (change.archived !== undefined) row.status = change.archived ? 'archived' : 'open';
    recordAudit(tx, { actorId: principal.userId, actorRole: principal.role, event: 'conversation.changed', decision: 'done', objectType: 'Conversations', objectId: id, conversationId: id, detail: { fields: Object.keys(change) } }, tools);
    await tx.flush();
  });
}
