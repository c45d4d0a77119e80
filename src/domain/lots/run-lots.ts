import { LotBook } from './lot-book.ts';
import type { RealisedGain } from './lot.ts';
import type { LotRules } from './lot-rules.ts';
import { inEffectOrder } from './transaction-order.ts';
import type { Transaction } from './transaction.ts';

export interface LotHistory {
  /** State after the last transaction. */
  readonly book: LotBook;
  /** In the order in which they were realised. */
  readonly realised: readonly RealisedGain[];
}

/**
 * Runs a whole history through a new book. Transactions may come in any order; those of one day keep theirs.
 * @throws AppError as `LotBook.apply`.
 */
export function runLots(transactions: readonly Transaction[], rules: Partial<LotRules> = {}): LotHistory {
  const book = new LotBook(rules);
  const realised: RealisedGain[] = [];
  for (const transaction of inEffectOrder(transactions)) {
    const outcome = book.apply(transaction);
    for (const gain of outcome.realised) realised.push(gain);
  }
  return { book, realised };
}
