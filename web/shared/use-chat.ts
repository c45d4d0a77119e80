import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { ApprovalCard } from '../../src/contract/turn-event.ts';
import { sentenceOf, type ApiClient } from './api-client.ts';
import { EMPTY_CHAT, chatReducer, exchangesOf, lastAnswerId, openExchange, type ChatAction, type ChatState, type Exchange } from './chat-state.ts';
import { TurnClient, type Question } from './turn-client.ts';
import { hasGap, isOpen } from './turn-state.ts';

export interface Chat {
  readonly state: ChatState;
  readonly ask: (text: string) => void;
  /** Asks again from that point on; a branch, so the first answer stays on record. */
  readonly askAgain: (exchange: Exchange, text?: string) => void;
  readonly stop: () => void;
  readonly decide: (approval: ApprovalCard, decision: 'approve' | 'decline') => Promise<void>;
  readonly open: (conversationId: string | null) => void;
  readonly reconnect: () => void;
}

const newKey = (): string => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const now = (): string => new Date().toISOString();

/** A conversation over one socket: asks, follows, resumes after a lost connection, and loads stored ones. */
export function useChat(api: ApiClient, onTurnDone?: () => void): Chat {
  const [state, dispatch] = useReducer(chatReducer, EMPTY_CHAT);
  const client = useRef<TurnClient | null>(null);
  const latest = useRef(state);
  latest.current = state;

  useEffect(() => {
    const made = new TurnClient({
      origin: api.options.origin,
      ...(api.options.token ? { token: api.options.token } : {}),
      onEvent: (event) => {
        dispatch({ type: 'event', event });
        if (event.type === 'completed' || event.type === 'failed') onTurnDone?.();
      },
      onConnection: (connection) => {
        dispatch({ type: 'connection', connection });
        if (connection === 'online') resumeOpen(latest.current.exchanges, made, dispatch);
        if (connection === 'signed-out') api.options.onUnauthenticated?.();
      },
    });
    client.current = made;
    return () => made.close();
  }, [api, onTurnDone]);

  const gap = state.exchanges.find((exchange) => hasGap(exchange.turn));
  const gapAt = gap ? `${gap.turn.turnId}:${gap.turn.lastSeq}` : '';
  useEffect(() => {
    // A short wait: events that merely overtook each other fill the gap by themselves.
    const timer = gapAt === '' ? undefined : setTimeout(() => client.current && resumeOpen(latest.current.exchanges, client.current, dispatch), 300);
    return () => clearTimeout(timer);
  }, [gapAt]);

  const send = useCallback((question: Question) => {
    const key = question.clientMessageId;
    client.current?.start(question).then(
      (ack) => dispatch('turnId' in ack ? { type: 'started', key, ...ack } : { type: 'refused', key, code: ack.code, message: [ack.detail ?? ack.title, ack.hint].filter(Boolean).join(' ') }),
      (error: unknown) => dispatch({ type: 'refused', key, code: 'unavailable', message: sentenceOf(error) }),
    );
  }, []);

  const ask = useCallback((text: string) => {
    const key = newKey();
    const { conversationId } = latest.current;
    dispatch({ type: 'asked', key, question: text, parentMessageId: lastAnswerId(latest.current), askedAt: now() });
    send({ clientMessageId: key, text, ...(conversationId ? { conversationId } : {}) });
  }, [send]);

  const askAgain = useCallback((exchange: Exchange, text: string = exchange.question) => {
    const { conversationId } = latest.current;
    // Never reached the server: the same message again, which the server may have seen after all.
    const key = exchange.turn.turnId === null && text === exchange.question ? exchange.key : newKey();
    dispatch({ type: 'asked', key, question: text, parentMessageId: exchange.parentMessageId, askedAt: now(), replaceFrom: exchange.key });
    send({ clientMessageId: key, text, ...(conversationId ? { conversationId, parentMessageId: exchange.parentMessageId } : {}) });
  }, [send]);

  const stop = useCallback(() => {
    const turnId = openExchange(latest.current)?.turn.turnId;
    // A lost stop shows by itself: the answer keeps coming and the button stays.
    if (turnId) client.current?.stop(turnId).catch(() => undefined);
  }, []);

  const decide = useCallback(async (approval: ApprovalCard, decision: 'approve' | 'decline') => {
    const ack = await client.current?.decide(approval.invocationId, approval.argumentsHash, decision);
    if (!ack) return;
    if (!('outcome' in ack)) throw new Error([ack.detail ?? ack.title, ack.hint].filter(Boolean).join(' '));
    dispatch({ type: 'decided', invocationId: ack.invocationId, outcome: ack.outcome, summary: ack.summary });
    if (ack.turnId) dispatch({ type: 'followed', turnId: ack.turnId, key: newKey(), question: '', askedAt: now() });
  }, []);

  const open = useCallback((conversationId: string | null) => {
    dispatch({ type: 'loading', conversationId });
    if (conversationId === null) return;
    api.messages(conversationId).then(
      (messages) => {
        dispatch({ type: 'loaded', conversationId, messages });
        // Still running somewhere: follow it from where the record ends.
        if (client.current) resumeOpen(exchangesOf(conversationId, messages), client.current, dispatch);
      },
      (error: unknown) => dispatch({ type: 'load-failed', message: sentenceOf(error) }),
    );
  }, [api]);

  const reconnect = useCallback(() => client.current?.reconnect(), []);
  return { state, ask, askAgain, stop, decide, open, reconnect };
}

/** Follows what is unfinished. A turn that the server no longer knows is over: it says so and can be asked again. */
function resumeOpen(exchanges: readonly Exchange[], client: TurnClient, dispatch: (action: ChatAction) => void): void {
  for (const { key, turn } of exchanges) {
    if (turn.turnId === null || !(isOpen(turn) || hasGap(turn))) continue;
    client.resume(turn.turnId, turn.lastSeq).then(
      (ack) => ack && 'code' in ack && dispatch({ type: 'refused', key, code: ack.code, message: [ack.detail ?? ack.title, ack.hint].filter(Boolean).join(' ') }),
      // The connection went again: the next 'online' comes back here.
      () => undefined,
    );
  }
}
