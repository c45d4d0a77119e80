import { useState, type ReactNode } from 'react';
import type { ConversationSummary } from '../../src/contract/http-api.ts';
import { ArchiveIcon, CloseIcon, EditIcon, Mark, PlusIcon, SearchIcon } from '../shared/parts/icons.tsx';
import type { Screen } from './screens/screens.ts';
import type { Conversations } from './use-conversations.ts';

interface SidebarProps {
  readonly conversations: Conversations;
  readonly currentId: string | null;
  readonly firmName: string;
  readonly screens: readonly Screen[];
  readonly currentScreen: string | null;
  readonly onScreen: (id: string) => void;
  readonly onOpen: (id: string | null) => void;
  readonly onClose: () => void;
}

export function Sidebar({ conversations, currentId, firmName, screens, currentScreen, onScreen, onOpen, onClose }: SidebarProps): ReactNode {
  const { list, problem, loading, query, archived } = conversations;
  return (
    <nav className="sidebar" aria-label="Screens and conversations">
      <div className="brand"><Mark /><span>Steward<small>{firmName}</small></span><button type="button" className="icon-button close-menu" aria-label="Close the list" onClick={onClose}><CloseIcon /></button></div>
      <button type="button" className="new" onClick={() => onOpen(null)}><PlusIcon /> New conversation</button>
      <ul className="screens">
        {screens.map(({ id, title }) => <li key={id} data-current={id === currentScreen}><button type="button" className="open" aria-current={id === currentScreen ? 'page' : undefined} onClick={() => onScreen(id)}>{title}</button></li>)}
      </ul>
      <label className="search"><SearchIcon /><input type="search" aria-label="Search conversations" placeholder="Search" value={query} onChange={(event) => conversations.setQuery(event.target.value)} /></label>
      <ul className="conversations">
        {groupByDay(list, conversations.nowMs()).map(([day, group]) => (
          <li key={day}>
            <h2>{day}</h2>
            <ul>{group.map((conversation) => <Entry key={conversation.id} conversation={conversation} current={conversation.id === currentId} conversations={conversations} onOpen={onOpen} />)}</ul>
          </li>
        ))}
      </ul>
      {problem && <p className="problem" role="alert">{problem}</p>}
      {!loading && list.length === 0 && !problem && <p className="empty">{query ? 'Nothing found.' : archived ? 'Nothing archived.' : 'Your conversations will be listed here.'}</p>}
      <button type="button" className="archived-toggle" aria-pressed={archived} onClick={() => conversations.setArchived(!archived)}><ArchiveIcon /> {archived ? 'Back to current' : 'Archived'}</button>
    </nav>
  );
}

function Entry({ conversation, current, conversations, onOpen }: { readonly conversation: ConversationSummary; readonly current: boolean; readonly conversations: Conversations; readonly onOpen: (id: string) => void }): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = (title: string): void => {
    setDraft(null);
    if (title.trim() !== '' && title.trim() !== conversation.title) conversations.rename(conversation.id, title.trim());
  };
  if (draft !== null)
    return (
      <li className="entry">
        <form onSubmit={(event) => { event.preventDefault(); finish(draft); }}>
          <input autoFocus aria-label="New title" value={draft} maxLength={120} onChange={(event) => setDraft(event.target.value)} onBlur={() => finish(draft)} onKeyDown={(event) => { if (event.key === 'Escape') setDraft(null); }} />
        </form>
      </li>
    );
  return (
    <li className="entry" data-current={current}>
      <button type="button" className="open" aria-current={current ? 'page' : undefined} title={conversation.title} onClick={() => onOpen(conversation.id)}>{conversation.title}</button>
      <time dateTime={conversation.lastMessageAt}>{timeOf(conversation.lastMessageAt, conversations.nowMs())}</time>
      <button type="button" className="icon-button" aria-label={`Rename: ${conversation.title}`} onClick={() => setDraft(conversation.title)}><EditIcon /></button>
      <button type="button" className="icon-button" aria-label={`${conversation.archived ? 'Restore' : 'Archive'}: ${conversation.title}`} onClick={() => conversations.archive(conversation.id, !conversation.archived)}><ArchiveIcon /></button>
    </li>
  );
}

/** What tells apart two talks about the same thing: the hour of today's, the day of older ones. */
function timeOf(at: string, nowMs: number): string {
  const isToday = Date.parse(at) >= new Date(nowMs).setHours(0, 0, 0, 0);
  return new Intl.DateTimeFormat('en-GB', isToday ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' }).format(new Date(at));
}

const DAY_MS = 86_400_000;

function groupByDay(list: readonly ConversationSummary[], nowMs: number): readonly (readonly [string, readonly ConversationSummary[]])[] {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  const nameOf = (at: number): string => (at >= midnight ? 'Today' : at >= midnight - DAY_MS ? 'Yesterday' : at >= midnight - 7 * DAY_MS ? 'Past week' : 'Earlier');
  const groups = new Map<string, ConversationSummary[]>();
  for (const conversation of list) {
    const name = nameOf(Date.parse(conversation.lastMessageAt));
    groups.set(name, [...(groups.get(name) ?? []), conversation]);
  }
  return [...groups];
}
