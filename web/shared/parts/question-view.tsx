import { useState, type ReactNode } from 'react';
import type { Exchange } from '../chat-state.ts';
import type { AnswerContext } from './answer-view.tsx';
import { MOST_CHARACTERS, TooLong } from './composer.tsx';
import { EditIcon } from './icons.tsx';
import { VersionSwitch } from './version-switch.tsx';

/** What was asked, with a way to ask it differently: that makes a branch, the first answer stays on record. */
export function QuestionView({ exchange, context, onResend }: { readonly exchange: Exchange; readonly context: AnswerContext; readonly onResend: (text: string) => void }): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  // The answer to an approval follows a click, not a question.
  if (exchange.question === '') return null;
  if (draft === null)
    return (
      <div className="question">
        {!context.busy && <button type="button" className="icon-button" aria-label="Edit and ask again" onClick={() => setDraft(exchange.question)}><EditIcon /></button>}
        <p><span className="visually-hidden">You asked: </span>{exchange.question}</p>
        <VersionSwitch what="question" versions={exchange.questionVersions} disabled={context.busy} onShow={context.onVersion} />
      </div>
    );
  return (
    <form className="question editing" onSubmit={(event) => { event.preventDefault(); onResend(draft.trim()); }}>
      <textarea autoFocus aria-label="Edit the question" rows={3} value={draft} onChange={(event) => setDraft(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') setDraft(null); }} />
      <TooLong text={draft} />
      <div>
        <button type="button" className="quiet" onClick={() => setDraft(null)}>Cancel</button>
        <button type="submit" className="primary" disabled={draft.trim() === '' || draft.trim().length > MOST_CHARACTERS}>Ask again</button>
      </div>
    </form>
  );
}
