import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { applyMerger, applyReturnOfCapital, applySpinOff, applySplit, applyStockDividend } from './corporate-actions.ts';
import { DEFAULT_LOT_RULES, type LotRules } from './lot-rules.ts';
import { LotQueue } from './lot-queue.ts';
import { closeLong, closeShort, openLong, openShort, transferIn, transferOut } from './trade-lots.ts';
import type { Lot, LotPiece, LotSide, RealisedGain } from './lot.ts';
import type { Transaction } from './transaction.ts';

/** What one transaction did to the lots. */
export interface LotOutcome {
  readonly realised: readonly RealisedGain[];
  /** Pieces that left by transfer, with the cost and dates that go with them. */
  readonly transferredOut: readonly LotPiece[];
}

export const NO_OUTCOME: LotOutcome = { realised: [], transferredOut: [] };

export interface OpenPosition {
  readonly securityId: string;
  readonly currency: string;
  /** Negative for a short position. */
  readonly quantity: Decimal;
  /** Total cost of the open units; of a short position the proceeds received for it. */
  readonly cost: Decimal;
  readonly lots: readonly Lot[];
}

/**
 * The lots of one portfolio (or account), carried forward one transaction at a time. `copy()` gives an independent book, so that a
 * caller may keep one per day or try a trade and drop it. Transactions must come in effect order (`inEffectOrder`).
 */
export class LotBook {
  readonly rules: LotRules;
  readonly #queues: Record<LotSide, Map<string, LotQueue>> = { long: new Map(), short: new Map() };
  #lastDate: IsoDate | undefined;

  constructor(rules: Partial<LotRules> = {}) {
    this.rules = { ...DEFAULT_LOT_RULES, ...rules };
  }

  copy(): LotBook {
    const copy = new LotBook(this.rules);
    for (const side of ['long', 'short'] as const) {
      for (const [securityId, queue] of this.#queues[side]) if (!queue.isEmpty) copy.#queues[side].set(securityId, queue.copy());
    }
    copy.#lastDate = this.#lastDate;
    return copy;
  }

  /** The queue of one side of a security, made when it is first needed. */
  queue(side: LotSide, securityId: string): LotQueue {
    const queues = this.#queues[side];
    let queue = queues.get(securityId);
    if (!queue) {
      queue = new LotQueue(this.rules.method, this.rules.dustQuantity);
      queues.set(securityId, queue);
    }
    return queue;
  }

  /**
   * Applies the next transaction.
   * @throws AppError invalid-input, naming the transaction: sells or transfers more than is held, names a lot that is not open, is in
   * another currency than the lots, has a quantity that is not positive, or is earlier than the one before. A refused transaction may
   * leave the book half changed: apply to a `copy()` where that matters.
   */
  apply(transaction: Transaction): LotOutcome {
    if (this.#lastDate !== undefined && transaction.tradeDate < this.#lastDate) {
      throw invalidInput(`Transaction ${transaction.id} of ${transaction.tradeDate} comes after one of ${this.#lastDate}.`, {
        hint: 'Apply transactions in date order; rebuild the book to insert an earlier one.', where: { transactionId: transaction.id },
      });
    }
    this.#lastDate = transaction.tradeDate;
    return applyToLots(this, transaction);
  }

  /** A position per security and side that is open, in the order in which they first appeared. */
  positions(): readonly OpenPosition[] {
    const open: OpenPosition[] = [];
    for (const side of ['long', 'short'] as const) {
      for (const [securityId, queue] of this.#queues[side]) if (!queue.isEmpty) open.push(positionOf(securityId, side, queue));
    }
    return open;
  }

  /** The open position in one security; undefined when there is none. */
  position(securityId: string): OpenPosition | undefined {
    for (const side of ['long', 'short'] as const) {
      const queue = this.#queues[side].get(securityId);
      if (queue && !queue.isEmpty) return positionOf(securityId, side, queue);
    }
    return undefined;
  }

  /** Units held; negative when short, zero when closed. */
  quantityOf(securityId: string): Decimal {
    const long = this.#queues.long.get(securityId)?.quantity ?? ZERO;
    const short = this.#queues.short.get(securityId)?.quantity;
    return short ? long.minus(short) : long;
  }
}

function positionOf(securityId: string, side: LotSide, queue: LotQueue): OpenPosition {
  const lots = queue.openLots();
  const quantity = side === 'long' ? queue.quantity : queue.quantity.neg();
  return { securityId, currency: lots[0]!.currency, quantity, cost: queue.cost(), lots };
}

function applyToLots(book: LotBook, transaction: Transaction): LotOutcome {
  switch (transaction.kind) {
    case 'buy': return openLong(book, transaction);
    case 'sell': return closeLong(book, transaction);
    case 'short_sell': return openShort(book, transaction);
    case 'cover': return closeShort(book, transaction);
    case 'transfer_in': return transferIn(book, transaction);
    case 'transfer_out': return transferOut(book, transaction);
    case 'split': return applySplit(book, transaction);
    case 'stock_dividend': return applyStockDividend(book, transaction);
    case 'spin_off': return applySpinOff(book, transaction);
    case 'merger': return applyMerger(book, transaction);
    case 'return_of_capital': return applyReturnOfCapital(book, transaction);
    case 'dividend': case 'coupon': case 'interest': case 'fee': case 'tax': case 'deposit': case 'withdrawal': return NO_OUTCOME;
  }
}
