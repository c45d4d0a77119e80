import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Chat } from '../use-chat.ts';

interface Held {
  readonly exchange: number;
  readonly what: string;
  readonly step: string;
  /** Where the control stood in the window. */
  readonly topPx: number;
}

interface VersionSwitching {
  readonly onShow: (messageId: string, button: HTMLElement) => void;
  readonly switching: boolean;
  readonly problem: string;
}

/** Turns to another version and keeps the reader where they were: the control stays under the pointer and keeps the focus. */
export function useVersionSwitch(chat: Chat, scroller: RefObject<HTMLElement | null>, letGo: () => void): VersionSwitching {
  const { showVersion, state } = chat;
  const [switching, setSwitching] = useState(false);
  const [problem, setProblem] = useState('');
  const held = useRef<Held | null>(null);

  const onShow = useCallback((messageId: string, button: HTMLElement) => {
    const articles = [...(scroller.current?.querySelectorAll('.exchange') ?? [])];
    held.current = {
      exchange: articles.findIndex((article) => article.contains(button)), topPx: button.getBoundingClientRect().top,
      what: button.closest<HTMLElement>('.versions')?.dataset['what'] ?? '', step: button.dataset['step'] ?? '',
    };
    letGo();
    setSwitching(true);
    setProblem('');
    showVersion(messageId)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : ''))
      .finally(() => setSwitching(false));
  }, [showVersion, scroller, letGo]);

  useLayoutEffect(() => {
    const { current: place } = held;
    if (!place || switching) return;
    held.current = null;
    const control = scroller.current?.querySelectorAll('.exchange')[place.exchange]?.querySelector(`.versions[data-what='${place.what}']`);
    // At the first or last version the pressed button is of no use any more; the focus goes to the other one.
    const button = control?.querySelector<HTMLElement>(`[data-step='${place.step}']:not(:disabled)`) ?? control?.querySelector<HTMLElement>('button:not(:disabled)');
    if (!button || !scroller.current) return;
    button.focus({ preventScroll: true });
    scroller.current.scrollTop += button.getBoundingClientRect().top - place.topPx;
  }, [switching, state.exchanges, scroller]);

  return { onShow, switching, problem };
}
