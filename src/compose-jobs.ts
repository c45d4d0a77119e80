import { join } from 'node:path';
import type { Logger } from 'pino';
import { SERVICE_PRINCIPAL, type ScopedDbs } from './access/scoped-dbs.ts';
import { signingKey } from './audit/checkpoint.ts';
import { CheckpointStore } from './audit/checkpoint-store.ts';
import type { Settings } from './config.ts';
import { JobStore } from './data/system/job-store.ts';
import type { Database } from './db/open-database.ts';
import { JOBS } from './jobs/registry.ts';
import { JobRunner } from './jobs/run-jobs.ts';
import { keptSecret } from './kept-secret.ts';
import type { Clock } from './shared/clock.ts';
import type { NewId } from './shared/ids.ts';

interface Parts {
  readonly settings: Settings;
  readonly database: Database;
  readonly openScope: ScopedDbs;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Logger;
}

/** The jobs, bound to this database, with the service's rights. */
export function jobRunner({ settings, database, openScope, clock, newId, log }: Parts): JobRunner {
  const fork = () => database.orm.em.fork();
  return new JobRunner({
    jobs: JOBS, store: new JobStore(fork, { clock, newId }),
    context: {
      checkpoints: checkpointStore(settings), db: openScope(SERVICE_PRINCIPAL), fork, clock, newId, note: (facts, message) => log.info(facts, message),
    },
    onFailure: (error, job) => log.error({ err: error, job }, 'job failed'),
  });
}

/** The checkpoints of this installation, signed with its own key. */
export function checkpointStore(settings: Settings): CheckpointStore {
  return new CheckpointStore(join(settings.DATA_DIR, 'checkpoints'), signingKey(keptSecret(settings.DATA_DIR, 'ledger')));
}
