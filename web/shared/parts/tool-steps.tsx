import type { ReactNode } from 'react';
import type { TurnView } from '../turn-state.ts';

/** What was looked at, folded away: one line that opens into the steps. */
export function ToolSteps({ turn, running, onSource }: { readonly turn: TurnView; readonly running: boolean; readonly onSource: (invocationId: string) => void }): ReactNode {
  if (turn.steps.length === 0) return null;
  const current = turn.steps.findLast((step) => step.outcome === null);
  const seconds = turn.latencyMs === null ? '' : ` in ${(turn.latencyMs / 1000).toFixed(turn.latencyMs < 950 ? 2 : 1)} s`;
  return (
    <details className="steps">
      <summary>{running && current ? `${current.label}…` : `${turn.steps.length} ${turn.steps.length === 1 ? 'step' : 'steps'}${seconds}`}</summary>
      <ol>
        {turn.steps.map((step) => (
          <li key={step.invocationId} data-outcome={step.outcome ?? 'running'}>
            <button type="button" className="link" onClick={() => onSource(step.invocationId)} disabled={step.outcome === null}>{step.label}</button>
            <span className="step-summary">{step.summary}</span>
            {step.durationMs !== null && <span className="duration">{Math.round(step.durationMs)} ms</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
