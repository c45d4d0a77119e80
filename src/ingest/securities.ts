import type { SqlRows } from '../data/derived/sql-rows.ts';
import type { NewId } from '../shared/ids.ts';
import { needed, RowFault, type FieldReader } from './field-reader.ts';
import type { TableRow } from './read-table.ts';

/** Asset class → what it is exposed to. A fund's exposure is not known from its class. */
const EXPOSURES: Readonly<Record<string, string>> = {
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

/** @throws RowFault */
export function makeSecurity(row: TableRow, reader: FieldReader): NewSecurity {
  const field = (name: string, pattern: RegExp, what: string): string | null => {
    const text = reader.text(row, name);
    if (text !== null && !pattern.test(text)) throw new RowFault(name, `"${text}" is not ${what}`);
    return text;
  };
  const assetClass = needed(reader.text(row, 'assetClass'), 'assetClass').toLowerCase().replaceAll(' ', '_');
  if (!EXPOSURES[assetClass]) throw new RowFault('assetClass', `"${assetClass}" is not one of ${Object.keys(EXPOSURES).join(', ')}`);
  return {
    ticker: needed(field('ticker', /^\S{1,32}$/, 'a ticker of at most 32 characters'), 'ticker'), name: needed(field('name', /^.{1,160}$/, 'a name of at most 160 characters'), 'name'),
    currency: needed(field('currency', /^[A-Z]{3}$/, 'an ISO 4217 code'), 'currency'), assetClass,
    isin: field('isin', /^[A-Z]{2}[A-Z0-9]{9}\d$/, 'an ISIN'), sector: field('sector', /^.{1,60}$/, 'a sector of at most 60 characters'), country: field('country', /^[A-Z]{2}$/, 'an ISO 3166-1 code of two letters'),
  };
}

/** Adds the securities whose ticker and ISIN are new, and the cash of their currencies, without which nothing can be booked in them. */
export async function saveSecurities(sql: SqlRows, securities: readonly NewSecurity[], newId: NewId): Promise<{ readonly added: number; readonly alreadyThere: number }> {
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
