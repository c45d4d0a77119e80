import type { ScopedDb } from '../../access/scoped-db.ts';
import { AssetAllocationTarget } from '../../entities/planning/asset-allocation-target.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface TargetWeight {
  readonly assetClass: string;
  readonly targetFraction: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  readonly validFrom: IsoDate;
}

/** The newest set of targets in force of each portfolio; portfolios without targets are absent. */
export async function loadTargets(db: ScopedDb, portfolioIds: readonly string[], today: IsoDate): Promise<Map<string, TargetWeight[]>> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(AssetAllocationTarget, { portfolio: { $in: [...portfolioIds] }, validFrom: { $lte: today } }, { orderBy: [{ validFrom: 'desc' }, { assetClass: 'asc' }] });
  const targets = new Map<string, TargetWeight[]>();
  for (const { portfolio, assetClass, targetFraction, minFraction, maxFraction, validFrom } of rows) {
    const own = targets.get(portfolio.id) ?? [];
    // Newest first: what belongs to an older set is over.
    if (own[0] && own[0].validFrom !== validFrom) continue;
    targets.set(portfolio.id, [...own, { assetClass, targetFraction, minFraction, maxFraction, validFrom }]);
  }
  return targets;
}
