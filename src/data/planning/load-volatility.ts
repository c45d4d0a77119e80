import type { ScopedDb } from '../../access/scoped-db.ts';
import { PerformanceMetric } from '../../entities/analytics/performance-metric.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

/** Yearly volatility of the last twelve months by portfolio, as last computed up to a day; absent where undefined. */
export async function loadVolatilities(db: ScopedDb, portfolioIds: readonly string[], today: IsoDate): Promise<Map<string, number>> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(PerformanceMetric, { portfolio: { $in: [...portfolioIds] }, metric: 'volatility', periodCode: '1Y', asOf: { $lte: today } }, {
    fields: ['portfolio', 'value', 'asOf'], orderBy: { asOf: 'asc' },
  });
  return new Map(rows.flatMap(({ portfolio, value }) => (value === null || value === undefined ? [] : [[portfolio.id, value] as const])));
}
