import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';

/** A purchase of substantially identical shares and, where it happened, its sale. A lot sold in parts is given as several lots of one order. */
export interface WashLot {
  readonly id: string;
  readonly quantity: Decimal;
  readonly boughtOn: IsoDate;
  /** Total cost, before any wash-sale adjustment. */
  readonly basis: Decimal;
  readonly soldOn?: IsoDate;
  /** Total net proceeds of the sale. */
  readonly proceeds?: Decimal;
  /** Lots of one order are not each other's replacements; defaults to the lot's own id. */
  readonly orderId?: string;
}

/** Every convention that changes which loss is disallowed and where it goes. */
export interface WashSaleRules {
  readonly windowDays: number;
  /** Whether the last day of each side of the window counts. */
  readonly inclusive: boolean;
  readonly replacementOrder: 'earliest-purchase' | 'latest-purchase';
  /** Whether the replacement inherits the days for which the sold shares were held. */
  readonly tackHoldingPeriod: boolean;
  /** Whether shares that were themselves sold before the loss sale can still replace. */
  readonly soldSharesReplace: boolean;
}

/** IRC 1091; IRS Publication 550, "Wash Sales"; Treas. Reg. 1.1091-1 for the order, 1.1091-2 for the basis, IRC 1223(3) for the holding period. */
export const US_WASH_SALE_RULES: WashSaleRules = {
  windowDays: 30, inclusive: true, replacementOrder: 'earliest-purchase', tackHoldingPeriod: true, soldSharesReplace: false,
};

/** Shares of one lot that share one fate: replacing or not. */
export interface WashPiece {
  readonly lot: WashLot;
  readonly quantity: Decimal;
  /** Start of the holding period, with what was tacked on. */
  readonly heldSince: IsoDate;
  /** Disallowed losses added to the basis of this piece. */
  readonly basisAdded: Decimal;
  readonly isReplacement: boolean;
  /** Loss of this piece's own sale that may not be deducted. */
  readonly disallowed: Decimal;
}

/** What the rule did to one lot. Money in the currency of the lots. */
export interface WashSaleOutcome {
  readonly lotId: string;
  /** Loss of this lot's sale that may not be deducted. */
  readonly disallowed: Decimal;
  /** Units of this lot whose loss is disallowed. */
  readonly disallowedQuantity: Decimal;
  /** Losses of other lots added to this one's basis. */
  readonly basisAdded: Decimal;
  readonly totalBasis: Decimal;
  /** Units of this lot that replace units sold at a loss. */
  readonly quantityReplacing: Decimal;
  /** Start of the holding period of the replacing units, otherwise of the lot. */
  readonly adjustedBoughtOn: IsoDate;
  /** What counts for tax: gain or loss on the adjusted basis, plus what is disallowed. Absent while unsold. */
  readonly taxableGain?: Decimal;
  readonly pieces: readonly WashPiece[];
}

export function wholePiece(lot: WashLot): WashPiece {
  return { lot, quantity: lot.quantity, heldSince: lot.boughtOn, basisAdded: ZERO, isReplacement: false, disallowed: ZERO };
}
