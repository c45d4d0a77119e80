import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import { stepAdvice } from './step-advice.ts';

/** Ends every recommendation whose time has run out undecided; one transaction each. Runs with the service's rights. @returns How many. */
export async function expireRecommendations(db: ScopedDb, tools: SaveTools): Promise<number> {
  const due = await db.find(AiRecommendation, { status: { $in: ['in_review', 'blocked', 'released'] }, validUntil: { $lt: tools.clock.now() } }, { fields: ['id', 'version'], orderBy: { number: 'asc' } });
  for (const { id, version } of due) {
    await retryConflicts(() => db.transaction((writer) => stepAdvice(writer, { recommendationId: id, expectedVersion: version, act: 'expire', actor: 'system' }, tools)));
  }
  return due.length;
}
