import { Decimal, decimal, minorUnits, sumDecimals, ZERO } from '../../shared/decimal.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { AdviceCosts } from '../advice/advice-snapshot.ts';
import type { ProposedTrade } from '../portfolio-state/portfolio-state.ts';

export interface ExecutionInput {
  readonly baseCurrency: string;
  readonly trades: readonly ProposedTrade[];
  readonly costs: AdviceCosts;
  /** By security id: its class decides the cost of the trade. */
  readonly assetClassOf: (securityId: string) => string | undefined;
  /** Base currency for one unit of a currency, as stated in the recommendation; the base currency itself is 1. */
  readonly rateOf: (currency: string) => string | undefined;
  /** Cash held by currency before the trades. */
  readonly cash: ReadonlyMap<string, Decimal>;
}

/** A trade ready for the books, all amounts in its own currency. */
export interface PlannedTrade extends ProposedTrade {
  readonly gross: Decimal;
  readonly fees: Decimal;
  readonly feesBase: Decimal;
  readonly fxToBase: string;
}

/** Money changed from one currency into another at the stated rate. */
export interface Exchange {
  readonly from: string;
  readonly fromAmount: Decimal;
  readonly to: string;
  readonly toAmount: Decimal;
}

export interface ExecutionPlan {
  /** Sales first: they bring the money that purchases take. */
  readonly trades: readonly PlannedTrade[];
  /** Between sales and purchases. */
  readonly exchanges: readonly Exchange[];
  readonly feesBase: Decimal;
}

/**
 * How trades are carried out at their stated prices: costs by the schedule that the recommendation names, and currency exchanges so that no
 * balance falls below zero, from the base currency first and then from what foreign sales brought.
 * @returns Undefined with the reason when there is no rate for a currency or not enough money in all.
 */
export function planExecution({ baseCurrency, trades, costs, assetClassOf, rateOf, cash }: ExecutionInput): ExecutionPlan | Undefined {
  const planned: PlannedTrade[] = [];
  for (const trade of trades) {
    const fxToBase = trade.currency === baseCurrency ? '1' : rateOf(trade.currency);
    if (fxToBase === undefined) return undefinedBecause(`there is no exchange rate from ${trade.currency} to ${baseCurrency}`);
    const fees = costOf(trade, assetClassOf(trade.securityId), costs).div(fxToBase).toDecimalPlaces(minorUnits(trade.currency));
    planned.push({ ...trade, fxToBase, fees, feesBase: fees.times(fxToBase), gross: decimal(trade.quantity).times(trade.price).toDecimalPlaces(4) });
  }
  const ordered = [...planned.filter(({ side }) => side === 'sell'), ...planned.filter(({ side }) => side === 'buy')];
  const balances = new Map(cash);
  for (const { side, currency, gross, fees } of ordered) {
    balances.set(currency, (balances.get(currency) ?? ZERO).plus(side === 'sell' ? gross : gross.neg()).minus(fees));
  }
  const exchanges = balance(balances, baseCurrency, rateOf);
  return Array.isArray(exchanges) ? { trades: ordered, exchanges, feesBase: sumDecimals(ordered.map(({ feesBase }) => feesBase)) } : exchanges;
}

/** Base currency: the schedule's rate on the amount, at least the minimum; of an unknown class, the dearest rate. */
function costOf({ amountBase }: ProposedTrade, assetClass: string | undefined, { tradeBps, minimumPerTradeBase }: AdviceCosts): Decimal {
  const bps = (assetClass === undefined ? undefined : tradeBps[assetClass]) ?? Math.max(0, ...Object.values(tradeBps));
  const charged = decimal(amountBase).times(bps).div(10_000);
  return charged.gt(minimumPerTradeBase) ? charged : decimal(minimumPerTradeBase);
}

function balance(balances: Map<string, Decimal>, base: string, rateOf: (currency: string) => string | undefined): Exchange[] | Undefined {
  const exchanges: Exchange[] = [];
  const baseAt = (): Decimal => balances.get(base) ?? ZERO;
  for (const currency of [...balances.keys()].filter((key) => key !== base).toSorted()) {
    const lacking = up((balances.get(currency) ?? ZERO).neg(), currency);
    if (lacking.lte(0)) continue;
    const rate = rateOf(currency);
    if (rate === undefined) return undefinedBecause(`there is no exchange rate from ${currency} to ${base}`);
    const paid = up(lacking.times(rate), base);
    exchanges.push({ from: base, fromAmount: paid, to: currency, toAmount: lacking });
    balances.set(currency, balances.get(currency)!.plus(lacking));
    balances.set(base, baseAt().minus(paid));
  }
  for (const currency of [...balances.keys()].filter((key) => key !== base).toSorted()) {
    const rate = rateOf(currency);
    const spare = balances.get(currency) ?? ZERO;
    if (baseAt().gte(0) || spare.lte(0) || rate === undefined) continue;
    const wanted = up(baseAt().neg().div(rate), currency);
    const sold = wanted.gt(spare) ? spare : wanted;
    const brought = sold.times(rate).toDecimalPlaces(minorUnits(base), Decimal.ROUND_DOWN);
    exchanges.push({ from: currency, fromAmount: sold, to: base, toAmount: brought });
    balances.set(currency, spare.minus(sold));
    balances.set(base, baseAt().plus(brought));
  }
  return baseAt().lt(0) ? undefinedBecause(`${baseAt().neg().toFixed(minorUnits(base))} ${base} of cash are lacking`) : exchanges;
}

function up(amount: Decimal, currency: string): Decimal {
  return amount.toDecimalPlaces(minorUnits(currency), Decimal.ROUND_UP);
}
