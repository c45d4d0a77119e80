import type { ScopedDb } from '../../access/scoped-db.ts';
import type { Transaction as DomainTransaction } from '../../domain/lots/transaction.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxRates } from '../market/load-fx.ts';
import { toDomain } from '../transactions/to-domain.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import type { PortfolioScope, ScopedPortfolio } from './load-scope.ts';

/** Booked transactions of one portfolio since its beginning, in order of effect. */
export interface PortfolioHistory {
  readonly portfolio: ScopedPortfolio;
  readonly transactions: readonly DomainTransaction[];
}

/** Histories of all portfolios of a scope up to a day: one query, and one for rates where a transaction states none. */
export async function loadHistories(db: ScopedDb, scope: PortfolioScope, to: IsoDate): Promise<PortfolioHistory[]> {
  const ids = scope.portfolios.map(({ id }) => id);
  const found = ids.length === 0 ? [] : await db.find(Transaction, { portfolio: { $in: ids }, status: 'booked', tradeDate: { $lte: to } }, {
    orderBy: [{ tradeDate: 'asc' }, { sequence: 'asc' }, { id: 'asc' }],
  });
  const rows = found.map(({ portfolio, security, counterSecurity, ...row }): TransactionRow => ({
    ...row, portfolioId: portfolio.id, securityId: security?.id ?? null, counterSecurityId: counterSecurity?.id ?? null,
  } as TransactionRow)); // column for column the same names; the relations are the ids above
  const bases = new Map(scope.portfolios.map(({ id, baseCurrency }) => [id, baseCurrency]));
  const lacking = rows.filter((row) => row.fxRateToBase === null && row.currency !== bases.get(row.portfolioId));
  const fx = lacking.length === 0 ? undefined : await loadFxRates(db, lacking[0]!.tradeDate, to);
  return scope.portfolios.map((portfolio) => ({
    portfolio,
    transactions: rows.filter((row) => row.portfolioId === portfolio.id).map((row) => toDomain(row, portfolio.baseCurrency, () => {
      const rate = fx?.rate(row.currency, portfolio.baseCurrency, row.tradeDate);
      return rate === undefined || isUndefined(rate) ? undefined : rate.rate;
    })),
  }));
}
