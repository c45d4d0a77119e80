import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { LotBook } from '../lots/lot-book.ts';
import { cashEffect } from '../lots/transaction-cash.ts';
import { inEffectOrder } from '../lots/transaction-order.ts';
import type { Transaction } from '../lots/transaction.ts';

/** Price of a security at the close of a day; undefined when unknown. */
export type PriceOn = (securityId: string, date: IsoDate) => Decimal | Undefined;

/** initial + capitalGains + realisedGains + earnings − fees − taxes + transfers = final, exactly. All in the one currency of the account. */
export interface AccountStatement {
  readonly initial: Decimal;
  /** Unrealised change of what is held at the end, against its value at the start or its price when it was bought. */
  readonly capitalGains: Decimal;
  /** Sales against the value at the start or the price when bought, before fees and taxes. */
  readonly realisedGains: Decimal;
  /** Dividends, coupons and interest before withholding and fees; negative interest lowers them. */
  readonly earnings: Decimal;
  readonly fees: Decimal;
  readonly taxes: Decimal;
  /** Deposits less withdrawals, securities that moved in or out at their value. */
  readonly transfers: Decimal;
  readonly final: Decimal;
}

/**
 * Statement of one account in one currency from the close of `start` to the close of `end` (Portfolio Performance's calculation).
 * @returns undefined when a price that it needs is missing.
 * @throws AppError as `LotBook.apply`.
 */
export function accountStatement(transactions: readonly Transaction[], start: IsoDate, end: IsoDate, priceOn: PriceOn): AccountStatement | Undefined {
  const ordered = inEffectOrder(transactions).filter(({ tradeDate }) => tradeDate <= end);
  const before = new LotBook({ method: 'fifo', feesInCost: false, taxesInCost: false });
  let cash = ZERO;
  for (const transaction of ordered) {
    if (transaction.tradeDate > start) break;
    before.apply(transaction);
    cash = cash.plus(cashEffect(transaction));
  }
  const opening = revalued(before, start, priceOn);
  if (isUndefined(opening)) return opening;
  const sums = { initial: cash.plus(opening.value), realisedGains: ZERO, earnings: ZERO, fees: ZERO, taxes: ZERO, transfers: ZERO };
  for (const transaction of ordered) {
    if (transaction.tradeDate <= start) continue;
    for (const gain of opening.book.apply(transaction).realised) sums.realisedGains = sums.realisedGains.plus(gain.gain);
    cash = cash.plus(cashEffect(transaction));
    tally(sums, transaction);
  }
  let value = ZERO;
  let cost = ZERO;
  for (const position of opening.book.positions()) {
    const price = priceOn(position.securityId, end);
    if (isUndefined(price)) return price;
    value = value.plus(position.quantity.times(price));
    cost = cost.plus(position.cost);
  }
  return { ...sums, capitalGains: value.minus(cost), final: cash.plus(value) };
}

/** The same holdings with the value of a day as their cost, so that gains count from there. */
function revalued(book: LotBook, day: IsoDate, priceOn: PriceOn): { book: LotBook; value: Decimal } | Undefined {
  const fresh = new LotBook(book.rules);
  let value = ZERO;
  for (const { securityId, lots } of book.positions()) {
    const price = priceOn(securityId, day);
    if (isUndefined(price)) return undefinedBecause(`no price of ${securityId} on ${day}: ${price.reason}`);
    for (const lot of lots) {
      const cost = lot.quantity.times(price);
      value = value.plus(cost);
      fresh.apply({ kind: 'transfer_in', id: lot.id, tradeDate: day, currency: lot.currency, fxToBase: ONE, securityId, quantity: lot.quantity, cost, acquiredOn: lot.acquiredOn });
    }
  }
  return { book: fresh, value };
}

type Sums = { -readonly [K in 'earnings' | 'fees' | 'taxes' | 'transfers']: Decimal };

function tally(sums: Sums, transaction: Transaction): void {
  if ('fees' in transaction && transaction.fees) sums.fees = sums.fees.plus(transaction.fees);
  if ('taxes' in transaction && transaction.taxes) sums.taxes = sums.taxes.plus(transaction.taxes);
  switch (transaction.kind) {
    case 'dividend': case 'coupon': case 'interest': sums.earnings = sums.earnings.plus(transaction.amount); break;
    case 'fee': sums.fees = sums.fees.plus(transaction.amount); break;
    case 'tax': sums.taxes = sums.taxes.plus(transaction.amount); break;
    case 'deposit': sums.transfers = sums.transfers.plus(transaction.amount); break;
    case 'withdrawal': sums.transfers = sums.transfers.minus(transaction.amount); break;
    case 'transfer_in': sums.transfers = sums.transfers.plus(transaction.cost); break;
    case 'buy': case 'sell': case 'short_sell': case 'cover': accrued(sums, transaction); break;
    default: break;
  }
}

function accrued(sums: Sums, trade: Extract<Transaction, { kind: 'buy' | 'sell' | 'short_sell' | 'cover' }>): void {
  if (!trade.accruedInterest) return;
  const isPaid = trade.kind === 'buy' || trade.kind === 'cover';
  sums.earnings = isPaid ? sums.earnings.minus(trade.accruedInterest) : sums.earnings.plus(trade.accruedInterest);
}
