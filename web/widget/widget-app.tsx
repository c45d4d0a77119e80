import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { SessionInfo } from '../../src/contract/http-api.ts';
import { ApiClient, ApiProblem, sentenceOf } from '../shared/api-client.ts';
import { ChatPanel } from '../shared/parts/chat-panel.tsx';
import { Mark, MoonIcon, PlusIcon, RetryIcon } from '../shared/parts/icons.tsx';
import { useTheme, type Theme } from '../shared/parts/use-theme.ts';
import { useChat } from '../shared/use-chat.ts';
import { useKeptConversation } from './use-kept-conversation.ts';

interface WidgetAppProps {
  readonly token: string;
  readonly origin: string;
  readonly theme?: Theme;
  readonly onTokenExpired: () => void;
}

/** The widget: waits for a token, greets, chats. A fresh token reconnects without losing the conversation. */
export function WidgetApp({ token, origin, theme: forced, onTokenExpired }: WidgetAppProps): ReactNode {
  const held = useRef(token);
  held.current = token;
  const expired = useRef(onTokenExpired);
  expired.current = onTokenExpired;
  const api = useMemo(() => new ApiClient({ origin, token: () => held.current, onUnauthenticated: () => expired.current() }), [origin]);
  const [session, setSession] = useState<SessionInfo | null>(null);
  const [problem, setProblem] = useState('');
  const [theme, toggleTheme] = useTheme('steward-widget-theme', forced);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (token === '') return;
    setProblem('');
    api.session().then(setSession, (error: unknown) => setProblem(error instanceof ApiProblem && error.problem.status === 401 ? 'Your access to this chat has ended. Reload the page to go on.' : sentenceOf(error)));
  }, [api, token, round]);
  return (
    <div className="widget" data-theme={theme}>
      {session ? <Session key={session.user.id} api={api} session={session} token={token} theme={theme} {...(forced ? {} : { onToggleTheme: toggleTheme })} /> : <div className="status" role={problem ? 'alert' : 'status'}><p>{problem || 'Connecting'}</p>{problem && <button type="button" className="quiet" onClick={() => setRound(round + 1)}><RetryIcon /> Try again</button>}</div>}
    </div>
  );
}

function Session({ api, session, token, theme, onToggleTheme }: { readonly api: ApiClient; readonly session: SessionInfo; readonly token: string; readonly theme: Theme; readonly onToggleTheme?: () => void }): ReactNode {
  const chat = useChat(api);
  const { reconnect } = chat;
  useKeptConversation(chat, session.user.id);
  const first = useRef(token);
  useEffect(() => {
    if (first.current !== token) reconnect();
    first.current = token;
  }, [token, reconnect]);
  return (
    <>
      <header className="widget-head">
        <Mark />
        <h2>{session.firmName}</h2>
        <button type="button" className="icon-button" aria-label="New conversation" title="New conversation" onClick={() => chat.open(null)}><PlusIcon /></button>
        {onToggleTheme && <button type="button" className="icon-button" aria-label={theme === 'dark' ? 'Light colours' : 'Dark colours'} onClick={onToggleTheme}><MoonIcon /></button>}
      </header>
      <ChatPanel api={api} chat={chat} session={session} theme={theme} />
    </>
  );
}
