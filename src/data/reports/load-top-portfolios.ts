import type { ScopedDb } from '../../access/scoped-db.ts';
import { PerformanceMetric } from '../../entities/analytics/performance-metric.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface TopPortfolio {
  readonly rank: number;
  readonly portfolioId: string;
  readonly portfolio: string;
  readonly client: string;
  readonly currency: string;
  /** Since the last day of the year before, fraction. */
  readonly returnFraction: number;
  readonly quality: string;
}

export interface TopPortfolios {
  /** Newest day that was measured; undefined when nothing was. */
  readonly asOf: IsoDate | undefined;
  readonly method: string;
  readonly rows: readonly TopPortfolio[];
  /** Portfolios measured on that day. */
  readonly total: number;
}

/** Portfolios within reach by time-weighted return of the year to date, best first, as derived on the newest day. Same as sql/views/report_top_portfolios_ytd.sql. */
export async function loadTopPortfolios(db: ScopedDb, limit: number): Promise<TopPortfolios> {
  const measured = { metric: 'twr', periodCode: 'YTD', value: { $ne: null }, portfolio: { status: { $ne: 'closed' } } } as const;
  const [newest] = await db.aggregate({ entity: PerformanceMetric, where: { metric: 'twr', periodCode: 'YTD' }, aggregates: { day: { fn: 'max', of: 'asOf' } } });
  const asOf = newest?.['day'] as IsoDate | null | undefined; // a day column comes back as a day
  if (!asOf) return { asOf: undefined, method: '', rows: [], total: 0 };
  const where = { ...measured, asOf };
  const found = await db.find(PerformanceMetric, where, { populate: ['portfolio.client'], orderBy: [{ value: 'desc' }, { portfolio: { name: 'asc' } }], limit });
  return {
    asOf, method: found[0]?.method ?? '', total: await db.count(PerformanceMetric, where),
    rows: found.map(({ portfolio, value, quality }, index) => ({
      rank: index + 1, portfolioId: portfolio.id, portfolio: portfolio.name, client: portfolio.client.fullName, currency: portfolio.baseCurrency, returnFraction: value!, quality,
    })),
  };
}
