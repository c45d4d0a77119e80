import { buildDailyLedger, valuedDays } from '../../../src/domain/performance/daily-ledger.ts';
import { completePrices } from '../../../src/domain/performance/first-quote.ts';
import type { PriceSeries } from '../../../src/domain/performance/market-data.ts';
import { monthlyGain } from '../../../src/domain/performance/period-gains.ts';
import { simpleReturn } from '../../../src/domain/performance/simple-return.ts';
import { linkedSubPeriodReturn, type ValuedDay } from '../../../src/domain/performance/time-weighted-return.ts';
import { irregularPeriodVolatility } from '../../../src/domain/performance/irregular-volatility.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { addDays, addYears, startOfYear, type IsoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { isUndefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { asDate, asList, asNumber, asText, conventionText } from './case-input.ts';

/** Cases on purchases and sales `[date, security, quantity, price]` paid from outside: each trade is an external flow. */
interface TradeCase {
  readonly transactions: readonly Transaction[];
  readonly prices: ReadonlyMap<string, PriceSeries>;
  /** Dates of trades and quotes, ascending. */
  readonly dates: readonly IsoDate[];
}

function readTrades(testCase: VectorCase): TradeCase {
  const dates = new Set<IsoDate>();
  const transactions = asList(testCase.input['trades'], 'trades').flatMap((item, index): Transaction[] => {
    const [date, security, quantity, price] = asList(item, 'trade');
    const units = decimal(asNumber(quantity, 'quantity'));
    const stamp = { id: String(index), tradeDate: asDate(date), currency: 'EUR' };
    dates.add(stamp.tradeDate);
    const amount = units.times(asNumber(price, 'price')).abs();
    const trade = { ...stamp, securityId: asText(security, 'security'), quantity: units.abs(), price: decimal(asNumber(price, 'price')) };
    return units.isNegative()
      ? [{ ...trade, kind: 'sell' }, { ...stamp, id: `${index}-out`, kind: 'withdrawal', amount }]
      : [{ ...stamp, id: `${index}-in`, kind: 'deposit', amount }, { ...trade, kind: 'buy' }];
  });
  const quoted = Object.entries(testCase.input['prices'] ?? {}).map(([security, quotes]): [string, PriceSeries] => [security, {
    currency: 'EUR',
    quotes: asList(quotes, 'prices').map((item) => {
      const [date, price] = asList(item, 'price');
      dates.add(asDate(date));
      return { date: asDate(date), price: decimal(asNumber(price, 'price')) };
    }),
  }]);
  return { transactions, prices: completePrices(new Map(quoted), transactions, 'trade-prices'), dates: Array.from(dates).toSorted() };
}

function valued({ transactions, prices, dates }: TradeCase, from: IsoDate = dates[0]!, to: IsoDate = dates.at(-1)!): ValuedDay[] {
  return valuedDays(buildDailyLedger({ transactions, market: { baseCurrency: 'EUR', prices, fx: new Map() }, from, to }), from);
}

/** Valued just before and after each day's flow, at that day's price. */
function points(days: readonly ValuedDay[]): { date: IsoDate; before: number; after: number }[] {
  return days.map(({ date, value, inflow, outflow }) => ({ date, before: value - inflow + outflow, after: value }));
}

export function unitTwrSeries(testCase: VectorCase): unknown {
  const trades = readTrades(testCase);
  const days = points(valued(trades));
  const upTo = (date: IsoDate): unknown => {
    const period = days.filter((day) => day.date <= date);
    return period.length === 1 ? 0 : linkedSubPeriodReturn(period);
  };
  return { series: trades.dates.map((date) => [date, upTo(date)]), twr: upTo(trades.dates.at(-1)!) };
}

export function simpleReturnSeries(testCase: VectorCase): unknown {
  const trades = readTrades(testCase);
  let invested = decimal(0);
  const byDate = new Map(valued(trades).map((day) => {
    invested = invested.plus(day.inflow).minus(day.outflow);
    return [day.date, simpleReturn(invested, decimal(day.value)).returnFraction];
  }));
  return { series: trades.dates.map((date) => [date, byDate.get(date)]) };
}

/** Every month of the calendar years that trades and quotes touch. */
export function monthlyGains(testCase: VectorCase): unknown {
  const trades = readTrades(testCase);
  const [first, last] = [trades.dates[0]!, trades.dates.at(-1)!];
  const months = monthlyGain(0, valued(trades, startOfYear(first), addDays(addYears(startOfYear(last), 1), -1)));
  return { months: months.map(({ month, gain }) => [month, gain]), year_total: months.reduce((sum, { gain }) => sum + gain, 0) };
}

export function irregularVolatility(testCase: VectorCase): unknown {
  const trades = readTrades(testCase);
  const from = testCase.input['start'] === undefined ? trades.dates[0]! : asDate(testCase.input['start']);
  const to = testCase.input['end'] === undefined ? trades.dates.at(-1)! : asDate(testCase.input['end']);
  const days = points(valued(trades)).filter(({ date }) => date >= from && date <= to && trades.dates.includes(date));
  const returns = days.slice(1).map((day, index) => linkedSubPeriodReturn([days[index]!, day]));
  const yearDays = Number(/sqrt\(([\d.]+)/.exec(conventionText(testCase, 'annualisation'))?.[1] ?? 365);
  const ddof = testCase.conventions['ddof'] === 0 ? 0 : 1;
  return { annual_volatility: irregularPeriodVolatility(returns.filter((value): value is number => !isUndefined(value)), { from, to, yearDays, ddof }) };
}
