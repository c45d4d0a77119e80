import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { realisedGainIn, sumGains, unrealisedGainIn, type ReportingCurrency, type SplitGain, type Valuation } from './currency-gains.ts';
import { LotBook } from './lot-book.ts';
import type { LotRules } from './lot-rules.ts';
import { timeWeightedInvestment, type InvestedStep } from './time-weighted-investment.ts';
import { inEffectOrder } from './transaction-order.ts';
import type { Transaction } from './transaction.ts';

export interface PositionQuestion {
  readonly asOf: IsoDate;
  readonly rules: Partial<LotRules>;
  /** Price and rates of `asOf`. */
  readonly valuation: Valuation;
  /** `base` and `client` take costs at the rate of each trade ("with currency effect"). */
  readonly reporting: ReportingCurrency;
}

/** One position from its first trade to `asOf`, money in the reporting currency, income apart from gains. */
export interface PositionResult {
  readonly quantity: Decimal;
  /** Cost of what is held; of a short position negative. */
  readonly cost: Decimal | Undefined;
  readonly averageCost: Decimal | Undefined;
  readonly marketValue: Decimal | Undefined;
  readonly realised: SplitGain | Undefined;
  readonly unrealised: SplitGain | Undefined;
  /** Realised and unrealised; before fees unless the rules count them in the cost. */
  readonly gross: Decimal | Undefined;
  readonly net: Decimal | Undefined;
  readonly fees: Decimal | Undefined;
  /** Dividends and coupons before withholding; not part of gross or net. */
  readonly income: Decimal | Undefined;
  /** The base of the fractions. */
  readonly timeWeightedInvestment: Decimal | Undefined;
  readonly grossFraction: number | Undefined;
  readonly netFraction: number | Undefined;
}

/**
 * Result of one security's transactions up to `asOf`, later ones ignored.
 * @throws AppError as `LotBook.apply`.
 */
export function positionResult(transactions: readonly Transaction[], securityId: string, question: PositionQuestion): PositionResult {
  const { reporting, valuation, asOf } = question;
  const history = replay(transactions, securityId, question);
  const lots = history.book.position(securityId)?.lots ?? [];
  const realised = sumGains(history.realised);
  const unrealised = sumGains(lots.map((lot) => unrealisedGainIn(lot, valuation, reporting)));
  const quantity = history.book.quantityOf(securityId);
  const cost = history.cost;
  const gross = both(realised, unrealised, (left, right) => left.total.plus(right.total));
  const net = both(gross, history.feesOutside, (left, right) => left.minus(right));
  const base = history.investment(asOf);
  const fraction = (gain: Decimal | Undefined): number | Undefined => both(gain, base, (left, right) => (right.isZero() ? undefinedBecause('nothing was invested') : left.div(right).toNumber()));
  return {
    quantity, cost, averageCost: quantity.isZero() ? undefinedBecause('the position is closed') : mapDefined(cost, (total) => total.div(quantity)),
    marketValue: quantity.isZero() ? ZERO : both(valuation.price, valuationRate(valuation, reporting), (price, rate) => quantity.times(price).times(rate)),
    realised, unrealised, gross, net, fees: history.fees, income: history.income, timeWeightedInvestment: base,
    grossFraction: fraction(gross), netFraction: fraction(net),
  };
}

function replay(transactions: readonly Transaction[], securityId: string, { asOf, rules, reporting }: PositionQuestion) {
  const book = new LotBook(rules);
  const steps: InvestedStep[] = [];
  const realised: (SplitGain | Undefined)[] = [];
  let cost: Decimal | Undefined = ZERO;
  let [fees, feesOutside, income]: (Decimal | Undefined)[] = [ZERO, ZERO, ZERO];
  for (const transaction of inEffectOrder(transactions)) {
    if (transaction.tradeDate > asOf) break;
    const rate = tradeRate(transaction, reporting);
    for (const gain of book.apply(transaction).realised) realised.push(realisedGainIn(gain, reporting));
    cost = costIn(book, securityId, reporting);
    const charged = feesOf(transaction, book.rules);
    fees = plus(fees, charged.all, rate);
    feesOutside = plus(feesOutside, charged.outside, rate);
    if (transaction.kind === 'dividend' || transaction.kind === 'coupon') income = plus(income, transaction.amount, rate);
    if (!isUndefined(cost)) steps.push({ date: transaction.tradeDate, invested: cost.abs(), isOpen: book.position(securityId) !== undefined });
  }
  const lastCost = cost;
  const investment = (day: IsoDate): Decimal | Undefined => (isUndefined(lastCost) ? lastCost : timeWeightedInvestment(steps, day));
  return { book, realised, cost, fees: fees ?? ZERO, feesOutside: feesOutside ?? ZERO, income: income ?? ZERO, investment };
}

function costIn(book: LotBook, securityId: string, reporting: ReportingCurrency): Decimal | Undefined {
  const position = book.position(securityId);
  if (!position) return ZERO;
  const sign = position.quantity.isNegative() ? -1 : 1;
  if (reporting === 'trade') return position.cost.times(sign);
  let total = ZERO;
  for (const lot of position.lots) {
    const rate = reporting === 'base' ? lot.fxToBase : lot.fxToClient;
    if (!rate) return undefinedBecause(`no exchange rate to the ${reporting} currency on ${lot.openedOn}`);
    total = total.plus(lot.cost.times(rate));
  }
  return total.times(sign);
}

function feesOf(transaction: Transaction, rules: LotRules): { readonly all: Decimal; readonly outside: Decimal } {
  const fees = 'fees' in transaction && transaction.fees ? transaction.fees : ZERO;
  switch (transaction.kind) {
    case 'buy': case 'sell': case 'short_sell': case 'cover': return { all: fees, outside: rules.feesInCost ? ZERO : fees };
    case 'fee': return { all: transaction.amount, outside: transaction.amount };
    default: return { all: fees, outside: fees };
  }
}

function tradeRate(transaction: Transaction, reporting: ReportingCurrency): Decimal | Undefined {
  if (reporting === 'trade') return ONE;
  const rate = reporting === 'base' ? transaction.fxToBase : transaction.fxToClient;
  return rate ?? undefinedBecause(`no exchange rate to the ${reporting} currency on ${transaction.tradeDate}`);
}

function valuationRate(valuation: Valuation, reporting: ReportingCurrency): Decimal | Undefined {
  if (reporting === 'trade') return ONE;
  return (reporting === 'base' ? valuation.fxToBase : valuation.fxToClient) ?? undefinedBecause(`no exchange rate to the ${reporting} currency on the day of the valuation`);
}

function plus(sum: Decimal | Undefined | undefined, amount: Decimal, rate: Decimal | Undefined): Decimal | Undefined {
  if (amount.isZero()) return sum ?? ZERO;
  return both(sum ?? ZERO, rate, (left, right) => left.plus(amount.times(right)));
}

/** Combines two values that both exist; otherwise passes on why not. */
function both<A, B, R>(left: A | Undefined, right: B | Undefined, combine: (left: A, right: B) => R | Undefined): R | Undefined {
  if (isUndefined(left)) return left;
  return isUndefined(right) ? right : combine(left, right);
}
