import { useEffect, useRef } from 'react';
import type { Chat } from '../shared/use-chat.ts';

/** Whoever walks from page to page of the firm's site finds the conversation again, for as long as the tab is open. Only its id is kept. */
export function useKeptConversation({ state, open }: Chat, userId: string): void {
  const key = `steward-conversation-${userId}`;
  const { conversationId } = state;
  const wasOpen = useRef(false);
  useEffect(() => {
    const kept = read(key);
    if (kept) open(kept);
  }, [key, open]);
  useEffect(() => {
    // Nothing is open yet when the page begins; nothing is open any more when a new conversation is.
    if (conversationId !== null || wasOpen.current) keep(key, conversationId);
    wasOpen.current = conversationId !== null;
  }, [conversationId, key]);
}

// Storage can be forbidden (private windows, embedded frames): the conversation then lasts as long as the page.
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, conversationId: string | null): void {
  try {
    if (conversationId === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, conversationId);
  } catch {
    return;
  }
}
