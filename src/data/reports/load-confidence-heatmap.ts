import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { instantsIn, wanted } from '../records/listed.ts';

/** Where a traded security has no sector. */
export const NO_SECTOR = 'No sector';

export interface HeatmapCell {
  readonly sector: string;
  readonly strategy: string;
  readonly meanConfidence: number;
  readonly leastConfidence: number;
  /** Recommendations; one that trades several securities of a sector counts once there. */
  readonly count: number;
}

export interface ConfidenceHeatmap {
  readonly cells: readonly HeatmapCell[];
  readonly recommendationCount: number;
  /** Recommendations without any trade: they belong to no sector. */
  readonly withoutTrades: number;
}

/** Confidence of recommendations within reach by sector of what they trade and by strategy. Same as sql/views/report_confidence_heatmap.sql. */
export async function loadConfidenceHeatmap(db: ScopedDb, period: string | undefined, today: IsoDate): Promise<ConfidenceHeatmap> {
  const found = await db.find(AiRecommendation, wanted<AiRecommendation>({ createdAt: instantsIn(period, today) }), { fields: ['strategy', 'confidence', 'trades'] });
  const ids = [...new Set(found.flatMap(({ trades }) => trades.map(({ securityId }) => securityId)))];
  const securities = ids.length === 0 ? [] : await db.find(Security, { id: { $in: ids } }, { fields: ['id', 'sector'] });
  const sectors = new Map(securities.map(({ id, sector }) => [id, sector ?? NO_SECTOR]));
  const cells = new Map<string, { sector: string; strategy: string; confidences: number[] }>();
  for (const { strategy, confidence, trades } of found) {
    for (const sector of new Set(trades.map(({ securityId }) => sectors.get(securityId) ?? NO_SECTOR))) {
      const key = `${sector}\n${strategy}`;
      const cell = cells.get(key) ?? { sector, strategy, confidences: [] };
      cell.confidences.push(confidence);
      cells.set(key, cell);
    }
  }
  return {
    recommendationCount: found.length, withoutTrades: found.filter(({ trades }) => trades.length === 0).length,
    cells: [...cells.values()].map(({ sector, strategy, confidences }) => ({
      sector, strategy, count: confidences.length, meanConfidence: confidences.reduce((sum, value) => sum + value, 0) / confidences.length, leastConfidence: Math.min(...confidences),
    })).toSorted((left, right) => left.sector.localeCompare(right.sector, 'en') || left.strategy.localeCompare(right.strategy, 'en')),
  };
}
