import { useRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { ExportIcon } from '../shared/parts/icons.tsx';

/** Two ways to keep a conversation. Closes by Esc, by a choice, and when the focus goes elsewhere. */
export function ExportMenu({ conversationId }: { readonly conversationId: string }): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  const address = `/api/conversations/${encodeURIComponent(conversationId)}/export`;
  const close = (): void => { if (menu.current) menu.current.open = false; };
  const onBlur = (event: FocusEvent): void => { if (!menu.current?.contains(event.relatedTarget)) close(); };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    close();
    menu.current?.querySelector('summary')?.focus();
  };
  return (
    <details ref={menu} className="menu-button" onBlur={onBlur} onKeyDown={onKeyDown}>
      <summary className="icon-button" aria-label="Export this conversation" title="Export"><ExportIcon /></summary>
      <div className="menu-list">
        <a href={`${address}?format=md`} download onClick={close}>Markdown</a>
        <a href={`${address}?format=json`} download onClick={close}>JSON, with sources</a>
      </div>
    </details>
  );
}
