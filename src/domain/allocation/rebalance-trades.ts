import { sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { chooseLotsForSale, type LotSale, type SaleTaxRates, type SellableLot } from './choose-sale-lots.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface TradableHolding {
  readonly securityId: string;
  readonly group: string;
  /** 0 for a security that may be bought but is not held yet. */
  readonly quantity: Decimal;
  readonly priceBase: Decimal;
  /** For the choice of lots when selling. */
  readonly lots?: readonly SellableLot[];
  /** False keeps the security out of purchases (a restricted list, a fund closed to new money). */
  readonly mayBuy?: boolean;
}

export interface TradeOptions {
  readonly wholeUnits?: boolean;
  /** Fractions of a unit are cut to this many decimals; 8 by default. */
  readonly quantityDecimals?: number;
  readonly minTradeBase?: Decimal;
  /** With this, sales name the lots that cost the least tax. */
  readonly taxes?: { readonly asOf: IsoDate; readonly rates: SaleTaxRates };
}

export interface RebalanceTrade {
  readonly securityId: string;
  readonly group: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: Decimal;
  /** quantity × price, before costs. */
  readonly amountBase: Decimal;
  readonly lots?: readonly LotSale[];
}

export interface RebalancePlan {
  /** Sales first, since they pay for the purchases. */
  readonly trades: readonly RebalanceTrade[];
  readonly cashAfterBase: Decimal;
  /** Money that whole units, missing securities or the minimum trade left unplaced, by group. */
  readonly unplaced: ReadonlyMap<string, Decimal>;
}

/**
 * Turns money by group into trades by security, sized in proportion to what is held (evenly where nothing is). Quantities are rounded towards
 * zero, sales never exceed the holding, and purchases never exceed cash plus proceeds: cash after = cash before + sales - purchases, exactly.
 */
export function tradesForChanges(changes: ReadonlyMap<string, Decimal>, holdings: readonly TradableHolding[], cashBase: Decimal, options: TradeOptions = {}): RebalancePlan {
  const trades: RebalanceTrade[] = [];
  const unplaced = new Map<string, Decimal>();
  let cash = cashBase;
  const ordered = [...changes].toSorted(([, a], [, b]) => a.comparedTo(b));
  for (const [group, change] of ordered) {
    const side = change.lt(0) ? 'sell' : 'buy';
    let left = change.abs();
    for (const { holding, amount } of split(group, side, left, holdings)) {
      const trade = sized(holding, side, side === 'buy' && amount.gt(cash) ? cash : amount, options);
      if (!trade) continue;
      trades.push(trade);
      left = left.minus(trade.amountBase);
      cash = side === 'buy' ? cash.minus(trade.amountBase) : cash.plus(trade.amountBase);
    }
    if (left.gt(0)) unplaced.set(group, side === 'buy' ? left : left.neg());
  }
  return { trades, cashAfterBase: cash, unplaced };
}

function split(group: string, side: 'buy' | 'sell', amount: Decimal, holdings: readonly TradableHolding[]): { holding: TradableHolding; amount: Decimal }[] {
  const eligible = holdings.filter((holding) => holding.group === group && holding.priceBase.gt(0) && (side === 'sell' ? holding.quantity.gt(0) : holding.mayBuy !== false));
  const value = (holding: TradableHolding): Decimal => (holding.quantity.gt(0) ? holding.quantity.times(holding.priceBase) : ZERO);
  const total = sumDecimals(eligible.map(value));
  return eligible.map((holding) => ({ holding, amount: total.isZero() ? amount.div(eligible.length) : amount.times(value(holding)).div(total) }));
}

/** One trade worth at most `amount`; undefined when that is less than a unit or than the minimum. */
function sized(holding: TradableHolding, side: 'buy' | 'sell', amount: Decimal, options: TradeOptions): RebalanceTrade | undefined {
  const { wholeUnits = false, quantityDecimals = 8, minTradeBase, taxes } = options;
  const limit = side === 'sell' ? holding.quantity : undefined;
  const exact = amount.div(holding.priceBase);
  // A quotient such as 5 stored as 4.999… at 60 digits still means 5 units; the product below never exceeds the amount by more than 1e-40.
  const cut = exact.toDecimalPlaces(40).toDecimalPlaces(wholeUnits ? 0 : quantityDecimals, 1);
  const quantity = limit && cut.gt(limit) ? limit : cut;
  const amountBase = quantity.times(holding.priceBase);
  if (quantity.lte(0) || (minTradeBase && amountBase.lt(minTradeBase))) return undefined;
  const chosen = side === 'sell' && taxes && holding.lots
    ? chooseLotsForSale(holding.lots, { quantity, priceBase: holding.priceBase, ...taxes })
    : undefined;
  const { securityId, group } = holding;
  return { securityId, group, side, quantity, amountBase, ...(chosen ? { lots: chosen.sales } : {}) };
}

/** The one trade that brings a holding to a target value: whole units are cut towards zero, so that the target is never overshot. */
export function tradeToTarget(holding: TradableHolding, targetBase: Decimal, options: TradeOptions = {}): RebalanceTrade | undefined {
  const change = targetBase.minus(holding.quantity.times(holding.priceBase));
  return change.isZero() ? undefined : sized(holding, change.lt(0) ? 'sell' : 'buy', change.abs(), options);
}
