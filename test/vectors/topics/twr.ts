import { annualise, annualiseSeries, compoundAnnualGrowth, type AnnualisedReturn } from '../../../src/domain/performance/annualise.ts';
import { yearFraction } from '../../../src/domain/performance/day-count.ts';
import { modifiedDietz } from '../../../src/domain/performance/modified-dietz.ts';
import { periodicRate, xirr } from '../../../src/domain/performance/money-weighted-return.ts';
import { simpleReturn } from '../../../src/domain/performance/simple-return.ts';
import { linkedSubPeriodReturn, linkReturns } from '../../../src/domain/performance/time-weighted-return.ts';
import { daysBetween } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { mapDefined, type Undefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { asDate, asList, asNumber, conventionText, dateAt, dayCountOf, listAt, numberAt, numbersAt } from './case-input.ts';
import { accountTwr, accountValues } from './twr-accounts.ts';
import { irregularVolatility, monthlyGains, simpleReturnSeries, unitTwrSeries } from './twr-trades.ts';

/** Time-weighted, Dietz, simple and annualised returns. */
export function run(testCase: VectorCase): unknown {
  switch (testCase.topic) {
    case 'twr': return timeWeighted(testCase);
    case 'twr_link': return linked(testCase);
    case 'account_values': return accountValues(testCase);
    case 'position_return': return positionReturn(testCase);
    case 'twr_units': return unitTwrSeries(testCase);
    case 'simple_return': return testCase.input['trades'] ? simpleReturnSeries(testCase) : plainReturn(testCase);
    case 'pnl_by_month': return monthlyGains(testCase);
    case 'volatility': return irregularVolatility(testCase);
    case 'cagr': return cagr(testCase);
    case 'annualise': {
      const basis = asNumber(testCase.conventions['annual_basis_days'] ?? 365, 'annual_basis_days');
      return { annualised: rate(annualise(numberAt(testCase, 'cumulative_return'), numberAt(testCase, 'days') / basis)) };
    }
    case 'modified_dietz': return dietz(testCase);
    case 'irr_periodic': return { irr: mapDefined(periodicRate(numbersAt(testCase, 'amounts')), ({ rateFraction }) => rateFraction) };
    default: throw new Error(`unknown kind of case "${testCase.topic}"`);
  }
}

function rate(result: AnnualisedReturn | Undefined): number | Undefined {
  return mapDefined(result, ({ rateFraction }) => rateFraction);
}

function timeWeighted(testCase: VectorCase): unknown {
  if (testCase.input['transactions']) return accountTwr(testCase);
  if (testCase.input['period_returns']) return linked(testCase);
  const points = listAt(testCase, 'valuations').map((item) => {
    const [date, before, after] = asList(item, 'valuation');
    return { date: asDate(date), before: asNumber(before, 'before'), after: asNumber(after, 'after') };
  });
  const twr = linkedSubPeriodReturn(points);
  // The first and the last day of the report both count: 1 January to 31 December is a whole year.
  const endsBefore = /exclusive/i.test(conventionText(testCase, 'period'));
  const days = daysBetween(dateAt(testCase, 'start'), dateAt(testCase, 'end')) + (endsBefore ? 0 : 1);
  const basis = asNumber(testCase.conventions['annual_basis_days'] ?? 365, 'annual_basis_days');
  return { twr, annualised: mapDefined(twr, (value) => rate(annualise(value, days / basis))) };
}

function linked(testCase: VectorCase): unknown {
  const returns = numbersAt(testCase, 'period_returns');
  const periodsPerYear = asNumber(testCase.conventions['periods_per_year'] ?? 1, 'periods_per_year');
  return { twr: linkReturns(returns), annualised: rate(annualiseSeries(returns, periodsPerYear)) };
}

function cagr(testCase: VectorCase): unknown {
  if (testCase.input['values'] === undefined) {
    return { cagr: rate(compoundAnnualGrowth(numberAt(testCase, 'begin'), numberAt(testCase, 'end'), numberAt(testCase, 'years'))) };
  }
  const values = numbersAt(testCase, 'values');
  const years = yearFraction(dateAt(testCase, 'start'), dateAt(testCase, 'end'), dayCountOf(testCase));
  return { cagr: rate(compoundAnnualGrowth(values[0]!, values.at(-1)!, years)) };
}

function dietz(testCase: VectorCase): unknown {
  const days = numbersAt(testCase, 'flow_day');
  const flows = numbersAt(testCase, 'flows').map((amount, index) => ({ day: days[index]!, amount }));
  const weighting = `${conventionText(testCase, 'flow_weight')} ${conventionText(testCase, 'flow_timing')} ${conventionText(testCase, 'formula')}`;
  const timing = /start of (the )?day|d\s*\+\s*1|inclusive/i.test(weighting) ? 'start-of-day' : 'end-of-day';
  const period = { begin: numberAt(testCase, 'begin'), end: numberAt(testCase, 'end'), days: numberAt(testCase, 'period_days'), flows };
  return { return: modifiedDietz(period, timing) };
}

function plainReturn(testCase: VectorCase): unknown {
  const { gain, returnFraction } = simpleReturn(decimal(numberAt(testCase, 'cost_basis')), decimal(numberAt(testCase, 'market_value')));
  return { gain, return: returnFraction };
}

function positionReturn(testCase: VectorCase): unknown {
  const cost = decimal(numberAt(testCase, 'cost'));
  const marketValue = decimal(numberAt(testCase, 'quantity')).times(numberAt(testCase, 'price'));
  const { gain, returnFraction } = simpleReturn(cost, marketValue);
  const [bought, valued] = [dateAt(testCase, 'purchase_date'), dateAt(testCase, 'valuation_date')];
  const flows = [{ date: bought, amount: -cost.toNumber() }, { date: valued, amount: marketValue.toNumber() }];
  return {
    market_value: marketValue, gain, return: returnFraction,
    twr: linkedSubPeriodReturn([{ date: bought, before: 0, after: cost.toNumber() }, { date: valued, before: marketValue.toNumber(), after: 0 }]),
    xirr: mapDefined(xirr(flows, { dayCount: dayCountOf(testCase) }), ({ rateFraction }) => rateFraction),
  };
}
