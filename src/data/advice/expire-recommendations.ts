import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import { stepAdvice } from './step-advice.ts';

/** How a nightly run goes through its rows. */
export interface Pace {
  /** Let others run; awaited between rows. */
  readonly breathe?: () => Promise<void>;
  /** One row that fails must not keep the others waiting. Without it, the first failure ends the run. */
  readonly onFailure?: (error: unknown, recommendationId: string) => void;
}

/** Ends every recommendation whose time has run out undecided; one transaction each. Runs with the service's rights. @returns How many. */
export async function expireRecommendations(db: ScopedDb, tools: SaveTools, pace: Pace = {}): Promise<number> {
  const due = await db.find(AiRecommendation, { status: { $in: ['in_review', 'blocked', 'released'] }, validUntil: { $lt: tools.clock.now() } }, { fields: ['id', 'version'], orderBy: { number: 'asc' } });
  let expired = 0;
  for (const { id, version } of due) {
    expired += await eachAlone(id, pace, () => retryConflicts(() => db.transaction((writer) => stepAdvice(writer, { recommendationId: id, expectedVersion: version, act: 'expire', actor: 'system' }, tools))));
  }
  return expired;
}

/** @returns 1 when it went well, 0 when it failed and the run goes on. */
export async function eachAlone(id: string, { breathe, onFailure }: Pace, work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
    await breathe?.();
    return 1;
  } catch (error) {
    if (!onFailure) throw error;
    onFailure(error, id);
    return 0;
  }
}
