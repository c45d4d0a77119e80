import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import { checkGoalSimulation, type GoalSimulation, type GoalSimulationInput } from './simulate-goal.ts';

interface Waiting {
  readonly resolve: (result: GoalSimulation) => void;
  readonly reject: (error: AppError) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

let thread: Thread | undefined;
let lastId = 0;

/**
 * `simulateGoal` in a thread of its own, so that the event loop goes on serving. One thread is started on first use and kept, since its compiled
 * code makes later simulations twice as fast; it never keeps the process alive. Inputs are checked here, because an AppError does not survive the
 * journey between threads. Rejects with AppError invalid-input, timeout (the thread is then replaced) or unavailable.
 */
export async function simulateGoalOffThread(input: GoalSimulationInput, { timeoutMs = 20_000 } = {}): Promise<GoalSimulation> {
  checkGoalSimulation(input);
  const used = (thread ??= startThread());
  const id = (lastId += 1);
  let limit: NodeJS.Timeout | undefined;
  const answer = new Promise<GoalSimulation>((resolve, reject) => {
    used.waiting.set(id, { resolve, reject });
    used.worker.ref(); // while somebody waits, the process must not end
    limit = setTimeout(() => discard(used, new AppError('timeout', 'The simulation took too long.', { hint: 'Try fewer paths or a shorter horizon.' })), timeoutMs);
    used.worker.postMessage({ id, input });
  });
  try {
    return await answer;
  } finally {
    clearTimeout(limit);
    used.waiting.delete(id);
    if (used.waiting.size === 0) used.worker.unref();
  }
}

/** Starts the thread and compiles its code with a small run, so that the first person to ask does not wait the extra tenth of a second for it. */
export async function warmUpGoalSimulation(): Promise<void> {
  await simulateGoalOffThread({ initialValue: 1, months: 120, monthlyContribution: 0, goalValue: 1, annualReturnFraction: 0, annualVolatilityFraction: 0.1, paths: 2_000, seed: 1 });
}

function startThread(): Thread {
  const worker = new Worker(new URL('./simulate-goal.worker.ts', import.meta.url), { execArgv: [] });
  const started: Thread = { worker, waiting: new Map() };
  worker.on('message', ({ id, result }: { readonly id: number; readonly result: GoalSimulation }) => started.waiting.get(id)?.resolve(result));
  const failed = (cause: unknown): void => discard(started, new AppError('unavailable', 'The simulation did not finish.', { cause }));
  worker.on('error', failed);
  worker.on('exit', (code) => failed(new Error(`the thread ended with code ${code}`)));
  return started;
}

/** Fails everyone who waits on a thread and forgets it; the next simulation starts another. */
function discard(broken: Thread, error: AppError): void {
  if (thread === broken) thread = undefined;
  for (const { reject } of broken.waiting.values()) reject(error);
  broken.waiting.clear();
  void broken.worker.terminate();
}
