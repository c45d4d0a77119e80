import type { ScopedDb } from '../../access/scoped-db.ts';
import { GlobalMarket } from '../../entities/markets/global-market.entity.ts';

/** Every venue that isn't retired, by region and name. */
export async function loadMarkets(db: ScopedDb) {
  return db.find(GlobalMarket, { status: { $ne: 'retired' } }, { orderBy: [{ region: 'asc' }, { name: 'asc' }] });
}

export type MarketRow = Awaited<ReturnType<typeof loadMarkets>>[number];
