import { decimal, ONE, type Decimal } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import type { LotSelection, Transaction } from '../../domain/lots/transaction.ts';
import type { TransactionRow } from './transaction-row.ts';

/** Base units for one unit of a currency on a day, for transactions that state no rate of their own. */
export type RateOf = (row: TransactionRow) => Decimal | undefined;

/**
 * A stored transaction as the domain reads it. Amounts are rounded to the money scale where only quantity and price are stored, so that
 * lots and cash see the same number. The rate is the transaction's own, otherwise the one that `rateOf` finds.
 * @throws AppError invalid-input, naming the transaction and the column, when its kind needs a column that is empty.
 */
export function toDomain(row: TransactionRow, baseCurrency: string, rateOf: RateOf): Transaction {
  const fxToBase = row.currency === baseCurrency ? ONE : row.fxRateToBase !== null ? decimal(row.fxRateToBase) : rateOf(row);
  const stamp = {
    id: row.id, tradeDate: row.tradeDate, currency: row.currency, ...some('settleDate', row.settleDate), ...some('fxToBase', fxToBase ?? null),
    ...number('fxToClient', row.fxRateToClient), ...some('orderId', row.orderRef),
  };
  const need = (column: Columns): Decimal => required(row, column);
  const { kind } = row;
  switch (kind) {
    case 'buy': case 'short_sell': return { ...stamp, ...tradeTerms(row), kind };
    case 'sell': case 'cover': return { ...stamp, ...tradeTerms(row), ...lots(row), kind };
    case 'deposit': case 'withdrawal': return { ...stamp, kind, amount: need('grossAmount') };
    case 'fee': case 'tax': return { ...stamp, ...some('securityId', row.securityId), kind, amount: need('grossAmount') };
    case 'interest': return { ...stamp, ...incomeTerms(row), kind };
    case 'coupon': return { ...stamp, ...incomeTerms(row), kind, securityId: security(row) };
    case 'dividend': return { ...stamp, ...incomeTerms(row), kind, securityId: security(row), ...some('exDate', row.exDate), ...some('qualified', row.isQualified) };
    case 'split': return { ...stamp, kind, securityId: security(row), newShares: need('newShares'), oldShares: need('oldShares') };
    case 'stock_dividend': return { ...stamp, kind, securityId: security(row), quantity: need('quantity') };
    case 'return_of_capital': return { ...stamp, kind, securityId: security(row), amount: need('grossAmount') };
    case 'transfer_out': return { ...stamp, kind, securityId: security(row), quantity: need('quantity'), ...number('marketValue', row.marketValue), ...lots(row) };
    case 'transfer_in': return {
      ...stamp, kind, securityId: security(row), quantity: need('quantity'), cost: need('costBasis'), acquiredOn: row.acquiredOn ?? row.tradeDate,
      ...number('costFxToBase', row.costFxToBase), ...number('costFxToClient', row.costFxToClient), ...number('marketValue', row.marketValue),
    };
    case 'spin_off': return {
      ...stamp, kind, securityId: security(row), childSecurityId: counterSecurity(row), childPerParent: need('newShares').div(need('oldShares')),
      costFraction: need('costFraction'), ...number('cashInLieu', row.cashInLieu),
    };
    case 'merger': return {
      ...stamp, kind, securityId: security(row), successorSecurityId: counterSecurity(row), newShares: need('newShares'), oldShares: need('oldShares'),
      ...number('cashAmount', row.grossAmount), ...number('cashInLieu', row.cashInLieu),
    };
  }
}

function tradeTerms(row: TransactionRow) {
  const quantity = required(row, 'quantity');
  const price = row.price !== null ? decimal(row.price) : required(row, 'grossAmount').div(quantity);
  return {
    securityId: security(row), quantity, price, gross: row.grossAmount !== null ? decimal(row.grossAmount) : quantity.times(price).toDecimalPlaces(4),
    ...number('fees', row.fees), ...number('taxes', row.taxesWithheld), ...number('accruedInterest', row.accruedInterest),
  };
}

function incomeTerms(row: TransactionRow) {
  return { amount: required(row, 'grossAmount'), ...number('taxes', row.taxesWithheld), ...number('fees', row.fees) };
}

function lots(row: TransactionRow): { lots?: readonly LotSelection[] } {
  return row.lotSelection?.length ? { lots: row.lotSelection.map(({ lotId, quantity }) => ({ lotId, quantity: decimal(quantity) })) } : {};
}

function some<K extends string, V>(name: K, value: V | null): { [P in K]?: V } {
  return (value === null ? {} : { [name]: value }) as { [P in K]?: V }; // computed keys widen to string
}

function number<K extends string>(name: K, text: string | null): { [P in K]?: Decimal } {
  return some(name, text === null ? null : decimal(text));
}

type Columns = 'quantity' | 'grossAmount' | 'newShares' | 'oldShares' | 'costBasis' | 'costFraction';

function required(row: TransactionRow, column: Columns): Decimal {
  const text = row[column];
  if (text === null) throw lacks(row, column);
  return decimal(text);
}

function security(row: TransactionRow): string {
  if (row.securityId === null) throw lacks(row, 'security');
  return row.securityId;
}

function counterSecurity(row: TransactionRow): string {
  if (row.counterSecurityId === null) throw lacks(row, 'counterSecurity');
  return row.counterSecurityId;
}

function lacks(row: TransactionRow, column: string) {
  return invalidInput(`Transaction ${row.id} of ${row.tradeDate}, a ${row.kind.replaceAll('_', ' ')}, has no ${column}.`, {
    hint: 'Correct the transaction.', where: { transactionId: row.id, field: column },
  });
}
