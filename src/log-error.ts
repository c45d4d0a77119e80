/**
 * What the log keeps of an error. A database's own message repeats values of the statement ("Duplicate entry 'anna@example.com' …"), which may
 * be personal: its code stands instead, and of the stack only where it happened.
 */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const isDatabase = ['sqlState', 'sqlMessage', 'errcode', 'sql'].some((key) => key in error);
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: name, message: isDatabase ? 'database error' : message, code, ...('errno' in error ? { errno: error.errno } : {}),
    stack: stack.split('\n').filter((line) => line.startsWith('    at ')).join('\n'), ...(cause === undefined ? {} : { cause: loggedError(cause) }),
  };
}
