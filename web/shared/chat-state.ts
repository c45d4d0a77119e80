import type { StoredMessage } from '../../src/contract/http-api.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { exchangesOf, linkExchanges } from './stored-exchanges.ts';
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
  /** The wordings of an edited question, and the answers to this one, where there are several. */
  readonly questionVersions?: Versions;
  readonly answerVersions?: Versions;
}

/** Ids of the messages to turn to, oldest first, and the one that is shown. */
export interface Versions {
  readonly ids: readonly string[];
  readonly shown: string;
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
  | { readonly type: 'linked'; readonly conversationId: string; readonly messages: readonly StoredMessage[] }
  | { readonly type: 'load-failed'; readonly conversationId: string; readonly message: string };

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
      return state.conversationId === action.conversationId ? { ...state, loading: false, loadProblem: null, exchanges: withKeys(exchangesOf(action.conversationId, action.messages), state.exchanges) } : state;
    case 'linked':
      return state.conversationId === action.conversationId ? { ...state, exchanges: linkExchanges(state.exchanges, action.messages) } : state;
    case 'load-failed':
      return state.conversationId === action.conversationId ? { ...state, loading: false, loadProblem: action.message } : state;
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

/** What stands on the page already keeps its key, so that it stays the same element. */
function withKeys(loaded: readonly Exchange[], shown: readonly Exchange[]): readonly Exchange[] {
  const keys = new Map(shown.map(({ key, turn }) => [turn.questionId, key]));
  return loaded.map((exchange) => ({ ...exchange, key: keys.get(exchange.turn.questionId) ?? exchange.key }));
}

function updateTurn(state: ChatState, key: string, change: (turn: TurnView) => TurnView): ChatState {
  return { ...state, exchanges: state.exchanges.map((exchange) => (exchange.key === key ? { ...exchange, turn: change(exchange.turn) } : exchange)) };
}
