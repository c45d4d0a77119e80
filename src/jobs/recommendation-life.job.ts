import type { ScopedDb } from '../access/scoped-db.ts';
import { expireRecommendations, type Pace } from '../data/advice/expire-recommendations.ts';
import { measureRecommendations } from '../data/advice/measure-recommendations.ts';
import type { SaveTools } from '../data/workflow/save-work.ts';
import { AppError } from '../shared/errors.ts';
import type { Job } from './job.ts';

export interface RecommendationLifeRun {
  readonly expired: number;
  readonly measured: number;
}

/** Ends recommendations whose time has run out, and measures those carried out 30, 90 or 365 days ago against doing nothing. */
export async function runRecommendationLife(db: ScopedDb, tools: SaveTools, pace: Pace = {}): Promise<RecommendationLifeRun> {
  return { expired: await expireRecommendations(db, tools, pace), measured: await measureRecommendations(db, tools, pace) };
}

export const recommendationLifeJob: Job = {
  name: 'recommendation_life', description: 'Ends recommendations that nobody decided in time, and measures what became of those carried out', cron: '15 2 * * *',
  async run({ db, clock, newId, breathe, note }) {
    const failed: string[] = [];
    const { expired, measured } = await runRecommendationLife(db, { clock, newId }, {
      breathe,
      onFailure: (error, recommendationId) => {
        failed.push(recommendationId);
        note({ err: error, recommendationId }, 'recommendation could not be moved on');
      },
    });
    if (failed.length > 0) throw new AppError('unavailable', `${failed.length} recommendations could not be moved on, the first ${failed[0]}; the others were.`);
    return `${expired} recommendations expired, ${measured} measured.`;
  },
};
