import { useCallback, useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { ConversationSummary, SessionInfo } from '../../src/contract/http-api.ts';
import type { ApiClient } from '../shared/api-client.ts';
import type { Draft } from '../shared/parts/composer.tsx';
import { ChatPanel } from '../shared/parts/chat-panel.tsx';
import { MenuIcon, MoonIcon } from '../shared/parts/icons.tsx';
import type { Theme } from '../shared/parts/use-theme.ts';
import { useChat } from '../shared/use-chat.ts';
import { ExportMenu } from './export-menu.tsx';
import { screenOf, screensOf } from './screens/screens.ts';
import { ScreenView } from './screens/screen-view.tsx';
import { Sidebar } from './sidebar.tsx';
import { useAddress, type Place } from './use-address.ts';
import { useConversations } from './use-conversations.ts';

interface WorkspaceProps {
  readonly api: ApiClient;
  readonly session: SessionInfo;
  readonly theme: Theme;
  readonly onToggleTheme: () => void;
  readonly onSignOut: () => void;
  readonly draft: Draft;
}

const PERSONA: Readonly<Record<SessionInfo['user']['role'], string>> = { client: 'Client', advisor: 'Advisor', auditor: 'Auditor', admin: 'Administrator', service: 'Service' };

export function Workspace({ api, session, theme, onToggleTheme, onSignOut, draft }: WorkspaceProps): ReactNode {
  const conversations = useConversations(api);
  const chat = useChat(api, conversations.reload);
  const [menuOpen, setMenuOpen] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const { conversationId } = chat.state;
  const { role } = session.user;
  const currentTitle = useTitle(conversations.list, conversationId);
  const screen = screenOf(role, place?.screen ?? null);
  const title = screen ? `${screen.title}${place?.about && screen.about?.kind === 'number' ? ` ${place.about}` : ''}` : currentTitle ?? 'New conversation';

  useAddress({ conversationId, openConversation: chat.open, place, setPlace });
  useEffect(() => {
    document.title = screen || currentTitle ? `${title} · Steward` : 'Steward';
  }, [title, screen, currentTitle]);
  const open = useCallback((id: string | null) => {
    setMenuOpen(false);
    setPlace(null);
    chat.open(id);
  }, [chat.open]);
  const openScreen = useCallback((id: string, about: string | null = null) => {
    setMenuOpen(false);
    setPlace({ screen: id, about });
  }, []);

  return (
    <div className="workspace" data-menu={menuOpen ? 'open' : 'closed'}>
      <a className="skip" href="#conversation" onClick={skip}>Skip to the conversation</a>
      <Sidebar conversations={conversations} currentId={screen ? null : conversationId} firmName={session.firmName} screens={screensOf(role)} currentScreen={screen?.id ?? null} onScreen={openScreen} onOpen={open} onClose={() => setMenuOpen(false)} />
      {menuOpen && <button type="button" className="scrim" tabIndex={-1} aria-label="Close the list" onClick={() => setMenuOpen(false)} />}
      <main id="conversation" tabIndex={-1}>
        <header className="topbar">
          <button type="button" className="icon-button menu" aria-label="Conversations" aria-expanded={menuOpen} onClick={() => setMenuOpen(!menuOpen)}><MenuIcon /></button>
          <h1>{title}</h1>
          {!screen && conversationId && <ExportMenu key={conversationId} conversationId={conversationId} />}
          <button type="button" className="icon-button" aria-label={theme === 'dark' ? 'Light colours' : 'Dark colours'} onClick={onToggleTheme}><MoonIcon /></button>
          <div className="person"><span className="name">{session.user.name}</span><span className="role">{PERSONA[session.user.role]} · {session.model.label}</span></div>
          <button type="button" className="quiet" onClick={onSignOut}>Sign out</button>
        </header>
        {screen
          ? <ScreenView key={`${screen.id}/${place?.about ?? ''}`} api={api} screen={screen} role={role} about={place?.about ?? null} theme={theme} onOpen={openScreen} />
          : <ChatPanel api={api} chat={chat} session={session} theme={theme} draft={draft} />}
      </main>
    </div>
  );
}

/** The address says what is open: a jump within the page must not change it. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('conversation')?.focus();
}

/** The title of what is open, also while the list shows others: what was found by a search, or the archive. */
function useTitle(list: readonly ConversationSummary[], conversationId: string | null): string | undefined {
  const known = useRef(new Map<string, string>());
  for (const { id, title } of list) known.current.set(id, title);
  return conversationId === null ? undefined : known.current.get(conversationId);
}
