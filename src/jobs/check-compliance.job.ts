import { checkBatch, saveBatch, type BatchDone, type JudgedBatch } from '../data/compliance/nightly/check-batch.ts';
import { findDuePortfolios } from '../data/compliance/nightly/find-due-portfolios.ts';
import { judgeStates } from '../data/compliance/nightly/judge-states.ts';
import { JudgeThread } from '../data/compliance/nightly/judge-off-thread.ts';
import { loadPortfolioStates } from '../data/compliance/load-portfolio-states.ts';
import type { PortfolioState, StateSecurity } from '../domain/portfolio-state/portfolio-state.ts';
import { AppError } from '../shared/errors.ts';
import type { Job, JobContext } from './job.ts';

/** Loaded and judged together: a query costs the same for a hundred as for ten. Three such batches are in memory at most. */
const BATCH = 100;
/** Written together: some tens of milliseconds in one transaction, so that people's requests come in between. */
const WRITTEN_AT_ONCE = 50;
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
  #stop: { readonly error: unknown } | undefined;

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** With a thread, one batch is judged there while the next is loaded and the last is written here. */
  async all(portfolioIds: readonly string[], thread: JudgeThread | undefined): Promise<void> {
    let finish: (() => Promise<void>) | undefined;
    for (let start = 0; start < portfolioIds.length; start += BATCH) {
      const ids = portfolioIds.slice(start, start + BATCH);
      const judging = await this.#begin(ids, thread);
      await finish?.();
      finish = () => this.#finish(ids, judging);
      await this.#breathe();
    }
    await finish?.();
  }

  /** Loads a batch and hands it to the rules. A failure waits in what comes back until that is called. */
  async #begin(ids: readonly string[], thread: JudgeThread | undefined): Promise<() => Promise<JudgedBatch>> {
    try {
      const states = await this.#load(ids);
      if (!thread) return async () => ({ states, judged: judgeStates(states) });
      const judging = thread.judge(states).then((judged) => ({ judged }), (error: unknown) => ({ error }));
      return async () => {
        const end = await judging;
        if ('error' in end) throw end.error;
        return { states, judged: end.judged };
      };
    } catch (error) {
      return async () => { throw error; };
    }
  }

  async #finish(ids: readonly string[], judging: () => Promise<JudgedBatch>): Promise<void> {
    let batch: JudgedBatch;
    try {
      batch = await judging();
    } catch (error) {
      return this.#oneByOne(ids, error);
    }
    for (let start = 0; start < batch.states.length; start += WRITTEN_AT_ONCE) {
      if (start > 0) await this.#breathe();
      const states = batch.states.slice(start, start + WRITTEN_AT_ONCE);
      try {
        this.#count(await saveBatch(this.#context.fork(), this.#context.db, { states, judged: batch.judged.slice(start, start + WRITTEN_AT_ONCE) }, this.#context));
      } catch (error) {
        await this.#oneByOne(states.map(({ portfolio }) => portfolio.id), error);
      }
    }
  }

  /** One portfolio must not keep the others unchecked: when some cannot be checked at once, each of them alone, and the one that fails is named. */
  async #oneByOne(ids: readonly string[], cause: unknown): Promise<void> {
    const { db, fork, note } = this.#context;
    if (this.#stop) throw this.#stop.error;
    note({ err: cause, portfolios: ids.length }, 'batch could not be checked at once: its portfolios follow one by one');
    for (const id of ids) {
      try {
        this.#count(await checkBatch(fork(), db, await this.#load([id]), this.#context));
      } catch (error) {
        if (this.#stop) throw error;
        this.failed.push(id);
        note({ err: error, portfolioId: id }, 'portfolio could not be checked');
      }
    }
  }

  #load(ids: readonly string[]): Promise<PortfolioState[]> {
    return loadPortfolioStates(this.#context.db, ids, this.#context.clock.today(), { known: this.#securities, breathe: () => this.#breathe() });
  }

  /** Throws when the process is stopping: that is the end of the run, not a portfolio that could not be checked. */
  async #breathe(): Promise<void> {
    try {
      await this.#context.breathe();
    } catch (error) {
      this.#stop = { error };
      throw error;
    }
  }

  #count(done: BatchDone): void {
    for (const key of ['portfolios', 'checks', 'opened', 'closed'] as const) this.sum[key] += done[key];
  }
}
