import type { IsoDate } from '../../shared/calendar.ts';
import { grossAmount } from '../lots/transaction-cash.ts';
import type { Transaction } from '../lots/transaction.ts';
import type { PriceSeries, Quote } from './market-data.ts';

/**
 * What stands in for a quote before a security's history starts:
 * - `none`: the value of such days is unknown (NaN), the default of the ledger;
 * - `trade-prices`: the price of each of its purchases and sales counts as a quote of that day;
 * - `first-quote`: the first known quote holds backwards to the first day.
 */
export type MissingHistory = 'none' | 'trade-prices' | 'first-quote';

/**
 * Price series completed under a stated convention. Published quotes always win over trade prices of the same day.
 * Trade prices per unit are gross ÷ quantity where the trade states a gross amount.
 */
export function completePrices(
  prices: ReadonlyMap<string, PriceSeries>, transactions: readonly Transaction[], missing: MissingHistory,
): ReadonlyMap<string, PriceSeries> {
  if (missing === 'none') return prices;
  const completed = new Map(prices);
  if (missing === 'trade-prices') {
    for (const [securityId, { currency, quotes }] of tradeQuotes(transactions)) {
      const known = prices.get(securityId);
      completed.set(securityId, { currency: known?.currency ?? currency, quotes: mergeQuotes(known?.quotes ?? [], quotes) });
    }
    return completed;
  }
  for (const [securityId, series] of prices) {
    const first = series.quotes[0];
    const start = firstDate(transactions, securityId);
    if (first && start && start < first.date) completed.set(securityId, { ...series, quotes: [{ ...first, date: start }, ...series.quotes] });
  }
  return completed;
}

function tradeQuotes(transactions: readonly Transaction[]): Map<string, { currency: string; quotes: Quote[] }> {
  const found = new Map<string, { currency: string; quotes: Quote[] }>();
  for (const transaction of transactions) {
    if (transaction.kind !== 'buy' && transaction.kind !== 'sell') continue;
    if (transaction.quantity.isZero()) continue;
    const price = transaction.gross ? grossAmount(transaction).div(transaction.quantity) : transaction.price;
    const own = found.get(transaction.securityId) ?? { currency: transaction.currency, quotes: [] };
    own.quotes.push({ date: transaction.tradeDate, price });
    found.set(transaction.securityId, own);
  }
  return found;
}

/** One quote a day, oldest first; on a day with both, the published one; of several trades on a day, the last. */
function mergeQuotes(published: readonly Quote[], traded: readonly Quote[]): Quote[] {
  const byDate = new Map(traded.map((quote) => [quote.date, quote]));
  for (const quote of published) byDate.set(quote.date, quote);
  return Array.from(byDate.values()).toSorted((left, right) => (left.date < right.date ? -1 : 1));
}

function firstDate(transactions: readonly Transaction[], securityId: string): IsoDate | undefined {
  return transactions.reduce<IsoDate | undefined>((first, transaction) => (
    'securityId' in transaction && transaction.securityId === securityId && (!first || transaction.tradeDate < first) ? transaction.tradeDate : first
  ), undefined);
}
