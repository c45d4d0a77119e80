import { setImmediate as nextTurn } from 'node:timers/promises';
import { Cron } from 'croner';
import type { JobStore } from '../data/system/job-store.ts';
import { AppError, notFound } from '../shared/errors.ts';
import type { Job, JobContext } from './job.ts';

export interface JobRunnerDeps {
  readonly jobs: readonly Job[];
  readonly store: JobStore;
  readonly context: Omit<JobContext, 'lastSuccess' | 'breathe'>;
  readonly onFailure: (error: unknown, job: string) => void;
}

export type JobEnd = { readonly ran: false } | { readonly ran: true; readonly summary: string; readonly durationMs: number };

/** Runs jobs by the clock or on demand; of several processes one runs each. Timers are the wall's, days and instants the application's. */
export class JobRunner {
  readonly #deps: JobRunnerDeps;
  readonly #timers: Cron[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #isStopping = false;

  constructor(deps: JobRunnerDeps) {
    this.#deps = deps;
  }

  /** Puts every job into ScheduledTasks. */
  async register(): Promise<void> {
    for (const { name, description, cron } of this.#deps.jobs) await this.#deps.store.register({ job: name, description, cron, nextRunAt: this.#next(cron) });
  }

  /** Registers the jobs and starts the timers. */
  async start(): Promise<void> {
    await this.register();
    for (const job of this.#deps.jobs) {
      this.#timers.push(new Cron(job.cron, { timezone: 'UTC', protect: true }, () => this.#track(this.#byClock(job))));
    }
  }

  /** Runs a job now. @throws AppError not-found for an unknown one; whatever the job throws, after it is on record. */
  async run(name: string): Promise<JobEnd> {
    const job = this.#deps.jobs.find((candidate) => candidate.name === name);
    if (!job) throw notFound('job');
    return this.#track(this.#run(job, false));
  }

  /** No new run begins; those under way end at their next breath and are on record as failed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const timer of this.#timers) timer.stop();
    await Promise.allSettled(this.#running);
  }

  async #byClock(job: Job): Promise<void> {
    try {
      await this.#run(job, true);
    } catch (error) {
      this.#deps.onFailure(error, job.name);
    }
  }

  async #run(job: Job, byClock: boolean): Promise<JobEnd> {
    const { store, context } = this.#deps;
    const claim = this.#isStopping ? undefined : await store.claim(job.name, { byClock, nextRunAt: this.#next(job.cron) });
    if (!claim) return { ran: false };
    const begun = performance.now();
    try {
      const summary = await job.run({ ...context, lastSuccess: claim.lastSuccess, breathe: () => this.#breathe() });
      await store.finish(job.name, claim, summary === undefined ? {} : { summary });
      return { ran: true, summary: summary ?? 'There was nothing to do.', durationMs: performance.now() - begun };
    } catch (error) {
      await store.finish(job.name, claim, { error: error instanceof AppError ? error.publicMessage : 'An unexpected error; the log has it.' });
      throw error;
    }
  }

  async #breathe(): Promise<void> {
    await nextTurn();
    if (this.#isStopping) throw new AppError('unavailable', 'The process is stopping.');
  }

  async #track<T>(run: Promise<T>): Promise<T> {
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  #next(cron: string): Date | null {
    return new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(this.#deps.context.clock.now());
  }
}
