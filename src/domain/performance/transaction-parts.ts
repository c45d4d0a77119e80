import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { Undefined } from '../../shared/undefined-value.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import type { Transaction } from '../lots/transaction.ts';
import { priceOn } from './exact-valuation.ts';
import type { MarketData } from './market-data.ts';

/** Cash that crosses the border of the portfolio, in the transaction's currency; positive is money in. Transfers of units are apart. */
export function externalFlow(transaction: Transaction): Decimal {
  if (transaction.kind === 'deposit') return transaction.amount;
  return transaction.kind === 'withdrawal' ? transaction.amount.neg() : ZERO;
}

/** Income before charges; accrued interest paid with a purchase is negative income, received with a sale positive. */
export function incomeOf(transaction: Transaction): Decimal {
  switch (transaction.kind) {
    case 'dividend': case 'coupon': case 'interest': return transaction.amount;
    case 'buy': case 'cover': return transaction.accruedInterest?.neg() ?? ZERO;
    case 'sell': case 'short_sell': return transaction.accruedInterest ?? ZERO;
    default: return ZERO;
  }
}

/** Fees and taxes of a transaction, both positive. */
export function chargesOf(transaction: Transaction): { fees: Decimal; taxes: Decimal } {
  switch (transaction.kind) {
    case 'fee': return { fees: transaction.amount, taxes: ZERO };
    case 'tax': return { fees: ZERO, taxes: transaction.amount };
    case 'buy': case 'sell': case 'short_sell': case 'cover': case 'dividend': case 'coupon': case 'interest':
      return { fees: transaction.fees ?? ZERO, taxes: transaction.taxes ?? ZERO };
    default: return { fees: ZERO, taxes: ZERO };
  }
}

/** Market value of transferred units in the transaction's currency: as stated, else units at the day's close. */
export function transferWorth(transaction: Extract<Transaction, { kind: 'transfer_in' | 'transfer_out' }>, market: MarketData): Decimal | Undefined {
  if (transaction.marketValue) return transaction.marketValue;
  const price = priceOn(market, transaction.securityId, transaction.tradeDate);
  return isUndefined(price) ? price : transaction.quantity.times(price);
}
