import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { ConversationSummary, SessionInfo } from '../../src/contract/http-api.ts';
import type { ApiClient } from '../shared/api-client.ts';
import { ChatPanel } from '../shared/parts/chat-panel.tsx';
import { ExportIcon, MenuIcon, MoonIcon } from '../shared/parts/icons.tsx';
import type { Theme } from '../shared/parts/use-theme.ts';
import { useChat } from '../shared/use-chat.ts';
import { Sidebar } from './sidebar.tsx';
import { useConversations } from './use-conversations.ts';

interface WorkspaceProps {
  readonly api: ApiClient;
  readonly session: SessionInfo;
  readonly theme: Theme;
  readonly onToggleTheme: () => void;
  readonly onSignOut: () => void;
}

const PERSONA: Readonly<Record<SessionInfo['user']['role'], string>> = { client: 'Client', advisor: 'Advisor', auditor: 'Auditor', admin: 'Administrator', service: 'Service' };

export function Workspace({ api, session, theme, onToggleTheme, onSignOut }: WorkspaceProps): ReactNode {
  const conversations = useConversations(api);
  const chat = useChat(api, conversations.reload);
  const [menuOpen, setMenuOpen] = useState(false);
  const { conversationId } = chat.state;
  const current = conversations.list.find((conversation) => conversation.id === conversationId);

  useAddress(conversationId, chat.open);
  useEffect(() => {
    document.title = current ? `${current.title} · Steward` : 'Steward';
  }, [current]);
  const open = useCallback((id: string | null) => {
    setMenuOpen(false);
    chat.open(id);
  }, [chat.open]);

  return (
    <div className="workspace" data-menu={menuOpen ? 'open' : 'closed'}>
      <a className="skip" href="#conversation">Skip to the conversation</a>
      <Sidebar conversations={conversations} currentId={conversationId} firmName={session.firmName} onOpen={open} onClose={() => setMenuOpen(false)} />
      <main id="conversation" tabIndex={-1}>
        <header className="topbar">
          <button type="button" className="icon-button menu" aria-label="Conversations" aria-expanded={menuOpen} onClick={() => setMenuOpen(!menuOpen)}><MenuIcon /></button>
          <h1>{current?.title ?? 'New conversation'}</h1>
          {conversationId && <ExportMenu conversation={current ?? { id: conversationId }} />}
          <button type="button" className="icon-button" aria-label={theme === 'dark' ? 'Light colours' : 'Dark colours'} onClick={onToggleTheme}><MoonIcon /></button>
          <div className="person"><span className="name">{session.user.name}</span><span className="role">{PERSONA[session.user.role]} · {session.model.label}</span></div>
          <button type="button" className="quiet" onClick={onSignOut}>Sign out</button>
        </header>
        <ChatPanel api={api} chat={chat} session={session} theme={theme} />
      </main>
    </div>
  );
}

function ExportMenu({ conversation }: { readonly conversation: Pick<ConversationSummary, 'id'> }): ReactNode {
  const address = `/api/conversations/${encodeURIComponent(conversation.id)}/export`;
  return (
    <details className="menu-button">
      <summary className="icon-button" aria-label="Export this conversation"><ExportIcon /></summary>
      <div className="menu-list">
        <a href={`${address}?format=md`} download>Markdown</a>
        <a href={`${address}?format=json`} download>JSON, with sources</a>
      </div>
    </details>
  );
}

/** The open conversation is in the address (#c=…), so that reload, back and a second tab find it. */
function useAddress(conversationId: string | null, open: (id: string | null) => void): void {
  useEffect(() => {
    const follow = (): void => open(new URLSearchParams(location.hash.slice(1)).get('c'));
    if (location.hash.startsWith('#c=')) follow();
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [open]);
  useEffect(() => {
    const wanted = conversationId ? `#c=${encodeURIComponent(conversationId)}` : '';
    if (location.hash !== wanted) history.pushState(null, '', location.pathname + wanted);
  }, [conversationId]);
}
