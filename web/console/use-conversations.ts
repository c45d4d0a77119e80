import { useCallback, useEffect, useState } from 'react';
import type { ConversationSummary } from '../../src/contract/http-api.ts';
import { sentenceOf, type ApiClient } from '../shared/api-client.ts';

export interface Conversations {
  readonly list: readonly ConversationSummary[];
  readonly problem: string;
  readonly loading: boolean;
  readonly query: string;
  readonly archived: boolean;
  readonly setQuery: (query: string) => void;
  readonly setArchived: (archived: boolean) => void;
  readonly rename: (id: string, title: string) => void;
  readonly archive: (id: string, archived: boolean) => void;
  readonly reload: () => void;
  /** The server's time, by which the list is divided. */
  readonly nowMs: () => number;
}

const TYPING_MS = 200;

/** The list at the left: searched on the server, because the titles of a year don't belong in a page. */
export function useConversations(api: ApiClient): Conversations {
  const [list, setList] = useState<readonly ConversationSummary[]>([]);
  const [problem, setProblem] = useState('');
  const [loading, setLoading] = useState(true);
  const [query, setQuery] = useState('');
  const [archived, setArchived] = useState(false);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((now) => now + 1), []);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      api.conversations(query, archived).then(
        (found) => { if (!stale) { setList(found); setProblem(''); setLoading(false); } },
        (error: unknown) => { if (!stale) { setProblem(sentenceOf(error)); setLoading(false); } },
      );
    }, query === '' ? 0 : TYPING_MS);
    return () => { stale = true; clearTimeout(timer); };
  }, [api, query, archived, round]);
  const change = (id: string, what: { title?: string; archived?: boolean }): void => {
    api.changeConversation(id, what).then(reload, (error: unknown) => setProblem(sentenceOf(error)));
  };
  return { list, problem, loading, query, archived, setQuery, setArchived, reload, nowMs: () => api.nowMs(), rename: (id, title) => change(id, { title }), archive: (id, value) => change(id, { archived: value }) };
}
