import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { auditRow, type AuditTools } from '../../audit/record.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { notFound } from '../../shared/errors.ts';
import { isConflict, isDuplicate } from '../retry-conflicts.ts';
import type { Statements } from '../statements.ts';
import type { ReceivedTurn, TurnStart } from './conversation-records.ts';

const ATTEMPTS = 5;
/** Until the first answer says what kind of question it was; titles never quote the question. */
export const NEW_TITLE = 'New conversation';

/** Where the conversation stands: what the next message follows, and whether this one has come before. */
interface Place {
  readonly next_sequence: number;
  readonly active_message_id: string | null;
  readonly known_id: string | null;
  readonly known_turn: string | null;
}

/**
 * Stores the question and an empty answer. The same client message id again returns the turn that it began, also when both arrive at
 * once or no answer to the first ever reached the sender. Questions that meet in one conversation follow one another.
 * @throws AppError not-found for somebody else's conversation or message.
 */
export async function receiveTurn(statements: Statements, principal: Principal, start: TurnStart, tools: AuditTools): Promise<ReceivedTurn> {
  const conversationId = start.conversationId ?? conversationOpenedBy(principal, start.clientMessageId);
  let opens = start.conversationId === undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await statements.transaction(async (tx) => addTurn(tx, { principal, start, tools, conversationId, place: opens ? undefined : await lockPlace(tx, principal, conversationId, start) }));
    } catch (error) {
      if (attempt >= ATTEMPTS || (!isDuplicate(error) && !isConflict(error))) throw error;
      if (isDuplicate(error)) opens = false; // another copy was first: it is found now
    }
  }
}

/** A conversation is named after the message that opened it, so that a resend opens no second one. */
function conversationOpenedBy(principal: Principal, clientMessageId: string): string {
  const hex = hash('sha256', `${principal.userId}\n${clientMessageId}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`; // RFC 9562, version 8
}

/** The change comes first: it makes whoever else asks in this conversation wait until this question has its place. */
async function lockPlace(tx: Statements, principal: Principal, conversationId: string, { clientMessageId }: TurnStart): Promise<Place> {
  if ((await tx.update(Conversation, { id: conversationId, user: principal.userId }, {})) === 0) throw notFound('conversation');
  const [place] = await tx.rows(sql<Place>`select c.next_sequence, c.active_message_id, m.id as known_id, m.turn_id as known_turn from Conversations c
    left join ChatMessages m on m.conversation_id = c.id and m.client_message_id = ${clientMessageId} where c.id = ${conversationId}`);
  if (!place) throw notFound('conversation');
  return place;
}

interface Adding {
  readonly principal: Principal;
  readonly start: TurnStart;
  readonly tools: AuditTools;
  readonly conversationId: string;
  /** Undefined for a conversation that the question opens. */
  readonly place: Place | undefined;
}

async function addTurn(tx: Statements, { principal, start, tools, conversationId, place }: Adding): Promise<ReceivedTurn> {
  if (place?.known_id) return { conversationId, turnId: place.known_turn ?? '', questionId: place.known_id, answerId: '', parentMessageId: null, repeated: true };
  const parentMessageId = start.parentMessageId === undefined ? (place?.active_message_id ?? null) : start.parentMessageId;
  if (parentMessageId !== null && (await tx.rows(sql`select 1 from ChatMessages where id = ${parentMessageId} and conversation_id = ${conversationId}`)).length === 0) throw notFound('message');
  const received: ReceivedTurn = { conversationId, turnId: start.turnId, questionId: tools.newId(), answerId: tools.newId(), parentMessageId, repeated: false };
  const { questionId, answerId } = received;
  const now = tools.clock.now();
  const sequence = place?.next_sequence ?? 1;
  const tip = { nextSequence: sequence + 2, lastMessageAt: now, activeMessageId: answerId };
  if (place) await tx.update(Conversation, { id: conversationId }, tip);
  else {
    await tx.insert(Conversation, [{
      id: conversationId, user: principal.userId, client: principal.clientId ?? null, title: NEW_TITLE, channel: start.channel,
      personaRole: principal.role === 'client' || principal.role === 'advisor' ? principal.role : 'auditor', status: 'open', pinned: false, createdAt: now, ...tip,
    }]);
  }
  const common = { conversation: conversationId, turnId: start.turnId, createdAt: now };
  await tx.insert(ChatMessage, [
    { ...common, id: questionId, parentMessageId, clientMessageId: start.clientMessageId, sequence, role: 'user', content: start.text, status: 'completed', serverId: null, leaseUntil: null, events: null, completedAt: now },
    { ...common, id: answerId, parentMessageId: questionId, clientMessageId: null, sequence: sequence + 1, role: 'assistant', content: '', status: 'streaming', serverId: start.serverId, leaseUntil: start.leaseUntil, events: [start.firstEvent(received)], completedAt: null },
  ]);
  await tx.insert(AuditLog, [auditRow({ actorId: principal.userId, actorRole: principal.role, event: 'turn.received', decision: 'allowed', objectType: 'ChatMessages', objectId: questionId, conversationId, turnId: start.turnId }, tools)]);
  return received;
}
