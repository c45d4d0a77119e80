import type { EntityManager } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { auditRow, type AuditTools } from '../../audit/record.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { notFound } from '../../shared/errors.ts';
import { Statements } from '../statements.ts';
import { messageVersions } from './message-versions.ts';

/** A person's own conversations, newest first; only those with the given ids when a search has found them. */
export async function listConversations(db: ScopedDb, filter: { readonly ids?: readonly string[]; readonly archived: boolean; readonly limit: number }) {
  const where = { user: db.principal.userId, status: filter.archived ? ('archived' as const) : ('open' as const), ...(filter.ids ? { id: { $in: [...filter.ids] } } : {}) };
  const rows = await db.find(Conversation, where, { orderBy: { lastMessageAt: 'desc' }, limit: filter.limit });
  return rows.map((row) => ({ id: row.id, title: row.title, lastMessageAt: (row.lastMessageAt ?? row.createdAt).toISOString(), archived: row.status === 'archived' }));
}

/**
 * Ids of a person's own conversations, newest first, in which the words stand: in the title or in any message, capitals or not. The
 * engines compare letters differently, so both sides are made small.
 */
export async function searchConversations(statements: Statements, principal: Principal, words: string, limit: number): Promise<readonly string[]> {
  const pattern = (text: string) => `%${text.replace(/[!%_]/g, (character) => `!${character}`)}%`;
  const [typed, small] = [pattern(words.trim()), pattern(words.trim().toLowerCase())];
  // As typed too: the embedded engine knows small letters of the English alphabet only.
  const has = (column: string) => sql`(lower(${sql.raw(column)}) like ${small} escape '!' or ${sql.raw(column)} like ${typed} escape '!')`;
  const rows = await statements.rows(sql<{ id: string }>`select c.id from Conversations c where c.user_id = ${principal.userId}
    and (${has('c.title')} or exists (select 1 from ChatMessages m where m.conversation_id = c.id and ${has('m.content')})) order by c.last_message_at desc limit ${sql.lit(limit)}`);
  return rows.map(({ id }) => id);
}

/**
 * The branch that is shown: from the active message back to the first, oldest first. A question that was edited and an answer that was
 * made again name their versions.
 */
export async function listMessages(db: ScopedDb, conversationId: string) {
  const conversation = await db.findOneOrNotFound(Conversation, { id: conversationId }, 'conversation');
  const rows = (await db.find(ChatMessage, { conversation: conversationId }, { orderBy: { sequence: 'asc' } })).map((row) => ({
    id: row.id, turnId: row.turnId, role: row.role === 'user' ? ('user' as const) : ('assistant' as const), content: row.content, status: row.status,
    parentMessageId: row.parentMessageId ?? null, createdAt: row.createdAt.toISOString(), events: [...(row.events ?? [])],
  }));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const branch: typeof rows = [];
  for (let next = byId.get(conversation.activeMessageId ?? ''); next; next = byId.get(next.parentMessageId ?? '')) branch.unshift(next);
  const versions = messageVersions(rows, branch);
  return {
    title: conversation.title,
    messages: branch.map((message) => {
      const own = versions.get(message.id);
      return { ...message, ...(own ? { versions: [...own] } : {}) };
    }),
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

/** What the calls of one turn were given, by id of the call. */
export async function loadArguments(db: ScopedDb, turnId: string): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const rows = await db.find(ToolInvocation, { turnId }, { fields: ['id', 'arguments'] });
  return new Map(rows.map((row) => [row.id, row.arguments ?? {}]));
}

export interface ConversationChange {
  readonly title?: string | undefined;
  readonly archived?: boolean | undefined;
  /** A message of the conversation: the newest branch through it is shown from now on, and gone on with. */
  readonly shownMessageId?: string | undefined;
}

/** Renames, archives or turns to another branch of one's own conversation. @throws AppError not-found for anybody else's. */
export async function changeConversation(em: EntityManager, principal: Principal, id: string, change: ConversationChange, tools: AuditTools): Promise<void> {
  const { title, archived, shownMessageId } = change;
  await new Statements(em).transaction(async (tx) => {
    const changed = await tx.update(Conversation, { id, user: principal.userId }, { ...(title === undefined ? {} : { title }), ...(archived === undefined ? {} : { status: archived ? 'archived' : 'open' }) });
    if (changed === 0) throw notFound('conversation');
    if (shownMessageId !== undefined) await tx.update(Conversation, { id }, { activeMessageId: await newestBelow(tx, id, shownMessageId) });
    await tx.insert(AuditLog, [auditRow({ actorId: principal.userId, actorRole: principal.role, event: 'conversation.changed', decision: 'done', objectType: 'Conversations', objectId: id, conversationId: id, detail: { fields: Object.keys(change) } }, tools)]);
  });
}

/** The newest message of the conversation that follows from the given one. */
async function newestBelow(tx: Statements, conversationId: string, messageId: string): Promise<string> {
  const [newest] = await tx.rows(sql<{ id: string }>`with recursive below (id, sequence) as (
      select id, sequence from ChatMessages where id = ${messageId} and conversation_id = ${conversationId}
      union all select m.id, m.sequence from below b join ChatMessages m on m.parent_message_id = b.id and m.conversation_id = ${conversationId}
    ) select id from below order by sequence desc limit 1`);
  if (!newest) throw notFound('message');
  return newest.id;
}
