import { parentPort } from 'node:worker_threads';
import { simulateGoal, type GoalSimulationInput } from './simulate-goal.ts';

// Started by simulate-goal-off-thread.ts alone, which has checked the input and matches answers to questions by their number.
parentPort?.on('message', ({ id, input }: { readonly id: number; readonly input: GoalSimulationInput }) => {
  parentPort?.postMessage({ id, result: simulateGoal(input) });
});
