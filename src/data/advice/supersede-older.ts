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
}

/** Ends every older open recommendation of the same strategy for the same portfolio: its data are old, and two answers to one question are none. */
export async function supersedeOlder(writer: ScopedWriter, { id, number, portfolioId, strategy }: Replacement, tools: SaveTools): Promise<number> {
  const older = await actAsService(writer).find(AiRecommendation, { portfolio: portfolioId, strategy, status: { $in: [...OPEN_STATUSES] }, id: { $ne: id } }, { fields: ['id'], orderBy: { number: 'asc' } });
  for (const row of older) {
    await stepAdvice(writer, { recommendationId: row.id, act: 'supersede', actor: 'system', reason: `Replaced by recommendation ${number}.`, fields: { supersededBy: id }, detail: { by: number } }, tools);
  }
  return older.length;
}
