import type { ScopedDb } from '../../access/scoped-db.ts';
import { ClientFeedback } from '../../entities/behavior/client-feedback.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/clock.ts';
import type { NewId } from '../../shared/ids.ts';

/** Feedback on an answer that the person got. @throws AppError not-found for an answer out of reach, not-permitted for auditors. */
export async function saveFeedback(db: ScopedDb, messageId: string, feedback: { readonly thumbs: 'up' | 'down'; readonly reason?: string | undefined }, tools: { readonly clock: Clock; readonly newId: NewId }): Promise<void> {
  const message = await db.findOneOrNotFound(ChatMessage, { id: messageId }, 'message');
  if (message.role !== 'assistant') throw new AppError('invalid-input', 'Feedback is for answers.', { hint: 'Choose a message of the assistant.' });
  await db.transaction((writer) => writer.create(ClientFeedback, {
    id: tools.newId(), user: db.principal.userId, client: db.principal.clientId ?? null, conversation: message.conversation.id, message: message.id,
    thumb: feedback.thumbs, rating: null, reason: null, comment: feedback.reason ?? null, createdAt: tools.clock.now(),
  }));
}
