import { checkEnteredTrades, findEnteredTrades } from '../data/compliance/check-entered-trades.ts';
import type { Job } from './job.ts';

/** How far back the first run looks. */
const FIRST_REACH_MS = 24 * 3_600_000;

export const checkTradesJob: Job = {
  name: 'trade_checks', description: 'Runs the rules on trades that somebody entered, whatever the door', cron: '*/5 * * * *',
  async run({ db, fork, clock, newId, lastSuccess, breathe }) {
    const entered = await findEnteredTrades(db, lastSuccess ?? new Date(clock.now().getTime() - FIRST_REACH_MS), { clock, newId });
    if (entered.size === 0) return undefined;
    let trades = 0;
    let against = 0;
    for (const [portfolioId, transactionIds] of entered) {
      against += await checkEnteredTrades(fork(), db, { portfolioId, transactionIds }, { clock, newId });
      trades += transactionIds.length;
      await breathe();
    }
    return `${trades} trades in ${entered.size} portfolios; ${against} rules stood against them.`;
  },
};
