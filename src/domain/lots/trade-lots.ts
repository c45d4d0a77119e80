import { ZERO, type Decimal } from '../../shared/decimal.ts';
import { invalidInput, type AppError } from '../../shared/errors.ts';
import { NO_OUTCOME, type LotBook, type LotOutcome } from './lot-book.ts';
import type { LotQueue } from './lot-queue.ts';
import type { LotRules } from './lot-rules.ts';
import type { LotPiece, LotSide, RealisedGain } from './lot.ts';
import { prorate } from './prorate.ts';
import { realise } from './realise.ts';
import { grossAmount } from './transaction-cash.ts';
import type {
  BuyTransaction, CoverTransaction, LotSelection, SellTransaction, ShortSellTransaction, TradeTransaction, TransferInTransaction, TransferOutTransaction,
} from './transaction.ts';

/** Purchase. Where over-selling opens shorts, it covers an open short first. */
export function openLong(book: LotBook, trade: BuyTransaction): LotOutcome {
  requirePositive(trade);
  if (book.rules.oversell === 'short') return crossing(book, trade, 'short', 'cover');
  addLot(book, trade, 'long', trade.quantity, chargedAmount(trade, book.rules));
  return NO_OUTCOME;
}

export function closeLong(book: LotBook, trade: SellTransaction): LotOutcome {
  requirePositive(trade);
  if (book.rules.oversell === 'short') return crossing(book, trade, 'long', 'sale');
  return { ...NO_OUTCOME, realised: close(book, trade, 'long', trade.quantity, chargedAmount(trade, book.rules), 'sale') };
}

export function openShort(book: LotBook, trade: ShortSellTransaction): LotOutcome {
  requirePositive(trade);
  addLot(book, trade, 'short', trade.quantity, chargedAmount(trade, book.rules));
  return NO_OUTCOME;
}

export function closeShort(book: LotBook, trade: CoverTransaction): LotOutcome {
  requirePositive(trade);
  return { ...NO_OUTCOME, realised: close(book, trade, 'short', trade.quantity, chargedAmount(trade, book.rules), 'cover') };
}

/** Units arrive with their cost and acquisition date: no gain, no new holding period. */
export function transferIn(book: LotBook, transfer: TransferInTransaction): LotOutcome {
  requirePositive(transfer);
  const queue = book.queue('long', transfer.securityId);
  requireCurrency(queue, transfer);
  queue.add({
    id: transfer.id, securityId: transfer.securityId, side: 'long', openedOn: transfer.tradeDate, acquiredOn: transfer.acquiredOn,
    quantity: transfer.quantity, cost: transfer.cost, currency: transfer.currency,
    fxToBase: transfer.costFxToBase ?? transfer.fxToBase, fxToClient: transfer.costFxToClient ?? transfer.fxToClient,
    orderId: transfer.orderId ?? transfer.id,
  });
  return NO_OUTCOME;
}

export function transferOut(book: LotBook, transfer: TransferOutTransaction): LotOutcome {
  requirePositive(transfer);
  const queue = book.queue('long', transfer.securityId);
  requireHeld(queue, transfer, transfer.quantity, book.rules);
  return { ...NO_OUTCOME, transferredOut: takePieces(queue, transfer, transfer.quantity) };
}

/** A trade that first closes the opposite side and opens its own with what is left. */
function crossing(book: LotBook, trade: BuyTransaction | SellTransaction, closes: LotSide, event: 'sale' | 'cover'): LotOutcome {
  const opposite = book.queue(closes, trade.securityId);
  const amount = chargedAmount(trade, book.rules);
  const excess = trade.quantity.minus(opposite.quantity);
  const opens = closes === 'long' ? 'short' : 'long';
  if (excess.lte(book.rules.dustQuantity) && !opposite.isEmpty) return { ...NO_OUTCOME, realised: close(book, trade, closes, trade.quantity, amount, event) };
  if (opposite.isEmpty) {
    addLot(book, trade, opens, trade.quantity, amount);
    return NO_OUTCOME;
  }
  const closed = prorate(amount, opposite.quantity, trade.quantity);
  const realised = close(book, trade, closes, opposite.quantity, closed, event);
  addLot(book, trade, opens, excess, amount.minus(closed));
  return { ...NO_OUTCOME, realised };
}

