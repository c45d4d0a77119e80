import type { ScopedDb } from '../../access/scoped-db.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, type Decimal } from '../../shared/decimal.ts';
import type { TransactionKind } from '../../domain/lots/transaction.ts';

export interface TransactionLine {
  readonly id: string;
  readonly tradeDate: IsoDate;
  readonly kind: TransactionKind;
  readonly portfolioId: string;
  readonly securityId: string | null;
  readonly ticker: string | null;
  readonly name: string | null;
  readonly quantity: Decimal | undefined;
  readonly price: Decimal | undefined;
  /** Before fees and taxes, in `currency`; what moved where no gross amount is stated. */
  readonly amount: Decimal | undefined;
  readonly fees: Decimal | undefined;
  readonly currency: string;
  /** Base currency of the portfolio for one unit of `currency`. */
  readonly fxToBase: Decimal | undefined;
  readonly note: string | null;
}

export interface TransactionFilter {
  readonly portfolioIds: readonly string[];
  readonly kinds?: readonly TransactionKind[] | undefined;
  readonly securityId?: string | undefined;
  readonly from?: IsoDate | undefined;
  readonly to: IsoDate;
}

/** Booked transactions that match, newest first. */
export async function findTransactions(db: ScopedDb, { portfolioIds, kinds, securityId, from, to }: TransactionFilter): Promise<TransactionLine[]> {
  if (portfolioIds.length === 0) return [];
  const rows = await db.find(Transaction, {
    portfolio: { $in: [...portfolioIds] }, status: 'booked', tradeDate: { $lte: to, ...(from ? { $gte: from } : {}) },
    ...(kinds?.length ? { kind: { $in: [...kinds] } } : {}), ...(securityId ? { security: securityId } : {}),
  }, {
    populate: ['security'], orderBy: [{ tradeDate: 'desc' }, { sequence: 'desc' }, { id: 'desc' }],
    fields: ['id', 'tradeDate', 'kind', 'portfolio', 'security', 'quantity', 'price', 'grossAmount', 'netAmount', 'marketValue', 'fees', 'currency', 'fxRateToBase', 'note'],
  });
  const some = (text: string | null | undefined): Decimal | undefined => (text === null || text === undefined ? undefined : decimal(text));
  return rows.map((row) => {
    const quantity = some(row.quantity);
    const price = some(row.price);
    return {
      id: row.id, tradeDate: row.tradeDate, kind: row.kind, portfolioId: row.portfolio.id, securityId: row.security?.id ?? null, ticker: row.security?.ticker ?? null, name: row.security?.name ?? null,
      quantity, price, amount: some(row.grossAmount) ?? (quantity && price ? quantity.times(price) : some(row.netAmount) ?? some(row.marketValue)), fees: some(row.fees), currency: row.currency,
      fxToBase: some(row.fxRateToBase), note: row.note ?? null,
    };
  });
}
