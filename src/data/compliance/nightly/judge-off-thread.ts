import { Worker } from 'node:worker_threads';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import type { JudgedState } from './judge-states.ts';

interface Answered {
  readonly id: number;
  readonly judged?: readonly JudgedState[];
  readonly problem?: string;
}

interface Waiting {
  readonly resolve: (judged: readonly JudgedState[]) => void;
  readonly reject: (error: Error) => void;
}

/** The rules in a thread of their own: while it judges one part of the firm, the caller loads the next and stores the last. Close it after the run. */
export class JudgeThread {
  readonly #worker = new Worker(new URL('judge.worker.ts', import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#worker.on('message', ({ id, judged, problem }: Answered) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (judged) waiting?.resolve(judged);
      else waiting?.reject(new Error(`the rules could not judge: ${problem}`));
    });
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread of the rules has ended')));
  }

  /** One judgement a state, in their order. */
  async judge(states: readonly PortfolioState[]): Promise<readonly JudgedState[]> {
    const id = (this.#lastId += 1);
    const answer = new Promise<readonly JudgedState[]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#worker.postMessage({ id, states });
    return answer;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
