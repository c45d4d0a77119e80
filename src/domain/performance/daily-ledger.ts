import { epochDay, fromEpochDay, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { cashEffect } from '../lots/transaction-cash.ts';
import { inEffectOrder } from '../lots/transaction-order.ts';
import type { Transaction } from '../lots/transaction.ts';
import { bookFlows } from './daily-flows.ts';
import { fillForward } from './daily-rates.ts';
import type { MarketData } from './market-data.ts';
import { positionSteps, type QuantityStep } from './position-steps.ts';
import type { ValuedDay } from './time-weighted-return.ts';
import { floatOf } from './float-of.ts';

/** Base-currency amounts of each day, index 0 = `from`. All flows and costs are ≥ 0 except income, which a negative rate lowers. */
export interface DailyAmounts {
  readonly value: Float64Array;
  readonly inflow: Float64Array;
  readonly outflow: Float64Array;
  readonly income: Float64Array;
}

/** A portfolio, day by day, in float64 for statistics; exact totals come from the bridge. */
export interface DailyLedger extends DailyAmounts {
  readonly baseCurrency: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Management, custody and other fees booked apart from trades. */
  readonly fees: Float64Array;
  /** Commissions and accrued-interest-free charges that are part of trades. */
  readonly tradingCosts: Float64Array;
  /** Withheld, transaction and other taxes. */
  readonly taxes: Float64Array;
  readonly cash: Float64Array;
  /** Each security as a portfolio of its own: purchases flow in, proceeds and income flow out. */
  readonly positions: ReadonlyMap<string, DailyAmounts>;
  /** What a reader should know: securities or currencies without a quote when held. Such days have the value NaN, never 0. */
  readonly quality: readonly string[];
}

export interface DailyLedgerRequest {
  readonly transactions: readonly Transaction[];
  readonly market: MarketData;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/**
 * Values a portfolio at the close of each day from `from` to `to`, from its transactions since its beginning.
 * Base currency; trade dates; last quote carried forward; amounts at the transaction's own rate, else at the day's.
 * Linear in transactions + securities × days.
 * @throws AppError invalid-input when `to` is before `from`.
 */
export function buildDailyLedger(request: DailyLedgerRequest): DailyLedger {
  const { market, from, to } = request;
  const firstDay = epochDay(from);
  const length = epochDay(to) - firstDay + 1;
  if (length < 1) throw invalidInput('The period ends before it starts.');
  const transactions = inEffectOrder(request.transactions).filter(({ tradeDate }) => tradeDate <= to);
  const fx = fxTable(market, firstDay, length);
  const quality = new Set<string>();
  const { steps, moves } = positionSteps(transactions);
  const positions = new Map<string, DailyAmounts>();
  const unitValues = new Map<string, Float64Array>();
  const value = valueCash(transactions, firstDay, length, fx, quality);
  const cash = value.slice();
  for (const [securityId, own] of steps) {
    const amounts = emptyAmounts(length);
    const unitValue = unitValuesOf(securityId, { market, fx, firstDay, length });
    unitValues.set(securityId, unitValue);
    if (!valuePosition(own, unitValue, amounts.value, firstDay)) {
      quality.add(`There is no price or exchange rate for ${securityId} on some days on which it was held.`);
    }
    positions.set(securityId, amounts);
    for (let index = 0; index < length; index += 1) value[index]! += amounts.value[index]!;
  }
  const flows = bookFlows({ transactions, moves, firstDay, length, fx, positions, unitValues });
  return { baseCurrency: market.baseCurrency, from, to, value, cash, positions, quality: [...quality], ...flows };
}

export function emptyAmounts(length: number): DailyAmounts {
  return { value: new Float64Array(length), inflow: new Float64Array(length), outflow: new Float64Array(length), income: new Float64Array(length) };
}

/** Base units per unit of a currency for each day; NaN where unknown. */
export type FxTable = (currency: string) => Float64Array;

function fxTable(market: MarketData, firstDay: number, length: number): FxTable {
  const filled = new Map<string, Float64Array>([[market.baseCurrency, new Float64Array(length).fill(1)]]);
  return (currency) => {
    const known = filled.get(currency);
    if (known) return known;
    const rates = fillForward(market.fx.get(currency) ?? [], ({ rate }) => rate, firstDay, length);
    filled.set(currency, rates);
    return rates;
  };
}

function valueCash(transactions: readonly Transaction[], firstDay: number, length: number, fx: FxTable, quality: Set<string>): Float64Array {
  const byCurrency = new Map<string, Float64Array>();
  let date = '';
  let index = 0;
  for (const transaction of transactions) {
    if (transaction.tradeDate !== date) {
      date = transaction.tradeDate;
      index = Math.max(0, epochDay(transaction.tradeDate) - firstDay);
    }
    let changes = byCurrency.get(transaction.currency);
    if (!changes) byCurrency.set(transaction.currency, changes = new Float64Array(length));
    changes[index]! += floatOf(cashEffect(transaction));
  }
  const value = new Float64Array(length);
  for (const [currency, changes] of byCurrency) {
    const rates = fx(currency);
    let balance = 0;
    for (let day = 0; day < length; day += 1) {
      balance += changes[day]!;
      if (Math.abs(balance) < 1e-7) balance = 0;
      if (balance !== 0) value[day]! += balance * rates[day]!;
      if (balance !== 0 && Number.isNaN(rates[day]!)) quality.add(`There is no exchange rate for ${currency} on ${fromEpochDay(firstDay + day)}.`);
    }
  }
  return value;
}

/** Base value of one unit at each close, in one array: price × rate. */
function unitValuesOf(securityId: string, { market, fx, firstDay, length }: { market: MarketData; fx: FxTable; firstDay: number; length: number }): Float64Array {
  const series = market.prices.get(securityId);
  const values = fillForward(series?.quotes ?? [], ({ price }) => price, firstDay, length);
  const currency = series?.currency ?? market.baseCurrency;
  if (currency === market.baseCurrency) return values;
  const rates = fx(currency);
  for (let index = 0; index < length; index += 1) values[index]! *= rates[index]!;
  return values;
}

/** Fills in units × unit value; false when a day on which some were held has no unit value. */
function valuePosition(steps: readonly QuantityStep[], unitValue: Float64Array, value: Float64Array, firstDay: number): boolean {
  const length = value.length;
  let complete = true;
  for (let step = 0; step < steps.length; step += 1) {
    const { day, quantity } = steps[step]!;
    if (quantity === 0) continue;
    const start = Math.max(0, day - firstDay);
    const end = Math.min(length, (steps[step + 1]?.day ?? Infinity) - firstDay);
    for (let index = start; index < end; index += 1) {
      const worth = quantity * unitValue[index]!;
      value[index] = worth;
      complete &&= !Number.isNaN(worth);
    }
  }
  return complete;
}

/** The ledger as days, for return functions. `first` is an index; days before it are left out. */
export function valuedDays(amounts: DailyAmounts, from: IsoDate, first = 0): ValuedDay[] {
  const firstDay = epochDay(from);
  const days: ValuedDay[] = [];
  for (let index = first; index < amounts.value.length; index += 1) {
    days.push({
      date: fromEpochDay(firstDay + index), value: amounts.value[index]!, inflow: amounts.inflow[index]!, outflow: amounts.outflow[index]!,
    });
  }
  return days;
}
