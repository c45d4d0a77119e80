import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { ReportingCurrency } from '../lots/currency-gains.ts';
import { LotBook } from '../lots/lot-book.ts';
import type { LotRules } from '../lots/lot-rules.ts';
import { inEffectOrder } from '../lots/transaction-order.ts';
import type { IncomeTransaction, Transaction } from '../lots/transaction.ts';

/** One payment received, money in the reporting currency at the rate of its day. */
export interface IncomePayment {
  readonly transactionId: string;
  readonly kind: IncomeTransaction['kind'];
  /** Absent for interest on cash. */
  readonly securityId: string | undefined;
  readonly paidOn: IsoDate;
  readonly gross: Decimal;
  readonly withheld: Decimal;
  readonly fees: Decimal;
  readonly net: Decimal;
  /** In the payment's own currency, before withholding, per unit held that day; absent when nothing was held or for cash. */
  readonly perUnit: Decimal | undefined;
  /** Cost of the units held that day, in the payment's own currency; absent like `perUnit`. */
  readonly costThen: Decimal | undefined;
}

export interface IncomeTotal {
  readonly gross: Decimal;
  readonly withheld: Decimal;
  readonly fees: Decimal;
  readonly net: Decimal;
}

/**
 * Dividends, coupons and interest received, oldest first. Give the whole history: units and cost at each payment come from it.
 * @returns undefined when the exchange rate of a payment is missing.
 * @throws AppError as `LotBook.apply`.
 */
export function incomeHistory(transactions: readonly Transaction[], reporting: ReportingCurrency, rules: Partial<LotRules> = {}): readonly IncomePayment[] | Undefined {
  const book = new LotBook(rules);
  const payments: IncomePayment[] = [];
  for (const transaction of inEffectOrder(transactions)) {
    book.apply(transaction);
    if (transaction.kind !== 'dividend' && transaction.kind !== 'coupon' && transaction.kind !== 'interest') continue;
    const payment = paymentOf(transaction, book, reporting);
    if (isUndefined(payment)) return payment;
    payments.push(payment);
  }
  return payments;
}

function paymentOf(transaction: IncomeTransaction, book: LotBook, reporting: ReportingCurrency): IncomePayment | Undefined {
  const rate = reporting === 'trade' ? ONE : reporting === 'base' ? transaction.fxToBase : transaction.fxToClient;
  if (!rate) return undefinedBecause(`no exchange rate to the ${reporting} currency on ${transaction.tradeDate} (transaction ${transaction.id})`);
  const securityId = transaction.kind === 'interest' ? undefined : transaction.securityId;
  const position = securityId === undefined ? undefined : book.position(securityId);
  const gross = transaction.amount.times(rate);
  const withheld = (transaction.taxes ?? ZERO).times(rate);
  const fees = (transaction.fees ?? ZERO).times(rate);
  return {
    transactionId: transaction.id, kind: transaction.kind, securityId, paidOn: transaction.tradeDate, gross, withheld, fees,
    net: gross.minus(withheld).minus(fees),
    perUnit: position ? transaction.amount.div(position.quantity) : undefined, costThen: position?.cost,
  };
}

/** Sums payments under a key of the caller's: the month, the security, the kind. Keys in order of first appearance. */
export function totalIncomeBy(payments: readonly IncomePayment[], keyOf: (payment: IncomePayment) => string): ReadonlyMap<string, IncomeTotal> {
  const totals = new Map<string, IncomeTotal>();
  for (const payment of payments) {
    const key = keyOf(payment);
    const sum = totals.get(key) ?? { gross: ZERO, withheld: ZERO, fees: ZERO, net: ZERO };
    totals.set(key, {
      gross: sum.gross.plus(payment.gross), withheld: sum.withheld.plus(payment.withheld), fees: sum.fees.plus(payment.fees), net: sum.net.plus(payment.net),
    });
  }
  return totals;
}
