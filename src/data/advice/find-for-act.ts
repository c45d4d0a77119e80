import type { ScopedReader } from '../../access/scoped-db.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { adviceHash } from './advice-hash.ts';

/** Which recommendation a person acts on, and what they saw of it. */
export interface AdviceTarget {
  readonly number: number;
  /** Hash of the trades that the person saw: another hash is another recommendation. */
  readonly tradesHash: string;
  readonly expectedVersion?: number | undefined;
}

/**
 * The recommendation that a person acts on, within their reach.
 * @throws AppError not-found; conflict when its trades are not those that the person saw, or when its time has run out.
 */
export async function findForAct(db: ScopedReader, { number, tradesHash }: AdviceTarget, { clock }: Pick<SaveTools, 'clock'>, mustBeInTime = true) {
  const row = await db.findOneOrNotFound(AiRecommendation, { number }, 'recommendation', { populate: ['portfolio', 'client'] });
  // The stored hash alone would vouch for trades that somebody has changed beside it.
  if (row.tradesHash !== tradesHash || adviceHash(row.trades) !== tradesHash) throw new AppError('conflict', `The trades of recommendation ${number} are not those that were shown.`, { hint: 'Look at it again and decide anew.' });
  if (mustBeInTime && row.validUntil < clock.now()) throw new AppError('conflict', `Recommendation ${number} has lapsed.`, { hint: 'Ask for a new one: prices have moved on.' });
  return row;
}

export type RecommendationForAct = Awaited<ReturnType<typeof findForAct>>;
