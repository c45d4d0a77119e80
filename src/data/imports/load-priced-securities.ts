import type { IsoDate } from '../../shared/calendar.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import type { DataHandle } from './data-handle.ts';

/** Active securities that have prices at all (cash has none), with the last day that is stored. The longest without a price come first. */
export async function loadPricedSecurities(handle: DataHandle): Promise<{ readonly id: string; readonly ticker: string; readonly lastDay: IsoDate | undefined }[]> {
  const rows = await new SqlRows(handle).select(
    `select s.id, s.ticker, (select max(p.price_date) from MarketPrices p where p.security_id = s.id) as last_day from Securities s
     where s.status = 'active' and s.asset_class <> 'cash' order by last_day, s.ticker`,
  );
  return rows.map((row) => ({ id: String(row['id']), ticker: String(row['ticker']), lastDay: typeof row['last_day'] === 'string' ? row['last_day'] as IsoDate : undefined })); // a DATE column read as text
}
