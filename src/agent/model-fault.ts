export type FaultKind =
  | 'rate-limited' | 'timeout' | 'server-error' | 'connection' | 'truncated' | 'empty' | 'context-overflow' | 'rejected' | 'unreadable';

/** What went wrong with one attempt, in our own terms: the provider's words go to the log only. */
export interface ModelFault {
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly status?: number;
  readonly cause: unknown;
}

const RETRYABLE_STATUS = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);
const LONGEST_WAIT_MS = 30_000;

export function faultOf(error: unknown): ModelFault {
  const status = numberField(error, 'status');
  const name = error instanceof Error ? error.name : '';
  // LangChain's own error for it hides the provider's status.
  if (name === 'ContextOverflowError') return { kind: 'context-overflow', retryable: false, cause: error };
  if (status !== undefined) return statusFault(status, error);
  if (name === 'IdleTimeout' || name === 'APIConnectionTimeoutError' || name === 'TimeoutError') return { kind: 'timeout', retryable: true, cause: error };
  if (name === 'TruncatedStream') return { kind: 'truncated', retryable: true, cause: error };
  if (name === 'EmptyCompletion') return { kind: 'empty', retryable: true, cause: error };
  if (name === 'UnreadableStream' || error instanceof SyntaxError) return { kind: 'unreadable', retryable: true, cause: error };
  return { kind: 'connection', retryable: true, cause: error };
}

function statusFault(status: number, error: unknown): ModelFault {
  if (status === 400 && /context|too long|maximum.*tokens/i.test(error instanceof Error ? error.message : '')) return { kind: 'context-overflow', retryable: false, status, cause: error };
  const retryAfterMs = retryAfter(error);
  if (RETRYABLE_STATUS.has(status)) {
    return { kind: status === 429 ? 'rate-limited' : status === 408 || status === 504 ? 'timeout' : 'server-error', retryable: true, status, cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  return { kind: 'rejected', retryable: false, status, cause: error };
}

/** `retry-after-ms`, or `retry-after` in seconds; capped, because a person is waiting. */
function retryAfter(error: unknown): number | undefined {
  const headers: unknown = typeof error === 'object' && error !== null && 'headers' in error ? error.headers : undefined;
  if (!(headers instanceof Headers)) return undefined;
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(ms) ? ms : seconds * 1_000;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}

function numberField(value: unknown, field: string): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([name]) => name === field)?.[1];
  return typeof found === 'number' ? found : undefined;
}
