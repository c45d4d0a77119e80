import type { Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export type LotSide = 'long' | 'short';

/**
 * Units bought (or sold short) together. Immutable: a partial sale replaces it.
 * `cost` is the total for `quantity` in `currency`; of a short lot it is the net proceeds of the short sale.
 */
export interface Lot {
  /** Id of the transaction that opened it; stays through splits, mergers and transfers. */
  readonly id: string;
  readonly securityId: string;
  readonly side: LotSide;
  /** Trade date of the transaction that brought the lot into this book. */
  readonly openedOn: IsoDate;
  /** Start of the holding period: the purchase, even where that was at another custodian or in a predecessor security. */
  readonly acquiredOn: IsoDate;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly currency: string;
  /** Base (client) units per unit of `currency` when the cost arose; `undefined` is unknown, not 1. */
  readonly fxToBase: Decimal | undefined;
  readonly fxToClient: Decimal | undefined;
  readonly orderId: string;
}

/** A part of a lot that a transaction consumed, with the cost that goes with it. */
export interface LotPiece {
  readonly lot: Lot;
  readonly quantity: Decimal;
  readonly cost: Decimal;
}

export type HoldingTerm = 'short' | 'long';

export type RealisationEvent = 'sale' | 'cover' | 'return_of_capital' | 'merger_cash' | 'cash_in_lieu';

/** One closed piece of one lot, in the currency of the trade. `gain` = `proceeds` − `cost`. */
export interface RealisedGain {
  readonly event: RealisationEvent;
  readonly transactionId: string;
  readonly securityId: string;
  readonly lotId: string;
  readonly orderId: string;
  readonly side: LotSide;
  readonly quantity: Decimal;
  readonly acquiredOn: IsoDate;
  readonly closedOn: IsoDate;
  readonly proceeds: Decimal;
  readonly cost: Decimal;
  readonly gain: Decimal;
  readonly term: HoldingTerm;
  readonly currency: string;
  /** Rates of the day the lot was opened and of the day it was closed. */
  readonly openFxToBase: Decimal | undefined;
  readonly openFxToClient: Decimal | undefined;
  readonly closeFxToBase: Decimal | undefined;
  readonly closeFxToClient: Decimal | undefined;
}
