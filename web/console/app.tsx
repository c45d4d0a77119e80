import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { SessionInfo } from '../../src/contract/http-api.ts';
import { ApiClient, ApiProblem, sentenceOf } from '../shared/api-client.ts';
import type { Draft } from '../shared/parts/composer.tsx';
import { useTheme } from '../shared/parts/use-theme.ts';
import { SignIn } from './sign-in.tsx';
import { Workspace } from './workspace.tsx';

type Phase = { readonly kind: 'starting' } | { readonly kind: 'signed-out'; readonly notice: string } | { readonly kind: 'signed-in'; readonly session: SessionInfo };

export function App(): ReactNode {
  const [phase, setPhase] = useState<Phase>({ kind: 'starting' });
  const [theme, toggleTheme] = useTheme('steward-theme');
  // A question that met the end of the session waits for the same person to sign in again.
  const draft = useRef<Draft & { userId: string }>({ userId: '', text: '' });
  const api = useMemo(
    () => new ApiClient({
      origin: '',
      onUnauthenticated: (unsent) => {
        if (unsent !== undefined) draft.current.text = unsent;
        setPhase((now) => (now.kind === 'signed-in' ? { kind: 'signed-out', notice: 'Your session has ended. Please sign in again.' } : now));
      },
    }),
    [],
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    api.session().then(
      (session) => setPhase({ kind: 'signed-in', session }),
      (error: unknown) => setPhase({ kind: 'signed-out', notice: error instanceof ApiProblem && error.problem.status === 401 ? '' : sentenceOf(error) }),
    );
  }, [api]);
  const signOut = useCallback(() => {
    // Whatever the server says, this page forgets the person.
    api.signOut().catch(() => undefined).finally(() => setPhase({ kind: 'signed-out', notice: 'You are signed out.' }));
  }, [api]);
  if (phase.kind === 'starting') return <div className="starting" role="status" aria-label="Starting" />;
  if (phase.kind === 'signed-out') return <SignIn api={api} notice={phase.notice} onSignedIn={(session) => setPhase({ kind: 'signed-in', session })} />;
  if (draft.current.userId !== phase.session.user.id) draft.current = { userId: phase.session.user.id, text: '' };
  return <Workspace draft={draft.current} api={api} session={phase.session} theme={theme} onToggleTheme={toggleTheme} onSignOut={signOut} />;
}
