import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { ApprovalCard } from '../../src/contract/turn-event.ts';
import { sentenceOf, type ApiClient } from './api-client.ts';
import { EMPTY_CHAT, chatReducer, lastAnswerId, openExchange, type ChatState, type Exchange } from './chat-state.ts';
import { resumeOpen } from './resume-open.ts';
import { TurnClient, type Question } from './turn-client.ts';
import { hasGap } from './turn-state.ts';
import { useRecord } from './use-record.ts';

export interface Chat {
  readonly state: ChatState;
  readonly ask: (text: string) => void;
  /** Asks again from that point on; a branch, so the first answer stays on record. */
  readonly askAgain: (exchange: Exchange, text?: string) => void;
  readonly stop: () => void;
  readonly decide: (approval: ApprovalCard, decision: 'approve' | 'decline') => Promise<void>;
  readonly open: (conversationId: string | null) => void;
  /** Turns to another version of a question or an answer. Rejects with a sentence. */
  readonly showVersion: (messageId: string) => Promise<void>;
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
  const { open, showVersion, link, catchUp } = useRecord({ api, client, latest, dispatch });

  useEffect(() => {
    const made = new TurnClient({
      origin: api.options.origin,
      ...(api.options.token ? { token: api.options.token } : {}),
      onEvent: (event) => {
        dispatch({ type: 'event', event });
        if (event.type === 'completed' || event.type === 'failed') onTurnDone?.();
        if (event.type === 'failed') link();
      },
      onConnection: (connection) => {
        dispatch({ type: 'connection', connection });
        if (connection === 'online') resumeOpen(latest.current.exchanges, made, dispatch);
        // Another server, perhaps with another day; a refusal is told by the socket's own.
        if (connection === 'online' && latest.current.connection === 'offline') api.session().catch(() => undefined);
        if (connection === 'signed-out') api.options.onUnauthenticated?.();
      },
    });
    client.current = made;
    return () => made.close();
  }, [api, onTurnDone, link]);

  const gap = state.exchanges.find((exchange) => hasGap(exchange.turn));
  const gapAt = gap ? `${gap.turn.turnId}:${gap.turn.lastSeq}` : '';
  useEffect(() => {
    // A short wait: events that merely overtook each other fill the gap by themselves.
    const timer = gapAt === '' ? undefined : setTimeout(() => client.current && resumeOpen(latest.current.exchanges, client.current, dispatch), 300);
    return () => clearTimeout(timer);
  }, [gapAt]);

  useEffect(() => {
    // Another tab may have gone on with the same conversation.
    const onVisible = (): void => { if (document.visibilityState === 'visible') catchUp(); };
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [catchUp]);

  const send = useCallback((question: Question, branches = false) => {
    const key = question.clientMessageId;
    client.current?.start(question).then(
      (ack) => {
        dispatch('turnId' in ack ? { type: 'started', key, ...ack } : { type: 'refused', key, code: ack.code, message: [ack.detail ?? ack.title, ack.hint].filter(Boolean).join(' ') });
        if ('turnId' in ack && branches) link();
        if ('code' in ack && ack.code === 'unauthenticated') api.options.onUnauthenticated?.(question.text);
      },
      (error: unknown) => dispatch({ type: 'refused', key, code: 'unavailable', message: sentenceOf(error) }),
    );
  }, [api, link]);

  const ask = useCallback((text: string) => {
    const key = newKey();
    const { conversationId, exchanges } = latest.current;
    // What is on the page is what the question follows, whatever another tab has added meanwhile. Unknown after an answer that never ended.
    const parentMessageId = exchanges.at(-1)?.turn.answerId ?? undefined;
    dispatch({ type: 'asked', key, question: text, parentMessageId: lastAnswerId(latest.current), askedAt: now() });
    send({ clientMessageId: key, text, ...(conversationId ? { conversationId, ...(parentMessageId === undefined ? {} : { parentMessageId }) } : {}) });
  }, [send]);

  const askAgain = useCallback((exchange: Exchange, text: string = exchange.question) => {
    const { conversationId } = latest.current;
    // Never reached the server: the same message again, which the server may have seen after all.
    const key = exchange.turn.turnId === null && text === exchange.question ? exchange.key : newKey();
    dispatch({ type: 'asked', key, question: text, parentMessageId: exchange.parentMessageId, askedAt: now(), replaceFrom: exchange.key });
    send({ clientMessageId: key, text, ...(conversationId ? { conversationId, parentMessageId: exchange.parentMessageId } : {}) }, true);
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

  const reconnect = useCallback(() => client.current?.reconnect(), []);
  return { state, ask, askAgain, stop, decide, open, showVersion, reconnect };
}
