import { checkComplianceJob } from './check-compliance.job.ts';
import { checkTradesJob } from './check-trades.job.ts';
import { findInsightsJob } from './find-insights.job.ts';
import type { Job } from './job.ts';
import { recommendationLifeJob } from './recommendation-life.job.ts';
import { signLedgerJob } from './sign-ledger.job.ts';

/** Every job there is. An explicit list: the type checker and a search both see it. */
export const JOBS: readonly Job[] = [checkComplianceJob, checkTradesJob, findInsightsJob, recommendationLifeJob, signLedgerJob];
