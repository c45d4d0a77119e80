import { parentPort } from 'node:worker_threads';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import { judgeStates } from './judge-states.ts';

parentPort?.on('message', ({ id, states }: { readonly id: number; readonly states: readonly PortfolioState[] }) => {
  try {
    parentPort?.postMessage({ id, judged: judgeStates(states) });
  } catch (error) {
    parentPort?.postMessage({ id, problem: error instanceof Error ? error.stack ?? error.message : String(error) });
  }
});
