import { useEffect, useState, type ReactNode } from 'react';
import type { Block } from '../turn-state.ts';
import { CheckIcon, ShieldIcon } from './icons.tsx';

type Approval = Extract<Block, { kind: 'approval' }>;
const SETTLED = { approved: 'Approved', declined: 'Declined', expired: 'Expired' } as const;

/** The exact arguments that an approval binds to, and the two buttons. Nothing happens before a person presses one. */
export function ApprovalCardView({ block, nowMs, onDecide }: { readonly block: Approval; readonly nowMs: () => number; readonly onDecide: (decision: 'approve' | 'decline') => Promise<void> }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const secondsLeft = useSecondsLeft(block.approval.expiresAt, block.outcome === null, nowMs);
  const outcome = block.outcome ?? (secondsLeft <= 0 ? 'expired' : null);
  const decide = (decision: 'approve' | 'decline') => (): void => {
    setBusy(true);
    setProblem('');
    onDecide(decision)
      .catch((error: unknown) => setProblem(error instanceof Error && error.message ? error.message : 'The decision did not reach the server. Try again.'))
      .finally(() => setBusy(false));
  };
  const titleId = `approval-${block.approval.invocationId}`;
  return (
    <section className="card approval" aria-labelledby={titleId} data-outcome={outcome ?? 'pending'}>
      <header>
        <ShieldIcon />
        <h4 id={titleId}>{block.approval.title}</h4>
        {outcome === null ? <span className="timer" role="timer">{clock(secondsLeft)}</span> : <span className="badge">{outcome === 'approved' && <CheckIcon />}{SETTLED[outcome]}</span>}
      </header>
      <dl>{block.approval.arguments.map((argument) => <div key={argument.label}><dt>{argument.label}</dt><dd>{argument.value}</dd></div>)}</dl>
      {outcome === null ? (
        <footer>
          <button type="button" className="primary" disabled={busy} onClick={decide('approve')}>Approve</button>
          <button type="button" className="quiet" disabled={busy} onClick={decide('decline')}>Decline</button>
          <span className="hint">Exactly this will be done, once.</span>
        </footer>
      ) : (
        <p className="settled" role="status">{block.summary || (outcome === 'expired' ? 'The time to approve has passed. Nothing was done.' : outcome === 'declined' ? 'Nothing was done.' : 'Done.')}</p>
      )}
      {problem && <p className="problem" role="alert">{problem}</p>}
    </section>
  );
}

function useSecondsLeft(expiresAt: string, ticking: boolean, nowMs: () => number): number {
  const left = (): number => Math.ceil((Date.parse(expiresAt) - nowMs()) / 1000);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  }, [expiresAt, ticking]);
  return seconds;
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
