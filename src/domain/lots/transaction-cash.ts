import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { TradeTransaction, Transaction } from './transaction.ts';

/** Gross amount of a trade in its currency: the stated one, otherwise quantity × price. */
export function grossAmount(trade: TradeTransaction): Decimal {
  return trade.gross ?? trade.quantity.times(trade.price);
}

/**
 * What a transaction does to the cash balance of its currency: positive is money in. Transfers and splits move no cash.
 * Fees, taxes and accrued interest are included.
 */
export function cashEffect(transaction: Transaction): Decimal {
  switch (transaction.kind) {
    case 'buy': case 'cover': return less(grossAmount(transaction).neg(), transaction.fees, transaction.taxes, transaction.accruedInterest);
    case 'sell': case 'short_sell': {
      const net = less(grossAmount(transaction), transaction.fees, transaction.taxes);
      return transaction.accruedInterest ? net.plus(transaction.accruedInterest) : net;
    }
    case 'dividend': case 'coupon': case 'interest': return less(transaction.amount, transaction.fees, transaction.taxes);
    case 'deposit': case 'return_of_capital': return transaction.amount;
    case 'withdrawal': case 'fee': case 'tax': return transaction.amount.neg();
    case 'merger': return (transaction.cashAmount ?? ZERO).plus(transaction.cashInLieu ?? ZERO);
    case 'spin_off': return transaction.cashInLieu ?? ZERO;
    case 'split': case 'stock_dividend': case 'transfer_in': case 'transfer_out': return ZERO;
  }
}

function less(amount: Decimal, ...charges: readonly (Decimal | undefined)[]): Decimal {
  let net = amount;
  for (const charge of charges) if (charge) net = net.minus(charge);
  return net;
}
