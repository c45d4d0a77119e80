import {
  netFutureValue, netPresentValue, periodicPresentValue, periodicRate, xirr, type DatedFlow, type MoneyWeightedReturn,
} from '../../../src/domain/performance/money-weighted-return.ts';
import { mapDefined, type Undefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { asDate, asList, asNumber, dayCountOf, listAt, numberAt, numbersAt } from './case-input.ts';

/** Money-weighted returns: dated and periodic rates, present and future values. */
export function run(testCase: VectorCase): unknown {
  switch (testCase.topic) {
    case 'npv_periodic': return { npv: periodicPresentValue(numberAt(testCase, 'rate'), numbersAt(testCase, 'amounts')) };
    case 'irr_periodic': return { irr: rate(periodicRate(numbersAt(testCase, 'amounts'))) };
    case 'xnpv': return { xnpv: netPresentValue(numberAt(testCase, 'rate'), flowsOf(testCase), dayCountOf(testCase)) };
    case 'xnfv': return { xnfv: netFutureValue(numberAt(testCase, 'rate'), flowsOf(testCase), dayCountOf(testCase)) };
    default: {
      const totalLoss = testCase.conventions['total_loss'] === undefined ? 'undefined' : 'limit';
      return { xirr: rate(xirr(flowsOf(testCase), { dayCount: dayCountOf(testCase), totalLoss })) };
    }
  }
}

function rate(result: MoneyWeightedReturn | Undefined): number | Undefined {
  return mapDefined(result, ({ rateFraction }) => rateFraction);
}

function flowsOf(testCase: VectorCase): DatedFlow[] {
  return listAt(testCase, 'flows').map((item) => {
    const [date, amount] = asList(item, 'flow');
    return { date: asDate(date), amount: asNumber(amount, 'amount') };
  });
}
