import type { Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { holdingTerm } from './holding-term.ts';
import type { LotRules } from './lot-rules.ts';
import { prorate } from './prorate.ts';
import type { LotPiece, RealisationEvent, RealisedGain } from './lot.ts';

/** The transaction that closes lots, as far as its gains need it. */
export interface Closing {
  readonly event: RealisationEvent;
  readonly transactionId: string;
  readonly closedOn: IsoDate;
  /** Net amount received (or paid, for a cover) for all pieces together, in `currency`. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly fxToBase: Decimal | undefined;
  readonly fxToClient: Decimal | undefined;
}

/**
 * Gains of consumed pieces: the amount is spread over them by quantity, the last one takes the rest so that the sum is exact.
 * A short piece earned its cost (the proceeds of the short sale) and pays the amount; its gain is always short-term (IRC 1233).
 */
export function realise(pieces: readonly LotPiece[], closing: Closing, rules: LotRules): RealisedGain[] {
  if (pieces.length === 1) return [gainOf(pieces[0]!, closing.amount, closing, rules)];
  let total = pieces[0]?.quantity;
  for (let index = 1; index < pieces.length; index += 1) total = total!.plus(pieces[index]!.quantity);
  let left = closing.amount;
  return pieces.map((piece, index) => {
    const amount = index === pieces.length - 1 ? left : prorate(closing.amount, piece.quantity, total!);
    left = left.minus(amount);
    return gainOf(piece, amount, closing, rules);
  });
}

function gainOf({ lot, quantity, cost: lotCost }: LotPiece, amount: Decimal, closing: Closing, rules: LotRules): RealisedGain {
  const isLong = lot.side === 'long';
  const proceeds = isLong ? amount : lotCost;
  const cost = isLong ? lotCost : amount;
  return {
    event: closing.event, transactionId: closing.transactionId, securityId: lot.securityId, lotId: lot.id, orderId: lot.orderId, side: lot.side,
    quantity, acquiredOn: lot.acquiredOn, closedOn: closing.closedOn, proceeds, cost, gain: proceeds.minus(cost),
    term: isLong ? holdingTerm(lot.acquiredOn, closing.closedOn, rules.longTermAfter) : 'short', currency: closing.currency,
    openFxToBase: lot.fxToBase, openFxToClient: lot.fxToClient, closeFxToBase: closing.fxToBase, closeFxToClient: closing.fxToClient,
  };
}
