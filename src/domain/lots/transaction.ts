import type { Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';

/**
 * The one transaction model of the domain: lots, performance, income and tax all read it.
 *
 * Conventions:
 * - Quantities, prices and amounts are never negative; the kind says the direction.
 * - `price`, `gross`, `amount`, `fees`, `taxes` are in `currency`, the currency of the trade.
 * - Dates are trade dates (the holding period and the tax year follow them); `settleDate` is carried for cash reports only.
 * - `fxToBase` is units of the portfolio's base currency for one unit of `currency` on the trade date (1 when they are the same);
 *   absent means unknown, and every base-currency figure that needs it is then undefined. `fxToClient` likewise for the client's currency.
 */
export interface TransactionStamp {
  readonly id: string;
  readonly tradeDate: IsoDate;
  readonly settleDate?: IsoDate;
  readonly currency: string;
  readonly fxToBase?: Decimal;
  readonly fxToClient?: Decimal;
  /** Shares bought in one order are never each other's replacements under the wash-sale rule; defaults to the transaction's own id. */
  readonly orderId?: string;
}

interface SecurityStamp extends TransactionStamp {
  readonly securityId: string;
}

/** Names the lot (the id of the transaction that opened it) and how many units to take from it. */
export interface LotSelection {
  readonly lotId: string;
  readonly quantity: Decimal;
}

/** Price times quantity is the gross amount unless `gross` states the exact amount of the contract note. Bonds: `gross` includes no accrued interest. */
interface TradeTerms extends SecurityStamp {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly gross?: Decimal;
  readonly fees?: Decimal;
  /** Transaction taxes (stamp duty, withheld gains tax) on this trade. */
  readonly taxes?: Decimal;
  /** Interest accrued on a bond since its last coupon, paid by the buyer; never part of the cost. */
  readonly accruedInterest?: Decimal;
}

export interface BuyTransaction extends TradeTerms {
  readonly kind: 'buy';
}

export interface SellTransaction extends TradeTerms {
  readonly kind: 'sell';
  /** Specific lots; the rest of the quantity, if any, follows the method of the book. */
  readonly lots?: readonly LotSelection[];
}

/** Opens (or adds to) a short position. */
export interface ShortSellTransaction extends TradeTerms {
  readonly kind: 'short_sell';
}

/** Buys back a short position. */
export interface CoverTransaction extends TradeTerms {
  readonly kind: 'cover';
  readonly lots?: readonly LotSelection[];
}

/** 2-for-1: newShares 2, oldShares 1. Reverse 1-for-10: newShares 1, oldShares 10. Applies before any trade of its day. */
export interface SplitTransaction extends SecurityStamp {
  readonly kind: 'split';
  readonly newShares: Decimal;
  readonly oldShares: Decimal;
}

/** Additional units for no money: the cost spreads over old and new units, and acquisition dates stay. */
export interface StockDividendTransaction extends SecurityStamp {
  readonly kind: 'stock_dividend';
  readonly quantity: Decimal;
}

/** Units of another security received per unit held; `costFraction` (0 to 1) of the parent's cost moves to them, dates stay. */
export interface SpinOffTransaction extends SecurityStamp {
  readonly kind: 'spin_off';
  readonly childSecurityId: string;
  readonly childPerParent: Decimal;
  readonly costFraction: Decimal;
  /** Cash paid for the fraction of a child unit: realises a gain on that fraction. */
  readonly cashInLieu?: Decimal;
}

/** Units exchanged for units of the successor, cost and dates carried over; cash beside it realises a gain. */
export interface MergerTransaction extends SecurityStamp {
  readonly kind: 'merger';
  readonly successorSecurityId: string;
  readonly newShares: Decimal;
  readonly oldShares: Decimal;
  /** Total cash paid beside the units (boot), spread over the lots by quantity. */
  readonly cashAmount?: Decimal;
  /** Cash for the fraction of a successor unit. */
  readonly cashInLieu?: Decimal;
}

/** Cash that lowers the cost instead of being income; what exceeds the cost is a gain. */
export interface ReturnOfCapitalTransaction extends SecurityStamp {
  readonly kind: 'return_of_capital';
  readonly amount: Decimal;
}

/** Units that arrive from another custodian or portfolio, with their cost and their acquisition date. */
export interface TransferInTransaction extends SecurityStamp {
  readonly kind: 'transfer_in';
  readonly quantity: Decimal;
  /** Total cost that the units bring along. */
  readonly cost: Decimal;
  readonly acquiredOn: IsoDate;
  /** Rates of the day of acquisition, when the transfer states them; otherwise those of the transfer. */
  readonly costFxToBase?: Decimal;
  readonly costFxToClient?: Decimal;
  /** Market value on the day of the transfer: the external flow for performance. */
  readonly marketValue?: Decimal;
}

export interface TransferOutTransaction extends SecurityStamp {
  readonly kind: 'transfer_out';
  readonly quantity: Decimal;
  readonly marketValue?: Decimal;
  readonly lots?: readonly LotSelection[];
}

interface IncomeTerms extends TransactionStamp {
  /** Before withholding. */
  readonly amount: Decimal;
  /** Withheld at source. */
  readonly taxes?: Decimal;
  readonly fees?: Decimal;
}

export interface DividendTransaction extends IncomeTerms {
  readonly kind: 'dividend';
  readonly securityId: string;
  readonly exDate?: IsoDate;
  /** Qualified for the lower rate (US); absent means not stated. */
  readonly qualified?: boolean;
}

export interface CouponTransaction extends IncomeTerms {
  readonly kind: 'coupon';
  readonly securityId: string;
}

/** Interest on cash; a negative rate is a fee. */
export interface InterestTransaction extends IncomeTerms {
  readonly kind: 'interest';
}

export interface FeeTransaction extends TransactionStamp {
  readonly kind: 'fee';
  readonly amount: Decimal;
  readonly securityId?: string;
}

export interface TaxTransaction extends TransactionStamp {
  readonly kind: 'tax';
  readonly amount: Decimal;
  readonly securityId?: string;
}

/** Cash from outside the portfolio: an external flow. */
export interface DepositTransaction extends TransactionStamp {
  readonly kind: 'deposit';
  readonly amount: Decimal;
}

export interface WithdrawalTransaction extends TransactionStamp {
  readonly kind: 'withdrawal';
  readonly amount: Decimal;
}

export type Transaction =
  | BuyTransaction | SellTransaction | ShortSellTransaction | CoverTransaction
  | SplitTransaction | StockDividendTransaction | SpinOffTransaction | MergerTransaction | ReturnOfCapitalTransaction
  | TransferInTransaction | TransferOutTransaction
  | DividendTransaction | CouponTransaction | InterestTransaction
  | FeeTransaction | TaxTransaction | DepositTransaction | WithdrawalTransaction;

export type TransactionKind = Transaction['kind'];
export type TradeTransaction = BuyTransaction | SellTransaction | ShortSellTransaction | CoverTransaction;
export type IncomeTransaction = DividendTransaction | CouponTransaction | InterestTransaction;
