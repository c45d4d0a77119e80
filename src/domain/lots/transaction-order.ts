import type { Transaction } from './transaction.ts';

/** Corporate actions take effect before the market opens, so they come before the trades of their day. */
const BEFORE_TRADES = new Set<Transaction['kind']>(['split', 'stock_dividend', 'spin_off', 'merger']);

/**
 * Transactions in the order in which they take effect: by trade date; on one day corporate actions first, and otherwise
 * the order in which they were given (a sale and a purchase of one day are not commutative for lots).
 * Returns the same array when it is already ordered.
 */
export function inEffectOrder<T extends Transaction>(transactions: readonly T[]): readonly T[] {
  for (let index = 1; index < transactions.length; index += 1) {
    if (compare(transactions[index - 1]!, transactions[index]!) > 0) return [...transactions].sort(compare);
  }
  return transactions;
}

function compare(left: Transaction, right: Transaction): number {
  if (left.tradeDate !== right.tradeDate) return left.tradeDate < right.tradeDate ? -1 : 1;
  return Number(BEFORE_TRADES.has(right.kind)) - Number(BEFORE_TRADES.has(left.kind));
}
