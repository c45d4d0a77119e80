import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode } from '../shared/errors.ts';
import type { ProblemDetails } from '../contract/http-api.ts';

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

/** RFC 9457. Only our own sentences leave; anything unknown is logged under the request id and answered with a constant. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = toAppError(error);
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed');
  const problem: ProblemDetails = {
    type: `/problems/${known.code}`,
    title: TITLE[known.code],
    status: STATUS[known.code],
    code: known.code,
    requestId: request.id,
    ...(known.code === 'internal' ? {} : { detail: known.publicMessage }),
    ...(known.hint ? { hint: known.hint } : {}),
  };
  void reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

function toAppError(error: FastifyError | Error): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => `${issue.instancePath.slice(1) || 'body'}: ${issue.message ?? 'is not valid'}`);
    return new AppError('invalid-input', fields.join('; '), { cause: error });
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 429) return new AppError('rate-limited', 'Too many requests.', { hint: 'Wait a moment and try again.', cause: error });
  if (status === 413) return new AppError('too-large', 'The request is too large.', { cause: error });
  if (status !== undefined && status >= 400 && status < 500) return new AppError('invalid-input', 'The request cannot be read.', { cause: error });
  return new AppError('internal', 'internal', { cause: error });
}
