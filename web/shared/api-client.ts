import type { ApprovalResult, ConversationSummary, InvocationDetail, ProblemDetails, SessionInfo, StoredMessage, ToolReply } from '../../src/contract/http-api.ts';

/** The server's refusal, in its own words. */
export class ApiProblem extends Error {
  readonly problem: ProblemDetails;
  constructor(problem: ProblemDetails) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

export interface ApiOptions {
  /** Empty for our own pages; the server's origin for a widget. */
  readonly origin: string;
  /** The widget's short-lived token; absent where a cookie session is used. */
  readonly token?: () => string;
  /** The session is over; `unsent` is the question that found out. */
  readonly onUnauthenticated?: (unsent?: string) => void;
}

/** Calls to the HTTP interface; paths and shapes are those of the contract. */
export class ApiClient {
  readonly options: ApiOptions;
  private csrfToken = '';
  private serverAheadMs = 0;
  constructor(options: ApiOptions) {
    this.options = options;
  }

  /** The server's time. Its day may be fixed, and a visitor's clock may be wrong. */
  nowMs(): number {
    return Date.now() + this.serverAheadMs;
  }

  async session(): Promise<SessionInfo> {
    return this.keep(await this.call<SessionInfo>('GET', '/api/session'));
  }

  async signIn(email: string, password: string): Promise<SessionInfo> {
    return this.keep(await this.call<SessionInfo>('POST', '/api/session', { email, password }));
  }

  async signOut(): Promise<void> {
    await this.call('DELETE', '/api/session');
  }

  async conversations(query: string, archived: boolean): Promise<readonly ConversationSummary[]> {
    const parameters = new URLSearchParams({ ...(query ? { query } : {}), ...(archived ? { archived: 'true' } : {}) });
    const answer = await this.call<readonly ConversationSummary[] | { conversations: readonly ConversationSummary[] }>('GET', `/api/conversations?${parameters}`);
    return 'conversations' in answer ? answer.conversations : answer;
  }

  async changeConversation(id: string, change: { title?: string; archived?: boolean; shownMessageId?: string }): Promise<void> {
    await this.call('PATCH', `/api/conversations/${encodeURIComponent(id)}`, change);
  }

  async messages(conversationId: string): Promise<readonly StoredMessage[]> {
    const answer = await this.call<readonly StoredMessage[] | { messages: readonly StoredMessage[] }>('GET', `/api/conversations/${encodeURIComponent(conversationId)}/messages`);
    return 'messages' in answer ? answer.messages : answer;
  }

  async feedback(messageId: string, thumbs: 'up' | 'down', reason?: string): Promise<void> {
    await this.call('POST', `/api/messages/${encodeURIComponent(messageId)}/feedback`, { thumbs, ...(reason ? { reason } : {}) });
  }

  async invocation(id: string): Promise<InvocationDetail> {
    return this.call<InvocationDetail>('GET', `/api/invocations/${encodeURIComponent(id)}`);
  }

  /** A tool of the signed-in person: the same call, reach and record as in a conversation. */
  async runTool(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolReply> {
    return this.call<ToolReply>('POST', `/api/tools/${encodeURIComponent(name)}`, args);
  }

  async decideApproval(invocationId: string, argumentsHash: string, decision: 'approve' | 'decline'): Promise<ApprovalResult> {
    return this.call<ApprovalResult>('POST', `/api/approvals/${encodeURIComponent(invocationId)}`, { argumentsHash, decision });
  }

  private keep(session: SessionInfo): SessionInfo {
    this.csrfToken = session.csrfToken;
    this.serverAheadMs = Date.parse(session.now) - Date.now();
    return session;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = this.options.token?.();
    const response = await fetch(this.options.origin + path, {
      method,
      credentials: token === undefined ? 'same-origin' : 'omit',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': this.csrfToken }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 401) this.options.onUnauthenticated?.();
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    // The server validated its own answer against the contract.
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  const fallback = { type: '/problems/unavailable', title: 'The server gave no readable answer', status: response.status, code: 'unavailable', requestId: '' };
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return isJson ? ({ ...fallback, ...(await response.json()) } as ProblemDetails) : fallback;
}

/** One sentence for a person, from whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiProblem) return [error.message, error.problem.hint].filter(Boolean).join(' ');
  return 'The server cannot be reached. Check the connection and try again.';
}
