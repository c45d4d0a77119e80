import { SqlRows } from '../derived/sql-rows.ts';
import type { DataHandle } from './data-handle.ts';

export interface NamedSecurity {
  readonly id: string;
  readonly ticker: string;
  readonly isin: string | null;
  readonly isCash: boolean;
}

/** Every security with what files call it by. */
export async function loadSecurityNames(handle: DataHandle): Promise<NamedSecurity[]> {
  const rows = await new SqlRows(handle).select('select id, ticker, isin, asset_class from Securities');
  return rows.map((row) => ({ id: String(row['id']), ticker: String(row['ticker']), isin: typeof row['isin'] === 'string' ? row['isin'] : null, isCash: row['asset_class'] === 'cash' }));
}

/** Every portfolio, whoever's it is: the caller leaves out those that the person may not write to. */
export async function loadPortfolioNames(handle: DataHandle): Promise<{ readonly id: string; readonly name: string; readonly clientId: string }[]> {
  const rows = await new SqlRows(handle).select('select id, name, client_id from Portfolios');
  return rows.map((row) => ({ id: String(row['id']), name: String(row['name']), clientId: String(row['client_id']) }));
}
