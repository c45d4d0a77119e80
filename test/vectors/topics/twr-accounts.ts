import { buildDailyLedger, valuedDays, type DailyLedger } from '../../../src/domain/performance/daily-ledger.ts';
import { dailyReturns, linkReturns, type FlowTiming } from '../../../src/domain/performance/time-weighted-return.ts';
import { cumulativeReturns } from '../../../src/domain/performance/calendar-returns.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { mapDefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { asDate, asList, asNumber, asText, conventionText, dateAt, listAt } from './case-input.ts';

/** Cases on a cash account: deposits, withdrawals, interest, fees and taxes in one currency. */
export function accountTwr(testCase: VectorCase): unknown {
  const ledger = ledgerOf(testCase);
  const returns = dailyReturns(0, valuedDays(ledger, ledger.from), timingOf(testCase));
  return {
    twr: mapDefined(returns, (values) => linkReturns(values)),
    cumulative: mapDefined(returns, (values) => cumulativeReturns(values)),
  };
}

export function accountValues(testCase: VectorCase): unknown {
  const ledger = ledgerOf(testCase);
  const series = {
    value: ledger.value, tax: ledger.taxes, inflow: ledger.inflow, outflow: ledger.outflow, fees: ledger.fees,
    interest_booked: ledger.income.map((gross, index) => gross - ledger.taxes[index]!),
  };
  return Object.fromEntries(Object.entries(series).flatMap(([name, values]) => (
    Array.from(values, (value, index) => [`${name}_${addDays(ledger.from, index)}`, value] as const)
  )));
}

function timingOf(testCase: VectorCase): FlowTiming {
  const text = conventionText(testCase, 'flow_timing').toLowerCase();
  if (/deposits? at start.*withdrawals? at end/.test(text)) return 'in-start-out-end';
  if (/start/.test(text)) return 'start-of-day';
  if (/end/.test(text)) return 'end-of-day';
  return 'in-start-out-end';
}

function ledgerOf(testCase: VectorCase): DailyLedger {
  return buildDailyLedger({
    transactions: listAt(testCase, 'transactions').flatMap((item, index) => accountTransaction(asList(item, 'transaction'), String(index))),
    market: { baseCurrency: 'EUR', prices: new Map(), fx: new Map() },
    from: dateAt(testCase, 'start'), to: dateAt(testCase, 'end'),
  });
}

/** `[date, kind, amount, 'tax', withheld]`: an amount with `_net` is what reached the account. */
function accountTransaction([date, kind, rawAmount, ...extras]: unknown[], id: string): Transaction {
  const stamp = { id, tradeDate: asDate(date), currency: 'EUR' };
  const stated = decimal(asNumber(rawAmount, 'amount'));
  const taxes = extras[0] === 'tax' || extras[0] === 'taxes' ? decimal(asNumber(extras[1], 'tax')) : decimal(0);
  switch (asText(kind, 'kind')) {
    case 'deposit': case 'inflow': return { ...stamp, kind: 'deposit', amount: stated };
    case 'withdrawal': case 'withdraw': case 'removal': case 'outflow': return { ...stamp, kind: 'withdrawal', amount: stated.abs() };
    case 'interest': case 'dividend': case 'interest_gross': return { ...stamp, kind: 'interest', amount: stated, taxes };
    case 'interest_net': case 'dividend_net': return { ...stamp, kind: 'interest', amount: stated.plus(taxes), taxes };
    case 'fee': case 'fees': case 'interest_charge': return { ...stamp, kind: 'fee', amount: stated.abs() };
    case 'tax': case 'taxes': return { ...stamp, kind: 'tax', amount: stated.abs() };
    default: throw new Error(`unknown account transaction "${asText(kind, 'kind')}"`);
  }
}