function addLot(book: LotBook, trade: TradeTransaction, side: LotSide, quantity: Decimal, cost: Decimal): void {
  const queue = book.queue(side, trade.securityId);
  requireCurrency(queue, trade);
  queue.add({
    id: trade.id, securityId: trade.securityId, side, openedOn: trade.tradeDate, acquiredOn: trade.tradeDate, quantity, cost,
    currency: trade.currency, fxToBase: trade.fxToBase, fxToClient: trade.fxToClient, orderId: trade.orderId ?? trade.id,
  });
}

function close(book: LotBook, trade: TradeTransaction, side: LotSide, quantity: Decimal, amount: Decimal, event: 'sale' | 'cover'): RealisedGain[] {
  const queue = book.queue(side, trade.securityId);
  requireHeld(queue, trade, quantity, book.rules);
  requireCurrency(queue, trade);
  return realise(takePieces(queue, trade, quantity), {
    event, transactionId: trade.id, closedOn: trade.tradeDate, amount, currency: trade.currency, fxToBase: trade.fxToBase, fxToClient: trade.fxToClient,
  }, book.rules);
}

type Taking = { readonly id: string; readonly securityId: string; readonly lots?: readonly LotSelection[] };

function takePieces(queue: LotQueue, taking: Taking, quantity: Decimal): LotPiece[] {
  if (!taking.lots?.length) return queue.take(quantity);
  const pieces: LotPiece[] = [];
  let missing = quantity;
  for (const selection of taking.lots) {
    const taken = selection.quantity.gt(ZERO) && selection.quantity.lte(missing) ? queue.takeLot(selection.lotId, selection.quantity) : undefined;
    if (!taken) throw lotUnavailable(taking, selection);
    pieces.push(...taken);
    missing = missing.minus(selection.quantity);
  }
  return missing.gt(ZERO) && !queue.isEmpty ? [...pieces, ...queue.take(missing)] : pieces;
}

/** Cost of a purchase or net proceeds of a sale, with the charges that the rules count in. */
function chargedAmount(trade: TradeTransaction, rules: LotRules): Decimal {
  const isPurchase = trade.kind === 'buy' || trade.kind === 'cover';
  let amount = grossAmount(trade);
  if (rules.feesInCost && trade.fees) amount = isPurchase ? amount.plus(trade.fees) : amount.minus(trade.fees);
  if (rules.taxesInCost && trade.taxes) amount = isPurchase ? amount.plus(trade.taxes) : amount.minus(trade.taxes);
  return amount;
}

function requirePositive(trade: { readonly id: string; readonly quantity: Decimal }): void {
  if (trade.quantity.gt(ZERO)) return;
  throw invalidInput(`Transaction ${trade.id} has the quantity ${trade.quantity.toFixed()}.`, {
    hint: 'Quantities are positive; the kind of the transaction says the direction.', where: { transactionId: trade.id },
  });
}

function requireHeld(queue: LotQueue, trade: TradeTransaction | TransferOutTransaction, quantity: Decimal, rules: LotRules): void {
  if (!queue.isEmpty && quantity.minus(queue.quantity).lte(rules.dustQuantity)) return;
  const verb = { sell: 'sells', cover: 'covers', transfer_out: 'transfers out', buy: 'covers', short_sell: 'sells' }[trade.kind];
  throw invalidInput(
    `Transaction ${trade.id} of ${trade.tradeDate} ${verb} ${quantity.toFixed()} units of ${trade.securityId}, but only ${queue.quantity.toFixed()} are open.`,
    { hint: 'Check for a missing purchase, transfer or split before that day.', where: { transactionId: trade.id, securityId: trade.securityId, tradeDate: trade.tradeDate } },
  );
}

function requireCurrency(queue: LotQueue, trade: { readonly id: string; readonly currency: string }): void {
  const held = queue.currency;
  if (held === undefined || held === trade.currency) return;
  throw invalidInput(`Transaction ${trade.id} is in ${trade.currency}, but the open lots are in ${held}.`, {
    hint: `Book the trade in ${held}, with the exchange rate of its day.`, where: { transactionId: trade.id },
  });
}

function lotUnavailable(taking: Taking, selection: LotSelection): AppError {
  return invalidInput(`Transaction ${taking.id} names ${selection.quantity.toFixed()} units of lot ${selection.lotId}, which does not have them open.`, {
    hint: 'Choose from the open lots, and no more than the trade sells.', where: { transactionId: taking.id, lotId: selection.lotId },
  });
}
