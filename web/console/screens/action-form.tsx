import { useState, type FormEvent, type ReactNode } from 'react';
import type { ToolProblem } from '../../../src/contract/http-api.ts';
import type { ApprovalCard } from '../../../src/contract/turn-event.ts';
import { sentenceOf, type ApiClient } from '../../shared/api-client.ts';
import { ApprovalCardView } from '../../shared/parts/approval-card.tsx';
import type { Arguments, ScreenAction } from './screens.ts';

type Stage = { readonly kind: 'form' } | { readonly kind: 'card'; readonly card: ApprovalCard; readonly outcome: 'approved' | 'declined' | null; readonly summary: string };

/** A write, asked for by hand: the same approval card with the exact arguments as in a conversation, and nothing before it is approved. */
export function ActionForm({ api, action, about, onDone }: { readonly api: ApiClient; readonly action: ScreenAction; readonly about: Arguments; readonly onDone: () => void }): ReactNode {
  const [stage, setStage] = useState<Stage>({ kind: 'form' });
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      const given = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim()] as const).filter(([, text]) => text !== ''));
      const { approval, result } = await api.runTool(action.tool, { ...action.args, ...about, ...given });
      if (approval) setStage({ kind: 'card', card: approval, outcome: null, summary: '' });
      else setProblem([(result as ToolProblem).message, (result as ToolProblem).hint].filter(Boolean).join(' ')); // a write answers with a card or a problem
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const decide = async (card: ApprovalCard, decision: 'approve' | 'decline'): Promise<void> => {
    const { outcome, summary } = await api.decideApproval(card.invocationId, card.argumentsHash, decision);
    setStage({ kind: 'card', card, outcome, summary });
    if (outcome === 'approved') onDone();
  };

  if (stage.kind === 'card') {
    const { card, outcome, summary } = stage;
    return <ApprovalCardView nowMs={() => api.nowMs()} block={{ kind: 'approval', at: 0, approval: card, outcome, summary }} onDecide={(decision) => decide(card, decision)} />;
  }
  return (
    <form className="action-form" onSubmit={(event) => void submit(event)}>
      {action.fields.map(({ name, label, required }) => (
        <label key={name}><span>{label}</span><input value={values[name] ?? ''} required={required} maxLength={400} onChange={(event) => setValues({ ...values, [name]: event.target.value })} /></label>
      ))}
      <button type="submit" className="quiet" disabled={busy}>{action.label}</button>
      {problem && <p className="problem" role="alert">{problem}</p>}
    </form>
  );
}
