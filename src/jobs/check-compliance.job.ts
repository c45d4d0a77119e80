import { checkBatch, RunMemory } from '../data/compliance/nightly/check-batch.ts';
import { findDuePortfolios } from '../data/compliance/nightly/find-due-portfolios.ts';
import { AppError } from '../shared/errors.ts';
import type { Job } from './job.ts';

/** Some tens of milliseconds of work at a time, so that people's requests come in between. */
const BATCH = 25;

export const checkComplianceJob: Job = {
  name: 'nightly_compliance', description: 'Runs the rules over every portfolio that changed since the last run', cron: '30 23 * * *',
  async run({ db, fork, clock, newId, lastSuccess, breathe, note }) {
    const { portfolioIds, reach } = await findDuePortfolios(fork(), db, { since: lastSuccess, today: clock.today() });
    const memory = new RunMemory();
    const sum = { portfolios: 0, checks: 0, opened: 0, closed: 0 };
    const failed: string[] = [];
    const check = async (ids: readonly string[]): Promise<void> => {
      const done = await checkBatch(fork(), db, { portfolioIds: ids, memory }, { clock, newId });
      for (const key of ['portfolios', 'checks', 'opened', 'closed'] as const) sum[key] += done[key];
    };
    for (let start = 0; start < portfolioIds.length; start += BATCH) {
      const ids = portfolioIds.slice(start, start + BATCH);
      try {
        await check(ids);
      } catch {
        // One portfolio must not keep the others unchecked: each of the batch alone, and the one that fails is named.
        for (const id of ids) await check([id]).catch((error: unknown) => { failed.push(id); note({ err: error, portfolioId: id }, 'portfolio could not be checked'); });
      }
      await breathe();
    }
    if (failed.length > 0) throw new AppError('unavailable', `${failed.length} of ${portfolioIds.length} portfolios could not be checked, the first ${failed[0]}; the others were.`);
    return `${reach === 'whole' ? 'The whole firm' : 'What changed'}: ${sum.portfolios} portfolios, ${sum.checks} checks kept, ${sum.opened} flags opened, ${sum.closed} closed.`;
  },
};
