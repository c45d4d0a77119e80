import type { ScopedDb } from '../../access/scoped-db.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, type Decimal } from '../../shared/decimal.ts';

/** A security with its place of trading. */
export async function loadSecurity(db: ScopedDb, id: string) {
  return db.findOneOrNotFound(Security, { id }, 'security', { populate: ['exchange'] });
}

export interface DailyPrice {
  readonly date: IsoDate;
  readonly close: Decimal;
  readonly open: Decimal | undefined;
  readonly high: Decimal | undefined;
  readonly low: Decimal | undefined;
  readonly source: string;
}

/** The last close on or before a day; undefined when there is none. */
export async function loadLastPrice(db: ScopedDb, securityId: string, day: IsoDate): Promise<DailyPrice | undefined> {
  const [row] = await db.find(MarketPrice, { security: securityId, priceDate: { $lte: day } }, { orderBy: { priceDate: 'desc' }, limit: 1 });
  return row && priceOf(row);
}

/** Daily prices from one day to another, oldest first. */
export async function loadPrices(db: ScopedDb, securityId: string, from: IsoDate, to: IsoDate): Promise<DailyPrice[]> {
  const rows = await db.find(MarketPrice, { security: securityId, priceDate: { $gte: from, $lte: to } }, { fields: ['priceDate', 'close', 'open', 'high', 'low', 'source'], orderBy: { priceDate: 'asc' } });
  return rows.map(priceOf);
}

interface PriceRow {
  readonly priceDate: IsoDate;
  readonly close: string;
  readonly open?: string | null | undefined;
  readonly high?: string | null | undefined;
  readonly low?: string | null | undefined;
  readonly source: string;
}

function priceOf({ priceDate, close, open, high, low, source }: PriceRow): DailyPrice {
  const some = (text: string | null | undefined): Decimal | undefined => (text ? decimal(text) : undefined);
  return { date: priceDate, close: decimal(close), open: some(open), high: some(high), low: some(low), source };
}
