import { useState, type FormEvent, type ReactNode } from 'react';
import type { SessionInfo } from '../../src/contract/http-api.ts';
import { ApiProblem, sentenceOf, type ApiClient } from '../shared/api-client.ts';
import { Mark } from '../shared/parts/icons.tsx';

export function SignIn({ api, notice, onSignedIn }: { readonly api: ApiClient; readonly notice: string; readonly onSignedIn: (session: SessionInfo) => void }): ReactNode {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem('');
    api.signIn(textOf(form, 'email'), textOf(form, 'password')).then(onSignedIn, (error: unknown) => {
      setBusy(false);
      setProblem(error instanceof ApiProblem && error.problem.status === 401 ? 'Email and password do not match.' : sentenceOf(error));
    });
  };
  return (
    <main className="sign-in">
      <section className="sign-in-card">
        <div className="brand"><Mark /><span>Steward</span></div>
        <h1>Sign in</h1>
        <p className="lead">For clients, advisors and auditors.</p>
        {notice && <p className="notice" role="status">{notice}</p>}
        <form onSubmit={submit}>
          <label>Email<input name="email" type="email" autoComplete="username" required autoFocus maxLength={254} /></label>
          <label>Password<input name="password" type="password" autoComplete="current-password" required maxLength={256} /></label>
          {problem && <p className="problem" role="alert">{problem}</p>}
          <button type="submit" className="primary" disabled={busy}>{busy ? 'Signing in…' : 'Sign in'}</button>
        </form>
      </section>
      <ul className="promises">
        <li><strong>Every figure has a source.</strong> Select it to see the tool, the method and the day.</li>
        <li><strong>Nothing moves without you.</strong> Changes wait for your approval of their exact terms.</li>
        <li><strong>Every answer is on record.</strong> Model, data and checks can be reviewed later.</li>
      </ul>
    </main>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
