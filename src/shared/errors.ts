export type ErrorCode =
  | 'invalid-input'
  | 'unauthenticated'
  | 'not-found'
  | 'not-permitted'
  | 'not-approved'
  | 'conflict'
  | 'rate-limited'
  | 'too-large'
  | 'timeout'
  | 'unavailable'
  | 'internal';

export interface AppErrorOptions {
  /** What the person (or the model) can do about it. Public, like the message. */
  readonly hint?: string;
  /** Where: file, line, field. Public. */
  readonly where?: Readonly<Record<string, string | number>>;
  /** For the log only; never leaves the process. */
  readonly cause?: unknown;
}

/** The one error that may be shown: its message and hint are written for people and carry nothing that a stranger may not know. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly hint: string | undefined;
  readonly where: Readonly<Record<string, string | number>> | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: AppErrorOptions = {}) {
    super(publicMessage, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.publicMessage = publicMessage;
    this.hint = options.hint;
    this.where = options.where;
  }
}

/** The same sentence for a record that does not exist and for one that belongs to somebody else. */
export function notFound(what: string): AppError {
  return new AppError('not-found', `There is no such ${what}.`, { hint: 'Check the name or the id, or search for it first.' });
}

export function invalidInput(message: string, options: AppErrorOptions = {}): AppError {
  return new AppError('invalid-input', message, options);
}
