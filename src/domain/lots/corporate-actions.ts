import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import { NO_OUTCOME, type LotBook, type LotOutcome } from './lot-book.ts';
import type { LotQueue } from './lot-queue.ts';
import type { Lot, LotSide, RealisationEvent, RealisedGain } from './lot.ts';
import { prorate } from './prorate.ts';
import { realise } from './realise.ts';
import type {
  MergerTransaction, ReturnOfCapitalTransaction, SpinOffTransaction, SplitTransaction, StockDividendTransaction, TransactionStamp,
} from './transaction.ts';

const SIDES: readonly LotSide[] = ['long', 'short'];

/** Units become units × new ÷ old for lots from before the day of the split; cost and dates stay. */
export function applySplit(book: LotBook, split: SplitTransaction): LotOutcome {
  requireRatio(split, split.newShares, split.oldShares);
  for (const side of SIDES) {
    book.queue(side, split.securityId).replaceAll((lot) => (
      lot.openedOn < split.tradeDate ? { ...lot, quantity: lot.quantity.times(split.newShares).div(split.oldShares) } : lot
    ));
  }
  return NO_OUTCOME;
}

/** New units spread over the open lots by quantity; cost and dates stay (IRC 305(a), 307). */
export function applyStockDividend(book: LotBook, dividend: StockDividendTransaction): LotOutcome {
  const queue = requireOpen(book, dividend, dividend.securityId);
  const shares = sharer(dividend.quantity, queue);
  queue.replaceAll((lot) => ({ ...lot, quantity: lot.quantity.plus(shares(lot)) }));
  return NO_OUTCOME;
}

/** Part of each lot's cost moves to units of the child, with the parent's dates (IRC 355, 358). */
export function applySpinOff(book: LotBook, spinOff: SpinOffTransaction): LotOutcome {
  const parent = requireOpen(book, spinOff, spinOff.securityId);
  if (spinOff.costFraction.lt(ZERO) || spinOff.costFraction.gt(ONE)) {
    throw invalidInput(`Spin-off ${spinOff.id} moves ${spinOff.costFraction.toFixed()} of the cost.`, { hint: 'The fraction lies between 0 and 1.', where: { transactionId: spinOff.id } });
  }
  const child = book.queue('long', spinOff.childSecurityId);
  for (const lot of parent.openLots()) {
    child.add({ ...lot, securityId: spinOff.childSecurityId, openedOn: spinOff.tradeDate, quantity: lot.quantity.times(spinOff.childPerParent), cost: lot.cost.times(spinOff.costFraction) });
  }
  parent.replaceAll((lot) => ({ ...lot, cost: lot.cost.minus(lot.cost.times(spinOff.costFraction)) }));
  return { ...NO_OUTCOME, realised: fractionForCash(book, child, spinOff, spinOff.cashInLieu) };
}

/**
 * Units turn into the successor's, cost and dates carried over. Cash beside them lowers the cost and is a gain beyond it; cash alone
 * (no new units) closes the position. The tax rule that taxes boot up to the whole gain needs the market value of the new units and
 * is left to the tax advisor.
 */
export function applyMerger(book: LotBook, merger: MergerTransaction): LotOutcome {
  const queue = requireOpen(book, merger, merger.securityId);
  if (merger.newShares.isZero()) {
    return { ...NO_OUTCOME, realised: realise(queue.takeAll(), closingOf(merger, 'merger_cash', merger.cashAmount ?? ZERO), book.rules) };
  }
  requireRatio(merger, merger.newShares, merger.oldShares);
  const realised = merger.cashAmount ? lowerCost(book, queue, merger, merger.cashAmount, 'merger_cash') : [];
  const lots = queue.openLots();
  queue.takeAll();
  const successor = book.queue('long', merger.successorSecurityId);
  for (const lot of lots) {
    successor.add({ ...lot, securityId: merger.successorSecurityId, openedOn: merger.tradeDate, quantity: lot.quantity.times(merger.newShares).div(merger.oldShares) });
  }
  return { ...NO_OUTCOME, realised: [...realised, ...fractionForCash(book, successor, merger, merger.cashInLieu)] };
}

/** Lowers each lot's cost by quantity; what exceeds a lot's cost is a gain of its term (IRC 301(c)). */
export function applyReturnOfCapital(book: LotBook, payment: ReturnOfCapitalTransaction): LotOutcome {
  const queue = requireOpen(book, payment, payment.securityId);
  return { ...NO_OUTCOME, realised: lowerCost(book, queue, payment, payment.amount, 'return_of_capital') };
}

function lowerCost(book: LotBook, queue: LotQueue, stamp: TransactionStamp, amount: Decimal, event: RealisationEvent): RealisedGain[] {
  const shares = sharer(amount, queue);
  const realised: RealisedGain[] = [];
  queue.replaceAll((lot) => {
    const share = shares(lot);
    if (share.lte(lot.cost)) return { ...lot, cost: lot.cost.minus(share) };
    realised.push(...realise([{ lot, quantity: ZERO, cost: ZERO }], closingOf(stamp, event, share.minus(lot.cost)), book.rules));
    return { ...lot, cost: ZERO };
  });
  return realised;
}

/** Sells the fraction of a unit that a corporate action leaves, for the cash paid in its place. */
function fractionForCash(book: LotBook, queue: LotQueue, stamp: TransactionStamp, cash: Decimal | undefined): RealisedGain[] {
  const fraction = queue.quantity.minus(queue.quantity.floor());
  if (!cash || cash.isZero() || fraction.lte(book.rules.dustQuantity)) return [];
  return realise(queue.take(fraction), closingOf(stamp, 'cash_in_lieu', cash), book.rules);
}

/** Spreads a total over the open lots by quantity, in the order in which they are asked for; the last takes the rest. */
function sharer(total: Decimal, queue: LotQueue): (lot: Lot) => Decimal {
  const held = queue.quantity;
  let count = queue.openLots().length;
  let left = total;
  return (lot) => {
    count -= 1;
    const share = count === 0 ? left : prorate(total, lot.quantity, held);
    left = left.minus(share);
    return share;
  };
}

function closingOf(stamp: TransactionStamp, event: RealisationEvent, amount: Decimal): Parameters<typeof realise>[1] {
  return { event, transactionId: stamp.id, closedOn: stamp.tradeDate, amount, currency: stamp.currency, fxToBase: stamp.fxToBase, fxToClient: stamp.fxToClient };
}

function requireOpen(book: LotBook, stamp: TransactionStamp, securityId: string): LotQueue {
  const queue = book.queue('long', securityId);
  if (!queue.isEmpty) return queue;
  throw invalidInput(`Corporate action ${stamp.id} of ${stamp.tradeDate} is on ${securityId}, of which no units are held.`, {
    hint: 'Check for a missing purchase before that day.', where: { transactionId: stamp.id, securityId },
  });
}

function requireRatio(stamp: TransactionStamp, newShares: Decimal, oldShares: Decimal): void {
  if (newShares.gt(ZERO) && oldShares.gt(ZERO)) return;
  throw invalidInput(`Corporate action ${stamp.id} has the ratio ${newShares.toFixed()}:${oldShares.toFixed()}.`, {
    hint: 'Both sides of the ratio are positive.', where: { transactionId: stamp.id },
  });
}
