import type { StoredMessage } from '../../src/contract/http-api.ts';
import { TURN_EVENT_TYPES, type TurnEventType } from './turn-event-types.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import type { Connection } from './turn-client.ts';
import { EMPTY_TURN, applyTurnEvent, applyTurnEvents, isOpen, settleApproval, type ApprovalOutcome, type TurnView } from './turn-state.ts';

/** One question with its answer. `key` is the client's message id, known before the server has answered. */
export interface Exchange {
  readonly key: string;
  readonly question: string;
  /** The answer that this question follows; null at the top. */
  readonly parentMessageId: string | null;
  readonly askedAt: string;
  readonly turn: TurnView;
}

export interface ChatState {
  readonly conversationId: string | null;
  readonly exchanges: readonly Exchange[];
  /** Events that arrived before the acknowledgement that says whose they are. */
  readonly unclaimed: readonly TurnEvent[];
  readonly connection: Connection;
  readonly loading: boolean;
  readonly loadProblem: string | null;
}

export const EMPTY_CHAT: ChatState = { conversationId: null, exchanges: [], unclaimed: [], connection: 'connecting', loading: false, loadProblem: null };

export type ChatAction =
  | { readonly type: 'asked'; readonly key: string; readonly question: string; readonly parentMessageId: string | null; readonly askedAt: string; readonly replaceFrom?: string }
  | { readonly type: 'started'; readonly key: string; readonly turnId: string; readonly conversationId: string }
  | { readonly type: 'refused'; readonly key: string; readonly code: string; readonly message: string }
  | { readonly type: 'event'; readonly event: TurnEvent }
  | { readonly type: 'followed'; readonly turnId: string; readonly key: string; readonly question: string; readonly askedAt: string }
  | { readonly type: 'decided'; readonly invocationId: string; readonly outcome: ApprovalOutcome; readonly summary: string }
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'loading'; readonly conversationId: string | null }
  | { readonly type: 'loaded'; readonly conversationId: string; readonly messages: readonly StoredMessage[] }
  | { readonly type: 'load-failed'; readonly message: string };

const MOST_UNCLAIMED = 500;

export function chatReducer(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'asked': {
      const cut = action.replaceFrom === undefined ? -1 : state.exchanges.findIndex((exchange) => exchange.key === action.replaceFrom);
      const kept = cut === -1 ? state.exchanges : state.exchanges.slice(0, cut);
      const { key, question, parentMessageId, askedAt } = action;
      return { ...state, exchanges: [...kept, { key, question, parentMessageId, askedAt, turn: EMPTY_TURN }] };
    }
    case 'started':
      return claim(state, action.key, action.turnId, action.conversationId);
    case 'refused':
      return updateTurn(state, action.key, (turn) => ({ ...turn, status: 'failed', problem: { code: action.code, message: action.message, retryable: true } }));
    case 'event':
      return receive(state, action.event);
    case 'followed':
      if (state.exchanges.some((exchange) => exchange.turn.turnId === action.turnId)) return state;
      return claim({ ...state, exchanges: [...state.exchanges, { key: action.key, question: action.question, parentMessageId: lastAnswerId(state), askedAt: action.askedAt, turn: EMPTY_TURN }] }, action.key, action.turnId, state.conversationId);
    case 'decided':
      return { ...state, exchanges: state.exchanges.map((exchange) => ({ ...exchange, turn: settleApproval(exchange.turn, action.invocationId, action.outcome, action.summary) })) };
    case 'connection':
      return { ...state, connection: action.connection };
    case 'loading':
      return { ...EMPTY_CHAT, connection: state.connection, conversationId: action.conversationId, loading: action.conversationId !== null };
    case 'loaded':
      return state.conversationId === action.conversationId ? { ...state, loading: false, exchanges: exchangesOf(action.conversationId, action.messages) } : state;
    case 'load-failed':
      return { ...state, loading: false, loadProblem: action.message };
  }
}

/** The answer that the next question follows; null in an empty conversation. */
export function lastAnswerId(state: ChatState): string | null {
  return state.exchanges.findLast((exchange) => exchange.turn.answerId !== null)?.turn.answerId ?? null;
}

export function openExchange(state: ChatState): Exchange | undefined {
  return state.exchanges.findLast((exchange) => isOpen(exchange.turn));
}

function receive(state: ChatState, event: TurnEvent): ChatState {
  const owner = state.exchanges.find((exchange) => exchange.turn.turnId === event.turnId);
  // Another tab's turn, or our own before its acknowledgement: kept for a while, shown only when claimed.
  if (!owner) return { ...state, unclaimed: [...state.unclaimed, event].slice(-MOST_UNCLAIMED) };
  return updateTurn(state, owner.key, (turn) => applyTurnEvent(turn, event));
}

function claim(state: ChatState, key: string, turnId: string, conversationId: string | null): ChatState {
  const own = state.unclaimed.filter((event) => event.turnId === turnId);
  const claimed = updateTurn(state, key, (turn) => applyTurnEvents({ ...turn, turnId, status: 'running' }, own));
  return { ...claimed, conversationId: conversationId ?? state.conversationId, unclaimed: state.unclaimed.filter((event) => event.turnId !== turnId) };
}

function updateTurn(state: ChatState, key: string, change: (turn: TurnView) => TurnView): ChatState {
  return { ...state, exchanges: state.exchanges.map((exchange) => (exchange.key === key ? { ...exchange, turn: change(exchange.turn) } : exchange)) };
}

/** Stored messages to exchanges: the events replay the turn; without them the stored text is all there is. */
export function exchangesOf(conversationId: string, messages: readonly StoredMessage[]): readonly Exchange[] {
  return messages
    .filter((message) => message.role === 'user')
    .map((asked) => {
      const answer = messages.find((message) => message.role === 'assistant' && message.turnId === asked.turnId);
      const events = [...asked.events, ...(answer?.events ?? [])].filter(isTurnEvent).sort((a, b) => a.seq - b.seq);
      const replayed = applyTurnEvents({ ...EMPTY_TURN, turnId: asked.turnId, conversationId, questionId: asked.id }, events);
      return { key: asked.id, question: asked.content, parentMessageId: asked.parentMessageId, askedAt: asked.createdAt, turn: withStored(replayed, answer) };
    });
}

function withStored(turn: TurnView, answer: StoredMessage | undefined): TurnView {
  if (!answer) return turn.lastSeq >= 0 ? turn : { ...turn, status: 'running' };
  if (!isOpen(turn)) return turn;
  if (RUNNING.has(answer.status)) return { ...turn, status: 'running' };
  const status = answer.status === 'stopped' || answer.status === 'withheld' || answer.status === 'failed' ? answer.status : 'completed';
  return { ...turn, status, answerId: answer.id, text: turn.text === '' ? answer.content : turn.text };
}

const RUNNING: ReadonlySet<string> = new Set(['running', 'streaming', 'pending', 'awaiting-approval']);

function isTurnEvent(value: unknown): value is TurnEvent {
  const event = value as Partial<TurnEvent> | null;
  return typeof event?.turnId === 'string' && typeof event.seq === 'number' && TURN_EVENT_TYPES.has(event.type as TurnEventType);
}
