import { useCallback, type Dispatch, type RefObject } from 'react';
import { sentenceOf, type ApiClient } from './api-client.ts';
import { openExchange, type ChatAction, type ChatState } from './chat-state.ts';
import { resumeOpen } from './resume-open.ts';
import { exchangesOf } from './stored-exchanges.ts';
import type { TurnClient } from './turn-client.ts';

interface Parts {
  readonly api: ApiClient;
  readonly client: RefObject<TurnClient | null>;
  readonly latest: RefObject<ChatState>;
  readonly dispatch: Dispatch<ChatAction>;
}

export interface ConversationRecord {
  readonly open: (conversationId: string | null) => void;
  /** Turns to another version of a question or an answer, and what followed it. Rejects with a sentence. */
  readonly showVersion: (messageId: string) => Promise<void>;
  /** Learns from the record what the events of a turn do not tell: versions, and where a turn stands among others. */
  readonly link: () => void;
  /** Shows what was added elsewhere since the page was loaded. */
  readonly catchUp: () => void;
}

/** The stored conversation: opened, turned to another branch, asked for what is new in it. */
export function useRecord({ api, client, latest, dispatch }: Parts): ConversationRecord {
  const load = useCallback(async (conversationId: string) => {
    const messages = await api.messages(conversationId);
    dispatch({ type: 'loaded', conversationId, messages });
    // Still running somewhere: follow it from where the record ends.
    if (client.current) resumeOpen(exchangesOf(conversationId, messages), client.current, dispatch);
  }, [api, client, dispatch]);

  const open = useCallback((conversationId: string | null) => {
    dispatch({ type: 'loading', conversationId });
    if (conversationId !== null) load(conversationId).catch((error: unknown) => dispatch({ type: 'load-failed', conversationId, message: sentenceOf(error) }));
  }, [load, dispatch]);

  const showVersion = useCallback(async (messageId: string) => {
    const { conversationId } = latest.current;
    if (conversationId === null) return;
    try {
      await api.changeConversation(conversationId, { shownMessageId: messageId });
      await load(conversationId);
    } catch (error) {
      throw new Error(sentenceOf(error), { cause: error });
    }
  }, [api, latest, load]);

  const link = useCallback(() => {
    const { conversationId } = latest.current;
    if (conversationId === null) return;
    // Without it the page lacks only the way to other versions, which the next load brings.
    api.messages(conversationId).then((messages) => dispatch({ type: 'linked', conversationId, messages }), () => undefined);
  }, [api, latest, dispatch]);

  const catchUp = useCallback(() => {
    const { conversationId, exchanges } = latest.current;
    if (conversationId === null || openExchange(latest.current) !== undefined) return;
    const shown = exchanges.map(({ turn }) => turn.questionId).join();
    api.messages(conversationId).then((messages) => {
      const stored = exchangesOf(conversationId, messages);
      if (openExchange(latest.current) !== undefined || stored.map(({ turn }) => turn.questionId).join() === shown) return;
      dispatch({ type: 'loaded', conversationId, messages });
      if (client.current) resumeOpen(stored, client.current, dispatch);
      // What is on the page stays as it is; the next look tries again.
    }, () => undefined);
  }, [api, client, latest, dispatch]);

  return { open, showVersion, link, catchUp };
}
