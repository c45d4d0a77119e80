import type { EntityManager } from '@mikro-orm/core';
import { auditRow } from '../../audit/record.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { ScheduledTask } from '../../entities/workflow/scheduled-task.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';

export type { EntityManager as DatabaseHandle } from '@mikro-orm/core';

/** A run that is older than this has died: another may begin. */
const LEASE_MS = 60 * 60_000;

/** A timer may ring a little before its time. */
const EARLY_MS = 1_000;

export interface JobRow {
  readonly job: string;
  readonly description: string;
  readonly cron: string;
  readonly status: string;
  readonly nextRunAt: Date | null;
  readonly lastRunAt: Date | null;
  readonly lastStatus: string | null;
  readonly lastError: string | null;
}

export interface Claim {
  /** When the last run that succeeded began; `undefined` when the last one failed or there was none. */
  readonly lastSuccess: Date | undefined;
  readonly startedAt: Date;
}

/** The jobs as the database knows them: what is registered, who runs, and how it ended. Shared by all processes. */
export class JobStore {
  readonly #fork: () => EntityManager;
  readonly #tools: SaveTools;

  constructor(fork: () => EntityManager, tools: SaveTools) {
    this.#fork = fork;
    this.#tools = tools;
  }

  /** Makes the row of a job, or brings its description and time up to date; what is on record of its runs stays. */
  async register({ job, description, cron, nextRunAt }: Pick<JobRow, 'job' | 'description' | 'cron' | 'nextRunAt'>): Promise<void> {
    const em = this.#fork();
    const known = await em.findOne(ScheduledTask, { job }, { fields: ['id'] });
    if (known) await em.nativeUpdate(ScheduledTask, { job }, { description, cron, nextRunAt });
    else await em.insert(ScheduledTask, { id: this.#tools.newId(), job, description, cron, nextRunAt, status: 'active', version: 1 });
  }

  async list(): Promise<JobRow[]> {
    const rows = await this.#fork().find(ScheduledTask, {}, { orderBy: { job: 'asc' } });
    return rows.map((row) => ({
      job: row.job, description: row.description, cron: row.cron, status: row.status, nextRunAt: row.nextRunAt ?? null, lastRunAt: row.lastRunAt ?? null, lastStatus: row.lastStatus ?? null, lastError: row.lastError ?? null,
    }));
  }

  /**
   * Takes a job for this process: of several that want it at once, one gets it. By the clock, only an active job whose time has come and that
   * nobody has run for this time yet.
   * @returns Undefined when another process runs it, or has.
   */
  async claim(job: string, { byClock, nextRunAt }: { readonly byClock: boolean; readonly nextRunAt: Date | null }): Promise<Claim | undefined> {
    const em = this.#fork();
    const now = this.#tools.clock.now();
    const row = await em.findOne(ScheduledTask, { job }, { disableIdentityMap: true });
    if (!row) return undefined;
    const isRunning = row.lastStatus === 'running' && row.lastRunAt && now.getTime() - row.lastRunAt.getTime() < LEASE_MS;
    if (isRunning || (byClock && (row.status !== 'active' || (row.nextRunAt && row.nextRunAt.getTime() > now.getTime() + EARLY_MS)))) return undefined;
    const taken = await em.nativeUpdate(ScheduledTask, { job, version: row.version }, { lastStatus: 'running', lastRunAt: now, lastError: null, nextRunAt, version: row.version + 1 });
    return taken === 1 ? { startedAt: now, lastSuccess: row.lastStatus === 'succeeded' && row.lastRunAt ? row.lastRunAt : undefined } : undefined;
  }

  /** Puts the end of a run on record, with an entry in the audit log when it did something or failed. A run that lost its lease meanwhile changes nothing of the next one. */
  async finish(job: string, { startedAt }: Claim, end: { readonly error?: string; readonly summary?: string }): Promise<void> {
    const failed = end.error !== undefined;
    await this.#fork().transactional(async (em) => {
      await em.nativeUpdate(ScheduledTask, { job, lastRunAt: startedAt, lastStatus: 'running' }, { lastStatus: failed ? 'failed' : 'succeeded', lastError: end.error?.slice(0, 500) ?? null });
      if (!failed && end.summary === undefined) return;
      await em.insert(AuditLog, auditRow({
        actorId: null, actorRole: 'service', event: failed ? 'job.failed' : 'job.ran', decision: failed ? 'failed' : 'done', objectType: 'ScheduledTasks', objectId: job, detail: { summary: end.summary ?? null },
      }, this.#tools));
    });
  }
}
