import { useLayoutEffect, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { SendIcon, StopIcon } from './icons.tsx';

const MOST_CHARACTERS = 8_000;

interface ComposerProps {
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly placeholder: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Enter sends, Shift+Enter breaks the line, Esc stops. What is typed while an answer runs stays. */
export function Composer({ busy, disabled, placeholder, input, onSend, onStop }: ComposerProps): ReactNode {
  const [text, setText] = useState('');
  useLayoutEffect(() => {
    const area = input.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }, [text, input]);
  const send = (): void => {
    const trimmed = text.trim();
    if (trimmed === '' || busy || disabled) return;
    setText('');
    onSend(trimmed);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends the composition of a character (Japanese, Chinese): that is no sending.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape' && busy) onStop();
  };
  return (
    <form className="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea ref={input} rows={1} aria-label="Your question" placeholder={placeholder} maxLength={MOST_CHARACTERS} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} enterKeyHint="send" />
      {busy ? (
        <button type="button" className="send stop" aria-label="Stop the answer" title="Stop (Esc)" onClick={onStop}><StopIcon /></button>
      ) : (
        <button type="submit" className="send" aria-label="Send" title="Send (Enter)" disabled={disabled || text.trim() === ''}><SendIcon /></button>
      )}
    </form>
  );
}
