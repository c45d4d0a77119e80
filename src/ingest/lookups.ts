import { SqlRows } from '../data/derived/sql-rows.ts';
import { notFound } from '../shared/errors.ts';
import type { ImportHandle } from './import-run.ts';
import { RowFault } from './field-reader.ts';

/** Names in a file → ids in the database. */
export interface Lookups {
  readonly securityId: (name: string) => string;
  readonly portfolioId: (name: string) => string;
}

/**
 * Securities by ticker or ISIN, portfolios by id or by a name that only one has.
 * @param reachable Ids of the portfolios that the person may write to; undefined for the firm's operators.
 */
export async function loadLookups(em: ImportHandle, reachable?: ReadonlySet<string>): Promise<Lookups> {
  const sql = new SqlRows(em);
  const securities = new Map<string, string>();
  for (const row of await sql.select('select id, ticker, isin from Securities')) {
    securities.set(String(row['ticker']), String(row['id']));
    if (typeof row['isin'] === 'string') securities.set(row['isin'], String(row['id']));
  }
  const portfolios = new Map<string, string[]>();
  for (const row of await sql.select('select id, name from Portfolios')) {
    const id = String(row['id']);
    if (reachable && !reachable.has(id)) continue;
    portfolios.set(id, [id]);
    const name = String(row['name']);
    if (name !== id) portfolios.set(name, [...(portfolios.get(name) ?? []), id]);
  }
  return {
    securityId: (name) => securities.get(name) ?? fault('security', `"${name}" is not a ticker or ISIN that we know`),
    portfolioId: (name) => {
      const ids = portfolios.get(name) ?? [];
      if (ids.length > 1) return fault('portfolio', `${ids.length} portfolios are called "${name}": give the id`);
      return ids[0] ?? fault('portfolio', notFound('portfolio').publicMessage);
    },
  };
}

function fault(field: string, reason: string): never {
  throw new RowFault(field, reason);
}
