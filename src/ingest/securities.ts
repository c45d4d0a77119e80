import { EXPOSURES, type NewSecurity } from '../data/imports/save-securities.ts';
import { needed, RowFault, type FieldReader } from './field-reader.ts';
import type { TableRow } from './read-table.ts';

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
