import type { VectorCase } from '../vector-case.ts';
import { runLotCase } from './lot-cases.ts';

export function run(testCase: VectorCase): unknown {
  return runLotCase(testCase, 'fifo');
}
