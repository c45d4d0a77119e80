import { epochDay } from '../../shared/calendar.ts';
import { ONE, type Decimal } from '../../shared/decimal.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { worth } from './valuation.ts';
import { securityOf, type Derivation } from './context.ts';
import type { Amount, DayTotals } from './day-totals.ts';
import { fromDecimal, MONEY_SCALE, QUANTITY_SCALE } from './fixed-point.ts';
import { lastOn } from './market-grid.ts';

/** Adds a transaction's external flow, income, fees and taxes on its day, each rounded to the money scale in base currency. */
export function addTransactionAmounts(totals: DayTotals, transaction: Transaction, derivation: Derivation, sign: 1 | -1): void {
  const day = epochDay(transaction.tradeDate);
  const rate = transaction.currency === derivation.portfolio.baseCurrency ? ONE : transaction.fxToBase;
  const add = (amount: Amount, value: Decimal | undefined, direction = 1): void => {
    if (!value || value.isZero()) return;
    if (rate) totals.add(day, amount, BigInt(sign * direction) * fromDecimal(value.times(rate), MONEY_SCALE));
    else totals.note(day, `${transaction.currency}: no exchange rate to ${derivation.portfolio.baseCurrency} for a ${transaction.kind.replaceAll('_', ' ')}`, sign);
  };
  switch (transaction.kind) {
    case 'deposit': add('flow', transaction.amount); break;
    case 'withdrawal': add('flow', transaction.amount, -1); break;
    case 'fee': add('fees', transaction.amount); break;
    case 'tax': add('taxes', transaction.amount); break;
    case 'dividend': case 'coupon': case 'interest':
      add('income', transaction.amount);
      add('fees', transaction.fees);
      add('taxes', transaction.taxes);
      break;
    case 'buy': case 'cover': case 'sell': case 'short_sell':
      add('income', transaction.accruedInterest, transaction.kind === 'buy' || transaction.kind === 'cover' ? -1 : 1);
      add('fees', transaction.fees);
      add('taxes', transaction.taxes);
      break;
    case 'transfer_in': case 'transfer_out': {
      const direction = transaction.kind === 'transfer_in' ? 1 : -1;
      if (transaction.marketValue) add('flow', transaction.marketValue, direction);
      else addTransferAtClose(totals, transaction, derivation, sign * direction);
      break;
    }
    default: break;
  }
}

type Transfer = Extract<Transaction, { kind: 'transfer_in' | 'transfer_out' }>;

/** A transfer without a stated value flows at the close of its day. */
function addTransferAtClose(totals: DayTotals, transfer: Transfer, derivation: Derivation, direction: number): void {
  const day = epochDay(transfer.tradeDate);
  const security = securityOf(derivation, transfer.securityId);
  const unit = lastOn(derivation.market.unitsOf(security.id, security.currency, derivation.portfolio.baseCurrency), day);
  // Without a price the position itself is already noted as not valued on this day.
  if (unit) totals.add(day, 'flow', BigInt(direction) * worth(fromDecimal(transfer.quantity, QUANTITY_SCALE), unit.value));
}
