import type { ScopedDb } from '../../access/scoped-db.ts';
import { combineLedgers } from '../../domain/performance/combine-ledgers.ts';
import { buildDailyLedger, type DailyLedger } from '../../domain/performance/daily-ledger.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { loadMarketData } from '../market/load-prices.ts';
import type { PortfolioScope } from './load-scope.ts';
import { loadHistories } from './load-transactions.ts';

export interface ScopeLedger {
  readonly ledger: DailyLedger;
  /** Opening close that the ledger can answer for: the one asked for, or the day before the first transaction. */
  readonly openingDate: IsoDate;
}

/**
 * The portfolios of a scope day by day, positions apart, in its currency. Undefined when there was no transaction up to `to`.
 * Amounts in other currencies are taken at the published rate of their day.
 */
export async function loadLedger(db: ScopedDb, scope: PortfolioScope, openingDate: IsoDate, to: IsoDate): Promise<ScopeLedger | undefined> {
  const histories = await loadHistories(db, scope, to);
  const first = histories.flatMap(({ transactions }) => transactions[0]?.tradeDate ?? []).toSorted()[0];
  if (!first) return undefined;
  const opening = openingDate < addDays(first, -1) ? addDays(first, -1) : openingDate;
  const all = histories.flatMap(({ transactions }) => transactions);
  const securityIds = [...new Set(all.flatMap(idsOf))];
  const market = await loadMarketData(db, securityIds, scope.currency, { from: opening, to, currencies: all.map(({ currency }) => currency) });
  const ledgers = histories.map(({ portfolio, transactions }) => buildDailyLedger({
    // Stated rates lead to the portfolio's own base currency; into another one the published rates lead.
    transactions: portfolio.baseCurrency === scope.currency ? transactions : transactions.map(({ fxToBase: _rate, ...rest }) => rest as Transaction),
    market, from: opening, to,
  }));
  return { ledger: combineLedgers(ledgers), openingDate: opening };
}

function idsOf(transaction: Transaction): string[] {
  const ids: string[] = [];
  if ('securityId' in transaction && transaction.securityId) ids.push(transaction.securityId);
  if (transaction.kind === 'spin_off') ids.push(transaction.childSecurityId);
  if (transaction.kind === 'merger') ids.push(transaction.successorSecurityId);
  return ids;
}
