import type { NewId } from '../../shared/ids.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import type { DataHandle } from './data-handle.ts';

/** Asset class → what it is exposed to. A fund's exposure is not known from its class. */
export const EXPOSURES: Readonly<Record<string, string>> = {
  equity: 'equity', bond: 'bond', etf: 'multi_asset', fund: 'multi_asset', cash: 'cash', commodity: 'commodity', real_estate: 'real_estate', crypto: 'crypto', nft: 'nft',
};

export interface NewSecurity {
  readonly ticker: string;
  readonly name: string;
  readonly currency: string;
  readonly assetClass: string;
  readonly isin: string | null;
  readonly sector: string | null;
  readonly country: string | null;
}

/** Adds the securities whose ticker and ISIN are new, and the cash of their currencies, without which nothing can be booked in them. */
export async function saveSecurities(handle: DataHandle, securities: readonly NewSecurity[], newId: NewId): Promise<{ readonly added: number; readonly alreadyThere: number }> {
  const sql = new SqlRows(handle);
  const known = new Set<unknown>();
  for (const row of await sql.select('select ticker, isin from Securities')) known.add(row['ticker']).add(row['isin']);
  known.delete(null);
  const fresh = securities.filter(({ ticker, isin }) => !known.has(ticker) && !known.has(isin));
  const cash = [...new Set(fresh.map(({ currency }) => currency))]
    .filter((currency) => !known.has(currency) && !fresh.some(({ ticker }) => ticker === currency))
    .map((currency): NewSecurity => ({ ticker: currency, name: `Cash ${currency}`, currency, assetClass: 'cash', isin: null, sector: null, country: null }));
  await sql.insert(
    'Securities',
    ['id', 'ticker', 'name', 'isin', 'asset_class', 'exposure_class', 'is_index', 'sector', 'country', 'currency', 'unit_size', 'quantity_decimals', 'is_restricted', 'status', 'version'],
    [...cash, ...fresh].map((one) => [
      newId(), one.ticker, one.name, one.isin, one.assetClass, EXPOSURES[one.assetClass], 0, one.sector, one.country, one.currency, sql.codec.write(SMALLEST_UNIT, 10), 10, 0, 'active', 1,
    ]),
  );
  return { added: fresh.length, alreadyThere: securities.length - fresh.length };
}

/** 0.0000000001 at ten decimal places: any quantity that can be stored. */
const SMALLEST_UNIT = 1n;
