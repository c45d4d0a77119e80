import { decimal, roundMoney, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { ProposedTrade } from '../portfolio-state/portfolio-state.ts';
import type { AdviceBook, Asset } from './advice-book.ts';
import { purchaseRoom, type Placement } from './purchase-room.ts';
import { lotsForSale } from './sale-lots.ts';
import { affordable, tradeCost } from './trade-costs.ts';

/** What a strategy wants done; sizes are wishes, cut to units, lots, caps, cash and turnover by `fillWishes`. */
export type Wish =
  | { readonly side: 'sell'; readonly securityId: string; readonly quantity: Decimal; readonly lotIds?: readonly string[]; readonly isExit?: boolean }
  | { readonly side: 'buy'; readonly securityId: string; readonly amountBase: Decimal };

export interface Filled {
  /** Sales first, since they pay for the purchases. */
  readonly trades: readonly ProposedTrade[];
  /** Units after the trades, by security id; securities that are neither held before nor after are absent. */
  readonly quantities: ReadonlyMap<string, Decimal>;
  /** Cash before + sales - purchases - costs, exactly. */
  readonly cashBase: Decimal;
  readonly costBase: Decimal;
  /** Undefined when the cost of a lot that is sold is not on record. */
  readonly taxBase: Decimal | undefined;
  /** The most that the tax can be, equal to it where it is known: plans are ranked and limited by it, so that an unknown tax never counts as none. */
  readonly taxMostBase: Decimal;
  /** Buys and sells together. */
  readonly turnoverBase: Decimal;
}

interface Sized {
  readonly trade: ProposedTrade;
  readonly asset: Asset;
  readonly quantity: Decimal;
  readonly amount: Decimal;
  readonly cost: Decimal;
  readonly tax: Decimal | undefined;
  readonly taxMost: Decimal;
}

/**
 * Turns wishes into trades that may be placed: whole units, never more sold than lots hold, nothing bought that the rules keep out or beyond a
 * cap, cash never below the floor because of purchases. Beyond the limits of turnover or tax everything shrinks in proportion.
 */
export function fillWishes(book: AdviceBook, asked: readonly Wish[]): Filled {
  const wishes = netted(book, asked);
  let scale = 1;
  let filled = attempt(book, wishes, scale);
  // Rounding to units can leave a scaled plan a little above its limit, hence the margin and the few repeats.
  for (let round = 0; round < 6; round += 1) {
    const excess = excessOf(book, filled);
    if (excess <= 1) return filled;
    scale /= excess * 1.000001;
    filled = attempt(book, wishes, scale);
  }
  return excessOf(book, filled) <= 1 ? filled : attempt(book, [], 1);
}

/** One wish a security: several on one side add up, and those on both sides leave the difference. */
function netted(book: AdviceBook, wishes: readonly Wish[]): Wish[] {
  const byId = new Map<string, { units: Decimal; lotIds: readonly string[]; isExit: boolean }>();
  for (const wish of wishes) {
    const asset = book.assets.get(wish.securityId);
    if (!asset || asset.unitBase.lte(0)) continue;
    const known = byId.get(wish.securityId) ?? { units: ZERO, lotIds: [], isExit: false };
    const units = wish.side === 'sell' ? wish.quantity.neg() : wish.amountBase.div(asset.unitBase);
    byId.set(wish.securityId, { units: known.units.plus(units), isExit: known.isExit || (wish.side === 'sell' && wish.isExit === true), lotIds: wish.side === 'sell' ? [...known.lotIds, ...(wish.lotIds ?? [])] : known.lotIds });
  }
  return [...byId].map(([securityId, { units, lotIds, isExit }]): Wish => (units.lt(0)
    ? { side: 'sell', securityId, quantity: units.neg(), lotIds, isExit }
    : { side: 'buy', securityId, amountBase: units.times(book.assets.get(securityId)!.unitBase) }));
}

/** How many times the plan exceeds the strictest of its limits; at most 1 is within. */
function excessOf({ rules, totalBase }: AdviceBook, { turnoverBase, taxMostBase }: Filled): number {
  const { maxTurnoverFraction, maxTaxBase } = rules;
  const turnover = maxTurnoverFraction === undefined || turnoverBase.isZero() ? 0 : ratio(turnoverBase, totalBase.times(maxTurnoverFraction));
  const tax = maxTaxBase === undefined || !taxMostBase.gt(0) ? 0 : ratio(taxMostBase, maxTaxBase);
  return Math.max(turnover, tax);
}

function ratio(amount: Decimal, limit: Decimal): number {
  if (amount.lte(limit)) return 1;
  return limit.gt(0) ? amount.div(limit).toNumber() : 1e9;
}

function attempt(book: AdviceBook, wishes: readonly Wish[], scale: number): Filled {
  const sells = book.rules.cashOnly ? [] : wishes.flatMap((wish) => (wish.side === 'sell' ? sale(book, wish, scale) ?? [] : []));
  const costOfSales = sumDecimals(sells.map(({ cost }) => cost));
  let cash = book.cashBase.plus(sumDecimals(sells.map(({ amount }) => amount))).minus(costOfSales);
  const placed: Placement[] = sells.map(({ asset, amount }) => ({ asset, changeBase: amount.neg() }));
  const buys: Sized[] = [];
  for (const wish of wishes) {
    if (wish.side !== 'buy') continue;
    const bought = purchase(book, wish, { scale, money: cash.minus(book.rules.cashFloorBase), placed });
    if (!bought) continue;
    buys.push(bought);
    placed.push({ asset: bought.asset, changeBase: bought.amount });
    cash = cash.minus(bought.amount).minus(bought.cost);
  }
  return summary(book, [...sells, ...buys], cash);
}

function sale(book: AdviceBook, wish: Extract<Wish, { side: 'sell' }>, scale: number): Sized | undefined {
  const asset = book.assets.get(wish.securityId);
  if (!asset || book.rules.noSell(asset.security, asset.priceDate, wish.isExit) !== undefined) return undefined;
  const wanted = scale === 1 ? wish.quantity : wish.quantity.times(scale);
  const isWhole = wanted.gte(asset.sellable);
  // The last piece of a position goes whole, however it was counted when it was bought.
  const quantity = isWhole ? asset.sellable : wholeUnits(asset, wanted);
  const amount = roundMoney(quantity.times(asset.unitBase), book.currency);
  const cost = tradeCost(book, asset.security, amount);
  if (quantity.lte(0) || amount.lte(cost) || (amount.lt(book.rules.minTradeBase) && !isWhole)) return undefined;
  const { lots, taxBase, taxMostBase } = lotsForSale(book, asset, quantity, wish.lotIds);
  return { trade: tradeOf(asset, 'sell', quantity, amount, lots), asset, quantity, amount, cost, tax: taxBase, taxMost: taxMostBase };
}

interface PurchaseMeans {
  readonly scale: number;
  readonly money: Decimal;
  readonly placed: readonly Placement[];
}

function purchase(book: AdviceBook, wish: Extract<Wish, { side: 'buy' }>, { scale, money, placed }: PurchaseMeans): Sized | undefined {
  const asset = book.assets.get(wish.securityId);
  if (!asset || asset.quantity.lt(0) || book.rules.noBuy(asset.security, asset.priceDate) !== undefined) return undefined;
  const limits = [scale === 1 ? wish.amountBase : wish.amountBase.times(scale), affordable(book, asset.security, money), purchaseRoom(book, asset, placed)];
  const most = limits.reduce((least, limit) => (limit.lt(least) ? limit : least));
  if (most.lte(0) || asset.unitBase.lte(0)) return undefined;
  let quantity = wholeUnits(asset, most.div(asset.unitBase));
  let amount = roundMoney(quantity.times(asset.unitBase), book.currency);
  // Rounding to the minor unit may pass the limit by half of one; a unit less is then within.
  if (amount.plus(tradeCost(book, asset.security, amount)).gt(money)) {
    quantity = quantity.minus(stepOf(asset));
    amount = roundMoney(quantity.times(asset.unitBase), book.currency);
  }
  const cost = tradeCost(book, asset.security, amount);
  if (quantity.lte(0) || amount.lte(0) || amount.lt(book.rules.minTradeBase) || amount.plus(cost).gt(money)) return undefined;
  return { trade: tradeOf(asset, 'buy', quantity, amount), asset, quantity, amount, cost, tax: ZERO, taxMost: ZERO };
}

/** Smallest step of a quantity: the tradable unit, never finer than the decimals of the security. */
function stepOf({ security }: Asset): Decimal {
  const unit = decimal(security.unitSize);
  const finest = decimal(10).pow(-security.quantityDecimals);
  return unit.gt(finest) ? unit : finest;
}

/** Cut towards zero; a quotient such as 5 stored as 4.999… at 60 digits still means 5. */
function wholeUnits(asset: Asset, quantity: Decimal): Decimal {
  const step = stepOf(asset);
  return quantity.div(step).toDecimalPlaces(40).floor().times(step);
}

function tradeOf({ security, price, priceDate }: Asset, side: 'buy' | 'sell', quantity: Decimal, amount: Decimal, lots?: readonly { readonly lotId: string; readonly quantity: Decimal }[]): ProposedTrade {
  return {
    side, securityId: security.id, ticker: security.ticker, quantity: quantity.toFixed(), price, priceDate, currency: security.currency, amountBase: amount.toFixed(),
    ...(lots && lots.length > 0 ? { lots: lots.map((lot) => ({ lotId: lot.lotId, quantity: lot.quantity.toFixed() })) } : {}),
  };
}

function summary(book: AdviceBook, sized: readonly Sized[], cashBase: Decimal): Filled {
  const quantities = new Map(book.held.map(({ security, quantity }) => [security.id, quantity]));
  for (const { trade, quantity } of sized) {
    const after = (quantities.get(trade.securityId) ?? ZERO).plus(trade.side === 'buy' ? quantity : quantity.neg());
    if (after.isZero()) quantities.delete(trade.securityId);
    else quantities.set(trade.securityId, after);
  }
  const taxes = sized.map(({ tax }) => tax);
  return {
    trades: sized.map(({ trade }) => trade), quantities, cashBase, costBase: sumDecimals(sized.map(({ cost }) => cost)),
    taxBase: taxes.some((tax) => tax === undefined) ? undefined : roundMoney(sumDecimals(taxes as Decimal[]), book.currency), // none is undefined here
    taxMostBase: roundMoney(sumDecimals(sized.map(({ taxMost }) => taxMost)), book.currency), turnoverBase: sumDecimals(sized.map(({ amount }) => amount)),
  };
}
