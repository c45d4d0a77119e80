import { addDays, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberIs } from '../expect/numbers.ts';
import { noneOnRecord } from '../expect/words.ts';
import { benchmarkLevels, benchmarkOf } from './benchmarks.ts';
import { NotApplicable, numberArg, periodArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { businessReturns, dailyReturns, linked, valueSeries, type DayValue } from './series.ts';
import { spellings } from './positions.ts';
import { securityResults, type SecurityResult } from './security-results.ts';

const YEAR_DAYS = 252;

export const performanceFacts: FactRules = {
  return_pct: (context) => {
    const scope = scopeOf(context);
    const { openingDate, to } = periodArg(context, 'YTD');
    const days = valueSeries(context, scope, to);
    const value = returnOf(days, openingDate, textArg(context, 'method') ?? 'TWR');
    return value === undefined ? noneOnRecord(/return/i) : numberIs({ value: value * 100, unit: 'percent', slack: 0.002 });
  },
  benchmark_return: (context) => {
    const { openingDate, to } = periodArg(context, 'YTD');
    const benchmark = benchmarkOf(context);
    const readings = [...new Set([benchmark.currency, ...scopeOrEmpty(context)])].map((currency): Expected => {
      const levels = benchmarkLevels(context, benchmark, [openingDate, ...businessDaysIn(context, openingDate, to)], currency);
      return numberIs({ value: (levels.at(-1)! / levels[0]! - 1) * 100, unit: 'percent', slack: 0.002 });
    });
    return anyOf(readings);
  },
  volatility: (context) => statistic(context, (returns) => (volatilityOf(returns) ?? Number.NaN) * 100, 'percent', /volatil|deviation|risk/i),
  sharpe_ratio: (context) => statistic(context, (returns) => mean(returns) / deviation(returns) * Math.sqrt(YEAR_DAYS), 'number', /sharpe/i),
  max_drawdown: (context) => statistic(context, (returns) => worstFall(returns) * 100, 'percent', /drawdown|fall|peak|drop|loss/i),
  beta: (context) => relative(context, (own, other) => covariance(own, other) / covariance(other, other), 'number', /beta/i),
  tracking_error: (context) => relative(context, (own, other) => deviation(own.map((value, index) => value - other[index]!)) * Math.sqrt(YEAR_DAYS) * 100, 'percent', /tracking/i),
  best_performers: (context) => ranked(context, 'return', 'up'),
  contributors: (context) => ranked(context, 'contribution', textArg(context, 'direction') === 'down' ? 'down' : 'up'),
};

function scopeOrEmpty(context: FactContext): string[] {
  return textArg(context, 'portfolio') || context.binding.portfolio ? [context.binding.portfolio?.currency ?? scopeOf(context).currency] : [];
}

export function returnOf(days: readonly DayValue[], openingDate: string, method: string): number | undefined {
  const later = days.filter(({ date }) => date > openingDate);
  const [first, last] = [days.findLast(({ date }) => date <= openingDate), later.at(-1)];
  if (!last) return undefined;
  const opening = first?.value ?? 0;
  const start = first ? openingDate as IsoDate : later[0]!.date; // `openingDate` comes from a resolved period
  if (method === 'simple') {
    const inflow = later.reduce((sum, { flow }) => sum + Math.max(flow, 0), 0);
    const outflow = later.reduce((sum, { flow }) => sum + Math.max(-flow, 0), 0);
    return opening + inflow > 0 ? (last.value + outflow) / (opening + inflow) - 1 : undefined;
  }
  if (method === 'MWR') return moneyWeighted(opening, start, later);
  const growth = linked(dailyReturns(days, openingDate));
  return method === 'annualised_TWR' ? (1 + growth) ** (365 / daysBetween(start, last.date)) - 1 : growth;
}

/** Effective yearly rate at which all flows and the end value come out even, by bisection. */
function moneyWeighted(opening: number, start: IsoDate, later: readonly DayValue[]): number {
  const end = later.at(-1)!;
  const flows = [{ date: start, amount: -opening }, ...later.map(({ date, flow }) => ({ date, amount: -flow })), { date: end.date, amount: end.value }].filter(({ amount }) => amount !== 0);
  const balance = (rate: number): number => flows.reduce((sum, { date, amount }) => sum + amount / (1 + rate) ** (daysBetween(start, date) / 365), 0);
  let [low, high] = [-0.99, 10];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (balance(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const covariance = (left: readonly number[], right: readonly number[]): number => left.reduce((sum, value, index) => sum + (value - mean(left)) * (right[index]! - mean(right)), 0) / (left.length - 1);
const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
};

/** A year's, as a fraction; undefined without two returns. */
export function volatilityOf(returns: readonly number[]): number | undefined {
  return returns.length < 2 ? undefined : deviation(returns) * Math.sqrt(YEAR_DAYS);
}

function worstFall(returns: readonly number[]): number {
  let [level, peak, worst] = [1, 1, 0];
  for (const value of returns) {
    level *= 1 + value;
    peak = Math.max(peak, level);
    worst = Math.max(worst, 1 - level / peak);
  }
  return worst;
}

function returnsIn(context: FactContext): { readonly date: IsoDate; readonly returnFraction: number }[] {
  const { openingDate, to } = periodArg(context, '1Y');
  return businessReturns(valueSeries(context, scopeOf(context), to), openingDate);
}

/** Daily statistics; 252 days a year are usual, and where another number of days is stated the figure differs by less than the slack. */
function statistic(context: FactContext, compute: (returns: readonly number[]) => number, unit: 'percent' | 'number', near: RegExp): Expected {
  const returns = returnsIn(context).map(({ returnFraction }) => returnFraction);
  if (returns.length < 2) return noneOnRecord(near);
  return numberIs({ value: compute(returns), unit, near, slack: 0.02, isSize: near.source.startsWith('drawdown') });
}

function relative(context: FactContext, compute: (own: readonly number[], other: readonly number[]) => number, unit: 'percent' | 'number', near: RegExp): Expected {
  const { openingDate } = periodArg(context, '1Y');
  const scope = scopeOf(context);
  const own = returnsIn(context);
  if (own.length < 2) return noneOnRecord(near);
  const benchmark = benchmarkOf(context);
  return anyOf([...new Set([scope.currency, benchmark.currency])].map((currency) => {
    const levels = benchmarkLevels(context, benchmark, [[openingDate, addDays(own[0]!.date, -1)].toSorted().at(-1)!, ...own.map(({ date }) => date)], currency);
    const pairs = own.flatMap(({ returnFraction }, index) => (Number.isFinite(levels[index]!) && Number.isFinite(levels[index + 1]!) ? [[returnFraction, levels[index + 1]! / levels[index]! - 1] as const] : []));
    return numberIs({ value: compute(pairs.map(([mine]) => mine), pairs.map(([, theirs]) => theirs)), unit, near, slack: 0.02 });
  }));
}

function businessDaysIn({ firm }: FactContext, after: string, to: string): IsoDate[] {
  return firm.texts("select distinct price_date from MarketPrices where price_date > ? and price_date <= ? order by 1", after, to) as IsoDate[]; // the column holds days
}

/** Which of several readings of "performed" or "contributed" is meant is open: with what was sold meanwhile or without, as part of the return or in money. */
function ranked(context: FactContext, by: 'return' | 'contribution', direction: 'up' | 'down'): Expected {
  const sector = textArg(context, 'sector');
  const all = securityResults(context).filter((result) => !sector || result.sector.toLowerCase() === sector.toLowerCase());
  if (all.length === 0) throw new NotApplicable('nothing was held in the period');
  const measures = by === 'return' ? [({ returnFraction }: SecurityResult) => returnFraction] : [({ contributionFraction }: SecurityResult) => contributionFraction, ({ gain }: SecurityResult) => gain];
  const held = all.filter(({ isHeld }) => isHeld);
  return anyOf(measures.flatMap((measure) => [all, held].map((results) => firstOf(results, measure, { n: numberArg(context, 'n') ?? 3, direction, isSigned: by !== 'return' }))));
}

function firstOf(results: readonly SecurityResult[], measure: (result: SecurityResult) => number, { n, direction, isSigned }: { n: number; direction: 'up' | 'down'; isSigned: boolean }): Expected {
  const sign = direction === 'up' ? 1 : -1;
  const order = results.filter((result) => Number.isFinite(measure(result)) && (!isSigned || measure(result) * sign > 0)).toSorted((left, right) => sign * (measure(right) - measure(left)));
  const members = order.slice(0, n).map((result): Member => ({ label: result.ticker, names: [spellings(result)], rank: measure(result) }));
  return listIs({ members, what: /detract|contribut|hold|perform/i, isOrdered: true, isTop: true, others: order.slice(n).map(({ ticker }) => ticker) });
}
