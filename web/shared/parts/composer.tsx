import { useLayoutEffect, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { SendIcon, StopIcon } from './icons.tsx';

/** What the server takes in one message. */
export const MOST_CHARACTERS = 8_000;

/** Nothing is cut off silently: a text that was pasted whole is kept, and says by how much it is too long. */
export function TooLong({ text }: { readonly text: string }): ReactNode {
  const over = text.trim().length - MOST_CHARACTERS;
  return <div className="too-long" role="status">{over > 0 && `Too long by ${over.toLocaleString('en-US')} characters; at most ${MOST_CHARACTERS.toLocaleString('en-US')} fit into one message.`}</div>;
}

interface ComposerProps {
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly placeholder: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
  /** What is being written, for whoever keeps it beyond the life of this field. */
  readonly draft?: Draft | undefined;
}

/** A text in the making: it outlives the end of a session. */
export interface Draft {
  text: string;
}

/** Enter sends, Shift+Enter breaks the line, Esc stops. What is typed while an answer runs stays. */
export function Composer({ busy, disabled, placeholder, input, onSend, onStop, draft }: ComposerProps): ReactNode {
  const [text, setKeptText] = useState(draft?.text ?? '');
  const setText = (changed: string): void => {
    if (draft) draft.text = changed;
    setKeptText(changed);
  };
  useLayoutEffect(() => {
    const area = input.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }, [text, input]);
  const send = (): void => {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.length > MOST_CHARACTERS || busy || disabled) return;
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
    <>
      <TooLong text={text} />
      <form className="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <textarea ref={input} rows={1} aria-label="Your question" placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} enterKeyHint="send" />
        {busy ? (
          <button type="button" className="send stop" aria-label="Stop the answer" title="Stop (Esc)" onClick={onStop}><StopIcon /></button>
        ) : (
          <button type="submit" className="send" aria-label="Send" title="Send (Enter)" disabled={disabled || text.trim() === '' || text.trim().length > MOST_CHARACTERS}><SendIcon /></button>
        )}
      </form>
    </>
  );
}
