import { z } from 'zod';
import { loadScheduledJobs } from '../../src/data/workflow/load-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { recordsTable } from './records-table.ts';
export const listScheduledJobs = defineTool({
  name: 'list_scheduled_jobs', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Jobs the system runs by the clock: next run, last run, how it ended.',
  input: z.strictObject({ period, status: z.enum(['active', 'paused', 'failed']).optional() }),
  async run(input, { db, clock }) {
    const found = await loadScheduledJobs(db, input, clock.today());
    return answer({
      title: 'Scheduled jobs', asOf: clock.today(),
      tables: [recordsTable('jobs', 'Scheduled jobs', found, [
        ['job', 'Job', 'text'], ['description', 'What it does'], ['nextRunAt', 'Next run', 'date'], ['lastRunAt', 'Last run', 'date'], ['lastStatus', 'Last result'], ['lastError', 'Last error'], ['cron', 'Schedule, UTC'], ['status', 'Status'],
      ])],
    });
  },
});
