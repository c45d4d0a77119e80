import type { StoredMessage } from '../../src/contract/http-api.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import type { Exchange } from './chat-state.ts';
import { TURN_EVENT_TYPES, type TurnEventType } from './turn-event-types.ts';
import { EMPTY_TURN, applyTurnEvents, isOpen, type TurnView } from './turn-state.ts';

/** Stored messages to exchanges: the events replay the turn; without them the stored text is all there is. */
export function exchangesOf(conversationId: string, messages: readonly StoredMessage[]): readonly Exchange[] {
  return messages
    .filter((message) => message.role === 'user')
    .map((asked) => {
      const answer = answerTo(asked, messages);
      const events = [...asked.events, ...(answer?.events ?? [])].filter(isTurnEvent).sort((a, b) => a.seq - b.seq);
      const replayed = applyTurnEvents({ ...EMPTY_TURN, turnId: asked.turnId, conversationId, questionId: asked.id }, events);
      return { key: asked.id, question: asked.content, parentMessageId: asked.parentMessageId, askedAt: asked.createdAt, turn: withStored(replayed, answer), ...versionsOf(asked, answer) };
    });
}

/** What only the record knows of exchanges that were followed live: their place among others, their versions, and the ids of answers that failed. */
export function linkExchanges(exchanges: readonly Exchange[], messages: readonly StoredMessage[]): readonly Exchange[] {
  return exchanges.map((exchange) => {
    const asked = messages.find((message) => message.role === 'user' && message.id === exchange.turn.questionId);
    if (!asked) return exchange;
    const answer = answerTo(asked, messages);
    const { turn } = exchange;
    return { ...exchange, parentMessageId: asked.parentMessageId, ...versionsOf(asked, answer), turn: turn.answerId === null && !isOpen(turn) ? { ...turn, answerId: answer?.id ?? null } : turn };
  });
}

const answerTo = (asked: StoredMessage, messages: readonly StoredMessage[]): StoredMessage | undefined => messages.find((message) => message.role === 'assistant' && message.turnId === asked.turnId);

function versionsOf(asked: StoredMessage, answer: StoredMessage | undefined): Pick<Exchange, 'questionVersions' | 'answerVersions'> {
  return { ...(asked.versions ? { questionVersions: { ids: asked.versions, shown: asked.id } } : {}), ...(answer?.versions ? { answerVersions: { ids: answer.versions, shown: answer.id } } : {}) };
}

function withStored(turn: TurnView, answer: StoredMessage | undefined): TurnView {
  if (!answer) return turn.lastSeq >= 0 ? turn : { ...turn, status: 'running' };
  // A failure's event does not carry the id of what was stored.
  if (!isOpen(turn)) return { ...turn, answerId: turn.answerId ?? answer.id };
  if (RUNNING.has(answer.status)) return { ...turn, status: 'running' };
  const status = answer.status === 'stopped' || answer.status === 'withheld' || answer.status === 'failed' ? answer.status : 'completed';
  return { ...turn, status, answerId: answer.id, text: turn.text === '' ? answer.content : turn.text };
}

const RUNNING: ReadonlySet<string> = new Set(['running', 'streaming', 'pending', 'awaiting-approval']);

function isTurnEvent(value: unknown): value is TurnEvent {
  const event = value as Partial<TurnEvent> | null;
  return typeof event?.turnId === 'string' && typeof event.seq === 'number' && TURN_EVENT_TYPES.has(event.type as TurnEventType);
}
