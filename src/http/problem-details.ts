import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { problemDetails } from '../contract/problem.ts';
import { AppError } from '../shared/errors.ts';

/** Only our own sentences leave; anything unknown is logged under the request id and answered with a constant. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = toAppError(error);
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed');
  const problem = problemDetails(known, request.id);
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
