import type { ScopedReader } from '../../../access/scoped-db.ts';
import { cashEffect } from '../../../domain/lots/transaction-cash.ts';
import { LotBook } from '../../../domain/lots/lot-book.ts';
import type { LotMethod } from '../../../domain/lots/lot-rules.ts';
import { inEffectOrder } from '../../../domain/lots/transaction-order.ts';
import type { Transaction as DomainTransaction } from '../../../domain/lots/transaction.ts';
import { Portfolio } from '../../../entities/portfolios/portfolio.entity.ts';
import { Transaction } from '../../../entities/trading/transaction.entity.ts';
import type { IsoDate } from '../../../shared/calendar.ts';
import type { Decimal } from '../../../shared/decimal.ts';
import { isUndefined } from '../../../shared/undefined-value.ts';
import { loadFxRates } from '../../market/load-fx.ts';
import { toDomain } from '../../transactions/to-domain.ts';
import type { TransactionRow } from '../../transactions/transaction-row.ts';

/** One portfolio carried forward through its history: lots and cash as they stood on the day last asked for. */
export class PastBook {
  readonly portfolioId: string;
  readonly #transactions: readonly DomainTransaction[];
  readonly #book: LotBook;
  readonly #cash = new Map<string, Decimal>();
  #next = 0;

  constructor(portfolioId: string, lotMethod: LotMethod, transactions: readonly DomainTransaction[]) {
    this.portfolioId = portfolioId;
    this.#book = new LotBook({ method: lotMethod });
    this.#transactions = inEffectOrder(transactions);
  }

  /** Carries the book to the end of a day. Days must come in order. */
  advanceTo(day: IsoDate): void {
    for (let transaction = this.#transactions[this.#next]; transaction && transaction.tradeDate <= day; transaction = this.#transactions[this.#next]) {
      this.#book.apply(transaction);
      const change = cashEffect(transaction);
      this.#cash.set(transaction.currency, change.plus(this.#cash.get(transaction.currency) ?? 0));
      this.#next += 1;
    }
  }

  get hasBegun(): boolean {
    return this.#next > 0;
  }

  positions(): ReturnType<LotBook['positions']> {
    return this.#book.positions();
  }

  /** Cash by currency, balances of zero left out. */
  cash(): [string, Decimal][] {
    return [...this.#cash].filter(([, amount]) => !amount.isZero()).toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Books of all active portfolios at their beginning. */
export async function loadPastBooks(db: ScopedReader, to: IsoDate): Promise<PastBook[]> {
  const portfolios = await db.find(Portfolio, { status: 'active' }, { fields: ['id', 'baseCurrency', 'lotMethod'], orderBy: { id: 'asc' } });
  const found = await db.find(Transaction, { portfolio: { $in: portfolios.map(({ id }) => id) }, status: 'booked', tradeDate: { $lte: to } }, { orderBy: [{ tradeDate: 'asc' }, { sequence: 'asc' }, { id: 'asc' }] });
  const rows = found.map(({ portfolio, security, counterSecurity, ...row }) => ({
    ...row, portfolioId: portfolio.id, securityId: security?.id ?? null, counterSecurityId: counterSecurity?.id ?? null,
  } as TransactionRow)); // column for column the same names; the relations are the ids above
  const fx = rows[0] && await loadFxRates(db, rows[0].tradeDate, to);
  const own = Map.groupBy(rows, ({ portfolioId }) => portfolioId);
  return portfolios.map(({ id, baseCurrency, lotMethod }) => new PastBook(id, lotMethod, (own.get(id) ?? []).map((row) => toDomain(row, baseCurrency, () => {
    const rate = fx?.rate(row.currency, baseCurrency, row.tradeDate);
    return rate === undefined || isUndefined(rate) ? undefined : rate.rate;
  }))));
}
