import type { ScopedDb } from '../access/scoped-db.ts';
import type { CheckpointStore } from '../audit/checkpoint-store.ts';
import type { DatabaseHandle } from '../data/system/job-store.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';

/** What a job works with: the service's rights, and the manners of a guest in a process that answers people. */
export interface JobContext {
  readonly db: ScopedDb;
  /** For set-based work that passes the unit of work by. */
  readonly fork: () => DatabaseHandle;
  /** Where the signed checkpoints of the audit ledger are kept. */
  readonly checkpoints: CheckpointStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** When the last run that succeeded began. */
  readonly lastSuccess: Date | undefined;
  /** Let others run; to be awaited between parts of at most some dozen milliseconds. Throws when the process is stopping. */
  readonly breathe: () => Promise<void>;
  readonly note: (facts: Readonly<Record<string, unknown>>, message: string) => void;
}

export interface Job {
  /** As in ScheduledTasks: `nightly_compliance`. */
  readonly name: string;
  readonly description: string;
  /** Cron expression in UTC. */
  readonly cron: string;
  /** @returns What it did, in one sentence with counts; undefined when there was nothing to do, which is not worth an audit entry. */
  run(context: JobContext): Promise<string | undefined>;
}
