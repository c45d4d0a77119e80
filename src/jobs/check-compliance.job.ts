import { checkBatch, saveBatch, type BatchDone } from '../data/compliance/nightly/check-batch.ts';
import { findDuePortfolios } from '../data/compliance/nightly/find-due-portfolios.ts';
import { JudgeThread } from '../data/compliance/nightly/judge-off-thread.ts';
import { loadPortfolioStates } from '../data/compliance/load-portfolio-states.ts';
import type { PortfolioState, StateSecurity } from '../domain/portfolio-state/portfolio-state.ts';
import { AppError } from '../shared/errors.ts';
import type { Job, JobContext } from './job.ts';

/** Some tens of milliseconds of work at a time, so that people's requests come in between. */
const BATCH = 25;
/** Below this a second thread would start longer than it helps. */
const THREAD_FROM = 200;

export const checkComplianceJob: Job = {
  name: 'nightly_compliance', description: 'Runs the rules over every portfolio that changed since the last run', cron: '30 23 * * *',
  async run(context) {
    const { portfolioIds, reach } = await findDuePortfolios(context.fork(), context.db, { since: context.lastSuccess, today: context.clock.today() });
    const run = new Run(context);
    const thread = portfolioIds.length >= THREAD_FROM ? new JudgeThread() : undefined;
    try {
      await run.all(portfolioIds, thread);
    } finally {
      await thread?.close();
    }
    const { sum, failed } = run;
    if (failed.length > 0) throw new AppError('unavailable', `${failed.length} of ${portfolioIds.length} portfolios could not be checked, the first ${failed[0]}; the others were.`);
    return `${reach === 'whole' ? 'The whole firm' : 'What changed'}: ${sum.portfolios} portfolios, ${sum.checks} checks kept, ${sum.opened} flags opened, ${sum.closed} closed.`;
  },
};

class Run {
  readonly sum = { portfolios: 0, checks: 0, opened: 0, closed: 0 };
  readonly failed: string[] = [];
  readonly #context: JobContext;
  /** Of the day, shared by the batches. */
  readonly #securities = new Map<string, StateSecurity>();

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** With a thread, one batch is judged there while the next is loaded here. */
  async all(portfolioIds: readonly string[], thread: JudgeThread | undefined): Promise<void> {
    let saving: (() => Promise<void>) | undefined;
    for (let start = 0; start < portfolioIds.length; start += BATCH) {
      const ids = portfolioIds.slice(start, start + BATCH);
      const begun = await this.#begin(ids, thread);
      await saving?.();
      saving = () => this.#guarded(ids, begun);
      await this.#context.breathe();
    }
    await saving?.();
  }

  /** Loads a batch and hands it to the rules; what comes back stores what they said. A failure waits in the promise until it is awaited. */
  async #begin(ids: readonly string[], thread: JudgeThread | undefined): Promise<() => Promise<BatchDone>> {
    const { db, fork } = this.#context;
    try {
      const states = await this.#load(ids);
      if (!thread) return async () => checkBatch(fork(), db, states, this.#context);
      const judging = thread.judge(states).then((judged) => ({ judged }), (error: unknown) => ({ error }));
      return async () => {
        const end = await judging;
        if ('error' in end) throw end.error;
        return saveBatch(fork(), db, { states, judged: end.judged }, this.#context);
      };
    } catch (error) {
      return async () => { throw error; };
    }
  }

  /** One portfolio must not keep the others unchecked: when a batch fails, each of it alone, and the one that fails is named. */
  async #guarded(ids: readonly string[], finish: () => Promise<BatchDone>): Promise<void> {
    const { db, fork, note } = this.#context;
    try {
      this.#count(await finish());
    } catch (batchError) {
      note({ err: batchError, portfolios: ids.length }, 'batch could not be checked at once: its portfolios follow one by one');
      for (const id of ids) {
        try {
          this.#count(await checkBatch(fork(), db, await this.#load([id]), this.#context));
        } catch (error) {
          this.failed.push(id);
          note({ err: error, portfolioId: id }, 'portfolio could not be checked');
        }
      }
    }
  }

  #load(ids: readonly string[]): Promise<PortfolioState[]> {
    return loadPortfolioStates(this.#context.db, ids, this.#context.clock.today(), this.#securities);
  }

  #count(done: BatchDone): void {
    for (const key of ['portfolios', 'checks', 'opened', 'closed'] as const) this.sum[key] += done[key];
  }
}
