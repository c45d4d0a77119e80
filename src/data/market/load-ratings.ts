import type { ScopedDb } from '../../access/scoped-db.ts';
import { EsgRating } from '../../entities/trading/esg-rating.entity.ts';
import { SecurityRating } from '../../entities/trading/security-rating.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface EsgScore {
  readonly securityId: string;
  readonly agency: string;
  readonly ratedOn: IsoDate;
  /** 0 to 100, 100 best. */
  readonly score: number;
  readonly environment: number | null;
  readonly social: number | null;
  readonly governance: number | null;
  readonly grade: string | null;
  readonly controversy: number | null;
}

/** The newest score of each security up to a day; securities without one are absent. */
export async function loadEsgScores(db: ScopedDb, securityIds: readonly string[], today: IsoDate): Promise<Map<string, EsgScore>> {
  const rows = securityIds.length === 0 ? [] : await db.find(EsgRating, { security: { $in: [...new Set(securityIds)] }, ratedOn: { $lte: today } }, { orderBy: [{ ratedOn: 'asc' }, { agency: 'desc' }] });
  // Oldest first: the newest stays.
  return new Map(rows.map((row) => [row.security.id, {
    securityId: row.security.id, agency: row.agency, ratedOn: row.ratedOn, score: row.score, environment: row.environmentScore ?? null, social: row.socialScore ?? null,
    governance: row.governanceScore ?? null, grade: row.grade ?? null, controversy: row.controversyLevel ?? null,
  }]));
}

export interface RatingRow {
  readonly agency: string;
  readonly kind: string;
  readonly rating: string;
  readonly score: number | null;
  readonly outlook: string | null;
  readonly action: string;
  /** Exact decimal in the currency of the security. */
  readonly targetPrice: string | null;
  readonly ratedOn: IsoDate;
}

/** Ratings of a security up to a day, newest first. */
export async function loadRatings(db: ScopedDb, securityId: string, today: IsoDate): Promise<RatingRow[]> {
  const rows = await db.find(SecurityRating, { security: securityId, ratedOn: { $lte: today } }, { orderBy: [{ ratedOn: 'desc' }, { agency: 'asc' }] });
  return rows.map(({ agency, kind, rating, score, outlook, action, targetPrice, ratedOn }) => ({
    agency, kind, rating, score: score ?? null, outlook: outlook ?? null, action, targetPrice: targetPrice ?? null, ratedOn,
  }));
}
