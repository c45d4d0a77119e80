import type { ScopedDb } from '../access/scoped-db.ts';
import { expireRecommendations } from '../data/advice/expire-recommendations.ts';
import { measureRecommendations } from '../data/advice/measure-recommendations.ts';
import type { SaveTools } from '../data/workflow/save-work.ts';

export interface RecommendationLifeRun {
  readonly expired: number;
  readonly measured: number;
}

/** Nightly: ends recommendations whose time has run out, and measures those carried out 30, 90 or 365 days ago against doing nothing. */
export async function runRecommendationLife(db: ScopedDb, tools: SaveTools): Promise<RecommendationLifeRun> {
  return { expired: await expireRecommendations(db, tools), measured: await measureRecommendations(db, tools) };
}
