import type { DataHandle } from '../data/imports/data-handle.ts';
import { loadPortfolioNames, loadSecurityNames } from '../data/imports/load-names.ts';
import { notFound } from '../shared/errors.ts';
import { RowFault } from './field-reader.ts';

/** Names in a file → ids in the database. */
export interface Lookups {
  readonly securityId: (name: string) => string;
  readonly isCash: (securityId: string) => boolean;
  readonly portfolioId: (name: string) => string;
}

/**
 * Securities by ticker or ISIN, portfolios by id or by a name that only one has.
 * @param reachable Clients whose portfolios the person may write to; undefined for the firm's operators.
 */
export async function loadLookups(handle: DataHandle, reachable?: ReadonlySet<string>): Promise<Lookups> {
  const securities = new Map<string, string>();
  const cash = new Set<string>();
  for (const { id, ticker, isin, isCash } of await loadSecurityNames(handle)) {
    securities.set(ticker, id);
    if (isin !== null) securities.set(isin, id);
    if (isCash) cash.add(id);
  }
  const portfolios = new Map<string, string[]>();
  for (const { id, name, clientId } of await loadPortfolioNames(handle)) {
    if (reachable && !reachable.has(clientId)) continue;
    portfolios.set(id, [id]);
    if (name !== id) portfolios.set(name, [...(portfolios.get(name) ?? []), id]);
  }
  return {
    securityId: (name) => securities.get(name) ?? fault('security', `"${name}" is not a ticker or ISIN that we know`),
    isCash: (securityId) => cash.has(securityId),
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
