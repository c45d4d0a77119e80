import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { TurnView } from '../turn-state.ts';

const SENTENCE_END = /[.!?:]\s|\n/g;

/** Reads an answer aloud sentence by sentence as it arrives: a region that is rewritten would be read from the top each time. */
export function LiveRegion({ turn }: { readonly turn: TurnView | undefined }): ReactNode {
  const [spoken, setSpoken] = useState<readonly string[]>([]);
  const place = useRef({ turnId: '', at: 0 });
  useEffect(() => {
    if (!turn?.turnId) return;
    if (place.current.turnId !== turn.turnId) {
      // A stored answer is not read out when its conversation is opened.
      place.current = { turnId: turn.turnId, at: turn.status === 'running' ? 0 : turn.text.length };
      setSpoken([]);
    }
    const rest = turn.text.slice(place.current.at);
    const end = turn.status === 'running' ? endOfLastSentence(rest) : rest.length;
    if (end === 0) return;
    place.current.at += end;
    setSpoken((before) => [...before, rest.slice(0, end).replace(/[*_`#|]/g, '')]);
  }, [turn]);
  return <div className="visually-hidden" role="log" aria-live="polite" aria-relevant="additions">{spoken.map((part, index) => <p key={index}>{part}</p>)}</div>;
}

function endOfLastSentence(text: string): number {
  let end = 0;
  for (const match of text.matchAll(SENTENCE_END)) end = match.index + match[0].length;
  return end;
}
