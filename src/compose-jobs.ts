import { join } from 'node:path';
import type { Logger } from 'pino';
import { SERVICE_PRINCIPAL, type ScopedDbs } from './access/scoped-dbs.ts';
import { signingKey } from './audit/checkpoint.ts';
import { CheckpointStore } from './audit/checkpoint-store.ts';
import { feedDeps } from './compose-feeds.ts';
import type { Settings } from './config.ts';
import { JobStore } from './data/system/job-store.ts';
import type { Database } from './db/open-database.ts';
import { refreshFeeds } from './ingest/feeds/refresh-feeds.ts';
import type { Job } from './jobs/job.ts';
import { JOBS } from './jobs/registry.ts';
import { JobRunner } from './jobs/run-jobs.ts';
import { keptSecret } from './kept-secret.ts';
import type { Clock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
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
    jobs: settings.FEEDS.length > 0 ? [...JOBS, feedJob({ settings, database, clock, newId })] : JOBS, store: new JobStore(fork, { clock, newId }),
    context: {
      checkpoints: checkpointStore(settings), db: openScope(SERVICE_PRINCIPAL), fork, clock, newId, note: (facts, message) => log.info(facts, message),
    },
    onFailure: (error, job) => log.error({ err: error, job }, 'job failed'),
  });
}

/** Only where feeds are named. Not in the list of all jobs: it works through importers, which jobs otherwise know nothing of. */
function feedJob(parts: Pick<Parts, 'settings' | 'database' | 'clock' | 'newId'>): Job {
  const deps = feedDeps(parts);
  return {
    // The European Central Bank publishes at about 16:00 Frankfurt time.
    name: 'refresh_feeds', description: 'Prices and exchange rates from the suppliers of the setting FEEDS', cron: '30 16 * * 1-5',
    run: async () => {
      const reports = await refreshFeeds(deps);
      const summary = reports.map(({ feed, status, added, corrected, error }) => `${feed}: ${status}, ${added} added, ${corrected} corrected${error ? ` (${error})` : ''}`).join('; ');
      if (reports.every(({ status }) => status === 'failed')) throw new AppError('unavailable', summary);
      return `${summary}.`;
    },
  };
}

/** The checkpoints of this installation, signed with its own key. */
export function checkpointStore(settings: Settings): CheckpointStore {
  return new CheckpointStore(join(settings.DATA_DIR, 'checkpoints'), signingKey(keptSecret(settings.DATA_DIR, 'ledger')));
}
