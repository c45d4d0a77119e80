import { annualiseSeries, compoundAnnualGrowth } from '../../../src/domain/performance/annualise.ts';
import {
  aggregateReturns, cumulativeReturns, rebase, returnSince, totalReturn, type CalendarUnit, type DatedValue,
} from '../../../src/domain/performance/calendar-returns.ts';
import { yearFraction } from '../../../src/domain/performance/day-count.ts';
import { resolvePeriod } from '../../../src/shared/period.ts';
import { isUndefined, mapDefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { asDate, asList, asNumber, conventionText, dateAt, dayCountOf, listAt, numbersAt } from './case-input.ts';

/** Series of prices and returns: cumulative, aggregated, annualised, to date. */
export function run(testCase: VectorCase): unknown {
  switch (testCase.topic) {
    case 'annual_return': {
      const periodsPerYear = asNumber(testCase.conventions['periods_per_year'], 'periods_per_year');
      return { annual_return: mapDefined(annualiseSeries(returnsOf(testCase), periodsPerYear), ({ rateFraction }) => rateFraction) };
    }
    case 'cumulative_returns': return { cumulative: cumulativeReturns(returnsOf(testCase), asNumber(testCase.input['start'] ?? 0, 'start')) };
    case 'aggregate_returns': return { aggregated: aggregateReturns(datedReturns(testCase, 'returns'), unitOf(testCase)).map(({ returnFraction }) => returnFraction) };
    case 'calendar_year_returns': return calendarYears(testCase);
    case 'total_return': return eachSeries(testCase, totalReturn);
    case 'rebase': return eachSeries(testCase, (prices) => mapDefined(rebase(prices, asNumber(testCase.conventions['base'] ?? 100, 'base')), (values) => values.at(-1)));
    case 'cagr': return growth(testCase);
    case 'mtd_ytd': return toDate(testCase);
    default: throw new Error(`unknown kind of case "${testCase.topic}"`);
  }
}

function returnsOf(testCase: VectorCase): (number | null)[] {
  return listAt(testCase, 'returns').map((item) => (item === null ? null : asNumber(item, 'return')));
}

function datedReturns(testCase: VectorCase, series: string): DatedValue[] {
  const dates = listAt(testCase, 'dates').map(asDate);
  return numbersAt(testCase, series).map((value, index) => ({ date: dates[index]!, value }));
}

function unitOf(testCase: VectorCase): CalendarUnit {
  const text = conventionText(testCase, 'aggregate');
  const unit = (['week', 'month', 'quarter', 'year'] as const).find((candidate) => text.includes(candidate));
  if (!unit) throw new Error(`unknown calendar unit "${text}"`);
  return unit;
}

function calendarYears(testCase: VectorCase): unknown {
  const scale = conventionText(testCase, 'unit').startsWith('percent') ? 100 : 1;
  const names = Object.keys(testCase.input).filter((key) => key !== 'dates');
  const byName = names.map((name) => [name, aggregateReturns(datedReturns(testCase, name), 'year')] as const);
  const years = byName[0]?.[1].map(({ unit }) => Number(unit)) ?? [];
  return { years, ...Object.fromEntries(byName.map(([name, units]) => [name, units.map(({ returnFraction }) => returnFraction * scale)])) };
}

function eachSeries(testCase: VectorCase, compute: (values: number[]) => unknown): unknown {
  return Object.fromEntries(Object.keys(testCase.input).map((name) => [name, compute(numbersAt(testCase, name))]));
}

function growth(testCase: VectorCase): unknown {
  const prices = numbersAt(testCase, 'prices');
  const years = yearFraction(dateAt(testCase, 'start'), dateAt(testCase, 'end'), dayCountOf(testCase));
  return { cagr: mapDefined(compoundAnnualGrowth(prices[0]!, prices.at(-1)!, years), ({ rateFraction }) => rateFraction) };
}

function toDate(testCase: VectorCase): unknown {
  const asOf = dateAt(testCase, 'as_of');
  const prices = listAt(testCase, 'prices').map((item) => {
    const [date, value] = asList(item, 'price');
    return { date: asDate(date), value: asNumber(value, 'price') };
  });
  const since = (period: string) => {
    const value = returnSince(prices, resolvePeriod(period, asOf).openingDate, asOf);
    return isUndefined(value) ? null : value;
  };
  return { mtd: since('MTD'), qtd: since('QTD'), ytd: since('YTD') };
}
