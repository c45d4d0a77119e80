import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { SessionInfo } from '../../../src/contract/http-api.ts';
import type { ApiClient } from '../api-client.ts';
import { openExchange } from '../chat-state.ts';
import type { Chat } from '../use-chat.ts';
import { AnswerView, type AnswerContext } from './answer-view.tsx';
import { Composer, type Draft } from './composer.tsx';
import { ShieldIcon } from './icons.tsx';
import { LiveRegion } from './live-region.tsx';
import { QuestionView } from './question-view.tsx';
import { SourcePopover, type SourceTarget } from './source-popover.tsx';
import { useFollowedEnd } from './use-followed-end.ts';
import { useVersionSwitch } from './use-version-switch.ts';

const NO_HOSTS: readonly string[] = [];

interface ChatPanelProps {
  readonly api: ApiClient;
  readonly chat: Chat;
  readonly session: SessionInfo;
  readonly theme: string;
  readonly draft?: Draft;
}

/** The conversation: disclosure, questions and answers, and the field to ask in. The same in the widget and on our own pages. */
export function ChatPanel({ api, chat, session, theme, draft }: ChatPanelProps): ReactNode {
  const { state } = chat;
  const [target, setTarget] = useState<SourceTarget | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const running = openExchange(state) !== undefined;
  const last = state.exchanges.at(-1);
  const { scroller, letGo } = useFollowedEnd({ count: state.exchanges.length, running, progress: `${last?.key}:${last?.turn.lastSeq}` });
  const closeSource = useCallback(() => setTarget(null), []);
  const { onShow, switching, problem } = useVersionSwitch(chat, scroller, letGo);
  const context: AnswerContext = { api, chat, linkHosts: session.linkHosts ?? NO_HOSTS, theme, onSource: setTarget, onVersion: onShow, busy: running || switching };

  useEffect(() => input.current?.focus({ preventScroll: true }), [state.conversationId]);

  return (
    <div className="chat" onKeyDown={(event) => { if (event.key === 'Escape' && running && target === null) chat.stop(); }}>
      <div className="scroller" ref={scroller}>
        <div className="column">
          <Disclosure session={session} />
          {state.loadProblem && <p className="ending failure" role="alert">{state.loadProblem}</p>}
          {state.loading && <p className="status">Opening<span className="dots" aria-hidden="true"><i /><i /><i /></span></p>}
          {!state.loading && state.exchanges.length === 0 && !state.loadProblem && <Welcome session={session} onAsk={chat.ask} />}
          {state.exchanges.map((exchange) => (
            <article key={exchange.key} className="exchange" aria-label={exchange.question.slice(0, 80) || 'Result'}>
              <QuestionView exchange={exchange} context={context} onResend={(text) => chat.askAgain(exchange, text)} />
              <AnswerView exchange={exchange} context={context} isLast={exchange === last} />
            </article>
          ))}
        </div>
      </div>
      <div className="foot column">
        {problem && <p className="connection" role="alert">{problem}</p>}
        {state.connection === 'offline' && <p className="connection" role="status">Connection lost. Reconnecting; nothing is lost.</p>}
        {state.connection === 'signed-out' && <p className="connection" role="alert">The session has ended. <button type="button" className="link" onClick={chat.reconnect}>Connect again</button></p>}
        <Composer busy={running} disabled={state.connection === 'signed-out'} placeholder={placeholderOf(session)} input={input} draft={draft} onSend={chat.ask} onStop={chat.stop} />
        <p className="fine-print">Select a figure to see its source. Answers can be wrong and are not an offer.</p>
      </div>
      <LiveRegion turn={last?.turn} />
      {target && <SourcePopover key={target.invocationId + (target.source?.label ?? '')} api={api} target={target} onClose={closeSource} />}
    </div>
  );
}

/** Who answers: shown before the first reply and kept at the top. */
function Disclosure({ session }: { readonly session: SessionInfo }): ReactNode {
  return (
    <p className="disclosure">
      <ShieldIcon />
      <span>You are talking to an AI, not a person. Model: <strong>{session.model.label}</strong>{session.model.offline ? ' (built in, nothing leaves this server)' : ''}.</span>
    </p>
  );
}

function Welcome({ session, onAsk }: { readonly session: SessionInfo; readonly onAsk: (text: string) => void }): ReactNode {
  const firstName = session.user.name.split(' ')[0];
  return (
    <div className="welcome">
      <h2>Good to see you, {firstName}.</h2>
      <p>{WELCOME[session.user.role]}</p>
      <ul className="starters" aria-label="Questions to start with">
        {session.suggestions.map((suggestion) => <li key={suggestion}><button type="button" onClick={() => onAsk(suggestion)}>{suggestion}</button></li>)}
      </ul>
    </div>
  );
}

const WELCOME: Readonly<Record<SessionInfo['user']['role'], string>> = {
  client: 'Ask about your portfolios, income, goals or documents.',
  advisor: 'Ask about one client or the whole book: drift, performance, cash, reviews that are due.',
  auditor: 'Ask about logged decisions, checks, overrides and exports. What you look at is recorded.',
  admin: 'Ask about the state of the system.',
  service: 'Ask a question.',
};

const placeholderOf = (session: SessionInfo): string => (session.user.role === 'client' ? 'Ask about your portfolio' : session.user.role === 'auditor' ? 'Ask about decisions, checks and records' : 'Ask about a client or your book');
