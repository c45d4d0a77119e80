import { AppError } from '../shared/errors.ts';

/**
 * Ends a command: what is ours to say goes to standard error, with exit code 2 for a wrong call and 1 for everything else. Anything else
 * that was thrown is a defect and leaves with its stack.
 */
export async function endWithProblem(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(`${error.publicMessage}${error.hint ? `\n${error.hint}` : ''}`);
    process.exitCode = error.code === 'invalid-input' ? 2 : 1;
  }
}
