import { useCallback, useEffect, useRef, type RefObject } from 'react';

const NEAR_END_PX = 120;
const ABOVE_PX = 12;

interface Followed {
  readonly count: number;
  readonly running: boolean;
  /** Changes with everything that makes the conversation longer. */
  readonly progress: string;
}

/**
 * Follows an answer as it grows until its question stands at the top: the answer comes first, so whoever reads it need not scroll back.
 * Not when the reader has scrolled away, or `letGo` was called for a jump elsewhere.
 */
export function useFollowedEnd({ count, running, progress }: Followed): { readonly scroller: RefObject<HTMLDivElement | null>; readonly letGo: () => void } {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const before = useRef(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let top = element.scrollTop;
    const onScroll = (): void => {
      const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      // Only a move upwards is the reader's: an answer that grew while we scrolled also leaves us short of the end.
      if (isNearEnd) follows.current = true;
      else if (element.scrollTop < top) follows.current = false;
      top = element.scrollTop;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);
  useEffect(() => {
    // A conversation that was opened, or a question that was just asked; not another version of what stands there.
    if (running || before.current === 0) follows.current = true;
    before.current = count;
  }, [count]);
  useEffect(() => {
    const element = scroller.current;
    if (!element || !follows.current) return;
    const exchanges = [...element.querySelectorAll('.exchange')];
    const last = exchanges.at(-1);
    // Above the first one stands who answers, which stays in view.
    const lastTop = exchanges.length === 1 ? 0 : last ? element.scrollTop + last.getBoundingClientRect().top - element.getBoundingClientRect().top - ABOVE_PX : element.scrollHeight;
    element.scrollTo({ top: Math.min(lastTop, element.scrollHeight) });
  }, [progress]);
  const letGo = useCallback(() => { follows.current = false; }, []);
  return { scroller, letGo };
}
