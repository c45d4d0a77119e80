import type { IsoDate } from '../../shared/calendar.ts';
import type { TransactionRow } from './transaction-row.ts';

/** A transaction to be booked: the columns of its kind, decimals as plain text, days as ISO text. What is left out is empty. */
export interface NewTransaction extends Partial<Omit<TransactionRow, 'id' | 'kind' | 'tradeDate' | 'currency' | 'portfolioId'>> {
  readonly portfolioId: string;
  readonly kind: TransactionRow['kind'];
  readonly tradeDate: IsoDate;
  readonly currency: string;
  /** Made by the caller where it must be known before; otherwise here. */
  readonly id?: string;
  /** Reference of the source, unique within the portfolio: a second booking with it adds nothing. */
  readonly externalRef?: string | null;
  readonly source: string;
  readonly isSimulated?: boolean;
  readonly note?: string | null;
}

const EMPTY = {
  securityId: null, settleDate: null, quantity: null, price: null, grossAmount: null, fees: null, taxesWithheld: null, accruedInterest: null,
  fxRateToBase: null, fxRateToClient: null, newShares: null, oldShares: null, counterSecurityId: null, costFraction: null, cashInLieu: null,
  lotSelection: null, acquiredOn: null, costBasis: null, costFxToBase: null, costFxToClient: null, marketValue: null, exDate: null, isQualified: null, orderRef: null,
} as const;

/** The row as derivation reads it. @param sequence Place within the day, unless the transaction states one. */
export function rowOfNew({ externalRef: _ref, source: _source, isSimulated: _simulated, note: _note, ...columns }: NewTransaction, id: string, sequence: number): TransactionRow {
  return { ...EMPTY, sequence, ...columns, id };
}
