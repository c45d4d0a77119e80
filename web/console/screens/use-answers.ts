import { useCallback, useEffect, useState } from 'react';
import type { ToolAnswer, ToolProblem } from '../../../src/contract/http-api.ts';
import { sentenceOf, type ApiClient } from '../../shared/api-client.ts';
import type { Arguments, Screen } from './screens.ts';

export type Loaded = { readonly kind: 'loading' } | { readonly kind: 'answer'; readonly answer: ToolAnswer } | { readonly kind: 'problem'; readonly message: string };

export interface Answers {
  /** One for each query of the screen, in order. */
  readonly loaded: readonly Loaded[];
  readonly reload: () => void;
}

/** Runs the tools of a screen, each on its own: a slow or failed one keeps no other from showing. */
export function useAnswers(api: ApiClient, screen: Screen, about: string | null, filters: Arguments): Answers {
  const [loaded, setLoaded] = useState<readonly Loaded[]>([]);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    setLoaded(screen.queries.map(() => ({ kind: 'loading' })));
    for (const [index, query] of screen.queries.entries()) {
      const chosen = Object.fromEntries(Object.entries(filters).filter(([name]) => query.filters?.includes(name)));
      void loadOne(api, query.tool, { ...query.args, ...chosen, ...subjectOf(screen, about) }).then((result) => {
        if (!gone) setLoaded((now) => now.with(index, result));
      });
    }
    return () => {
      gone = true;
    };
  }, [api, screen, about, filters, round]);
  return { loaded, reload: useCallback(() => setRound((now) => now + 1), []) };
}

/** The argument that says which thing a screen is about. */
export function subjectOf(screen: Screen, about: string | null): Arguments {
  return screen.about && about !== null ? { [screen.about.name]: screen.about.kind === 'number' ? Number(about) : about } : {};
}

async function loadOne(api: ApiClient, tool: string, args: Arguments): Promise<Loaded> {
  try {
    const { ok, result } = await api.runTool(tool, args);
    if (ok) return { kind: 'answer', answer: result as ToolAnswer }; // the server's own tool made it
    const { message, hint } = result as ToolProblem; // the other shape of the contract
    return { kind: 'problem', message: [message, hint].filter(Boolean).join(' ') };
  } catch (error) {
    return { kind: 'problem', message: sentenceOf(error) };
  }
}
