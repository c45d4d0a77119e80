import type { AppError, ErrorCode } from '../shared/errors.ts';
import type { ProblemDetails } from './http-api.ts';

const STATUS = {
  'invalid-input': 400,
  unauthenticated: 401,
  'not-permitted': 403,
  'not-approved': 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
  timeout: 504,
} as const satisfies Record<ErrorCode, number>;

const TITLE = {
  'invalid-input': 'The request is not valid',
  unauthenticated: 'Please sign in',
  'not-permitted': 'Not permitted',
  'not-approved': 'Approval is missing',
  'not-found': 'Not found',
  conflict: 'Somebody else changed this in the meantime',
  'too-large': 'Too large',
  'rate-limited': 'Too many requests',
  internal: 'Something went wrong on our side',
  unavailable: 'Temporarily unavailable',
  timeout: 'It took too long',
} as const satisfies Record<ErrorCode, string>;

/** RFC 9457, for HTTP answers and socket acknowledgements alike. An internal error says nothing but its request id. */
export function problemDetails(error: AppError, requestId: string): ProblemDetails {
  const internal = error.code === 'internal';
  return {
    type: `/problems/${error.code}`,
    title: TITLE[error.code],
    status: STATUS[error.code],
    code: error.code,
    requestId,
    ...(internal ? {} : { detail: error.publicMessage }),
    ...(error.hint && !internal ? { hint: error.hint } : {}),
  };
}
