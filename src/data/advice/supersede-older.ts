import type { ScopedWriter } from '../../access/scoped-db.ts';
import { actAsService } from '../../access/act-as-service.ts';
import { OPEN_STATUSES } from '../../domain/advice-life/advice-status.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { stepAdvice } from './step-advice.ts';

export interface Replacement {
  readonly id: string;
  readonly number: number;
  readonly portfolioId: string;
  readonly strategy: AiRecommendation['strategy'];
  /** Where its checks have led. */
  readonly status: AiRecommendation['status'];
}

/**
 * Ends older open recommendations of the same strategy for the same portfolio: their data are old, and two answers to one question are none. A draft
 * of an advisor or a job ends all of them; a client's own ends the client's own alone, and what the firm released or is looking at stays. One that a
 * rule stops answers nothing and ends none.
 */
export async function supersedeOlder(writer: ScopedWriter, { id, number, portfolioId, strategy, status }: Replacement, tools: SaveTools): Promise<number> {
  if (status === 'blocked') return 0;
  const origin = writer.principal.role === 'client' ? { createdBy: { role: 'client' as const } } : {};
  const older = await actAsService(writer).find(AiRecommendation, { portfolio: portfolioId, strategy, status: { $in: [...OPEN_STATUSES] }, id: { $ne: id }, ...origin }, { fields: ['id'], orderBy: { number: 'asc' } });
  for (const row of older) {
    await stepAdvice(writer, { recommendationId: row.id, act: 'supersede', actor: 'system', reason: `Replaced by recommendation ${number}.`, fields: { supersededBy: id }, detail: { by: number } }, tools);
  }
  return older.length;
}
