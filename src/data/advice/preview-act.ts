import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { moveAdvice } from '../../domain/advice-life/move-advice.ts';
import { standingOf, type ChecksStanding } from '../../domain/advice-life/standing-checks.ts';
import type { AdviceActor } from '../../domain/advice-life/advice-status.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { actFor, type AdviceDecision } from './decide-recommendation.ts';
import { loadCountedChecks } from './counted-checks.ts';
import { prepareExecution, type PreparedExecution } from './execute-recommendation.ts';
import { findForAct, type AdviceTarget, type RecommendationForAct } from './find-for-act.ts';

/** The hash of the trades as they stand: what an approval of any act on the recommendation is bound to. @throws AppError not-found. */
export async function loadTradesHash(db: ScopedDb, number: number): Promise<string> {
  const row = await db.findOneOrNotFound(AiRecommendation, { number }, 'recommendation', { fields: ['tradesHash'] });
  return row.tradesHash;
}

export interface ActPreview {
  readonly row: RecommendationForAct;
  /** Where the act would lead. */
  readonly after: RecommendationForAct['status'];
  readonly standing: ChecksStanding;
}

/**
 * What an act would do, without doing it.
 * @throws AppError as the act itself would.
 */
export async function previewAct(db: ScopedDb, target: AdviceTarget, { decision, actor, reason }: { readonly decision: AdviceDecision['decision'] | 'release'; readonly actor: AdviceActor; readonly reason?: string | undefined }, tools: Pick<SaveTools, 'clock'>): Promise<ActPreview> {
  const row = await findForAct(db, target, tools, decision === 'accept' || decision === 'release');
  const act = decision === 'release' ? decision : actFor(decision, actor, row.status);
  const standing = await db.transaction(async (writer) => standingOf(await loadCountedChecks(actAsService(writer), row.id)));
  const from = act === 'release' && row.status === 'blocked' && standing.blocking.length === 0 ? 'in_review' : row.status;
  return { row, after: moveAdvice({ from, act, actor, reason }), standing };
}

/** What carrying out would book. Changes nothing. @throws AppError as carrying out itself. */
export async function previewExecution(db: ScopedDb, target: AdviceTarget, tools: Pick<SaveTools, 'clock'>): Promise<PreparedExecution & { readonly row: RecommendationForAct }> {
  const row = await findForAct(db, target, tools, false);
  return { row, ...(await db.transaction((writer) => prepareExecution(actAsService(writer), row, tools))) };
}
