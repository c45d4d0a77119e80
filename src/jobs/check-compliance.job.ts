import { checkBatch } from '../data/compliance/nightly/check-batch.ts';
import { findDuePortfolios } from '../data/compliance/nightly/find-due-portfolios.ts';
import type { StateSecurity } from '../domain/portfolio-state/portfolio-state.ts';
import type { Job } from './job.ts';

/** Some tens of milliseconds of work at a time, so that people's requests come in between. */
const BATCH = 25;

export const checkComplianceJob: Job = {
  name: 'nightly_compliance', description: 'Runs the rules over every portfolio that changed since the last run', cron: '30 23 * * *',
  async run({ db, fork, clock, newId, lastSuccess, breathe }) {
    const { portfolioIds, reach } = await findDuePortfolios(fork(), db, { since: lastSuccess, today: clock.today() });
    const known = new Map<string, StateSecurity>();
    const sum = { portfolios: 0, checks: 0, opened: 0, closed: 0 };
    for (let start = 0; start < portfolioIds.length; start += BATCH) {
      const done = await checkBatch(fork(), db, { portfolioIds: portfolioIds.slice(start, start + BATCH), known }, { clock, newId });
      sum.portfolios += done.portfolios;
      sum.checks += done.checks;
      sum.opened += done.opened;
      sum.closed += done.closed;
      await breathe();
    }
    return `${reach === 'whole' ? 'The whole firm' : 'What changed'}: ${sum.portfolios} portfolios, ${sum.checks} checks kept, ${sum.opened} flags opened, ${sum.closed} closed.`;
  },
};
