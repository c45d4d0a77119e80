import { useState, type ReactNode } from 'react';
import { sentenceOf, type ApiClient } from '../api-client.ts';
import { DownIcon, UpIcon } from './icons.tsx';

/** Thumbs, and a reason for those who want to give one. */
export function Feedback({ api, messageId }: { readonly api: ApiClient; readonly messageId: string }): ReactNode {
  const [thumbs, setThumbs] = useState<'up' | 'down' | null>(null);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const send = (choice: 'up' | 'down', why?: string): void => {
    setThumbs(choice);
    setAsking(why === undefined);
    api.feedback(messageId, choice, why).then(
      () => setNote(why === undefined ? '' : 'Thank you, noted.'),
      (error: unknown) => setNote(sentenceOf(error)),
    );
  };
  return (
    <>
      <button type="button" className="icon-button" aria-label="Good answer" aria-pressed={thumbs === 'up'} onClick={() => send('up')}><UpIcon /></button>
      <button type="button" className="icon-button" aria-label="Bad answer" aria-pressed={thumbs === 'down'} onClick={() => send('down')}><DownIcon /></button>
      {asking && thumbs && (
        <form className="reason" onSubmit={(event) => { event.preventDefault(); send(thumbs, reason); }}>
          <input aria-label="Why? Optional" placeholder={thumbs === 'up' ? 'What was good? (optional)' : 'What was wrong? (optional)'} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
          <button type="submit" className="quiet" disabled={reason.trim() === ''}>Send</button>
        </form>
      )}
      <span className="note" role="status">{note}</span>
    </>
  );
}
