import { decimal, sumDecimals, ZERO } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { invalidInput } from '../../../src/shared/errors.ts';
import { isUndefined, undefinedBecause } from '../../../src/shared/undefined-value.ts';
import { accountStatement, type PriceOn } from '../../../src/domain/income/account-statement.ts';
import { paymentRhythm } from '../../../src/domain/income/payment-rhythm.ts';
import { averageYieldOnCost } from '../../../src/domain/income/yield-on-cost.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import type { VectorCase } from '../vector-case.ts';
import { lastOnOrBefore } from './fx-input.ts';
import { lotRulesOf } from './lot-conventions.ts';
import { oldestFirst, SECURITY, transactionOf, type TradeInput } from './lot-transactions.ts';

type Points = readonly (readonly [string, number])[];
type Row = readonly [string, string, number, unknown?] | TradeInput;

interface IncomeInput {
  readonly payment_dates?: readonly string[];
  readonly buy?: { readonly date: string; readonly qty: number; readonly cost?: number; readonly price?: number };
  readonly buys?: readonly { readonly date: string; readonly qty: number; readonly cost?: number; readonly price?: number }[];
  readonly trades?: readonly TradeInput[];
  readonly dividends?: Points;
  readonly transactions?: readonly Row[];
  readonly start?: string;
  readonly end?: string;
  readonly price?: number;
  readonly prices?: Points | Readonly<Record<string, Points>>;
  readonly market_prices?: Points | Readonly<Record<string, Points>>;
}

export function run(testCase: VectorCase): unknown {
  const input = testCase.input as IncomeInput; // the runner reads untyped JSON
  if (input.payment_dates) return { periodicity: paymentRhythm(input.payment_dates.map(isoDate)).toUpperCase() };
  if (input.dividends) return dividendFigures(testCase, input, input.dividends);
  if (input.transactions) return statementFigures(input, input.transactions);
  throw invalidInput('The case has neither payments nor transactions.');
}

function dividendFigures(testCase: VectorCase, input: IncomeInput, dividends: Points): unknown {
  const buys = [...(input.buy ? [input.buy] : []), ...(input.buys ?? [])];
  const trades: Transaction[] = oldestFirst([...buys.map(({ cost, ...buy }) => ({ ...buy, side: 'buy', ...(cost === undefined ? {} : { amount: cost }) })), ...(input.trades ?? [])]).map(transactionOf);
  const rules = lotRulesOf(testCase, 'average');
  const payments = dividends.map(([date, amount]) => {
    const { book } = runLots(trades.filter(({ tradeDate }) => tradeDate <= date), rules);
    return { paidOn: isoDate(date), amount: decimal(amount), cost: book.position(SECURITY)?.cost ?? ZERO };
  });
  const yearly = averageYieldOnCost(payments);
  return {
    yield_per_year: yearly, total: sumDecimals(payments.map(({ amount }) => amount)), count: payments.length,
    periodicity: paymentRhythm(payments.map(({ paidOn }) => paidOn)).toUpperCase(),
  };
}

function statementFigures(input: IncomeInput, rows: readonly Row[]): unknown {
  const inputs = rows.map((row): TradeInput => (isTuple(row) ? { date: row[0], side: row[1], amount: row[2], ...(typeof row[3] === 'object' ? row[3] : {}) } : row));
  const transactions = oldestFirst(inputs).map(signed);
  const dates = inputs.map(({ date }) => date).toSorted();
  const statement = accountStatement(transactions, isoDate(input.start ?? '0001-01-01'), isoDate(input.end ?? dates.at(-1) ?? '9999-12-31'), priceReader(input));
  if (isUndefined(statement)) return statement;
  const { initial, final, earnings, fees, taxes, transfers, capitalGains, realisedGains } = statement;
  return {
    initial, final, earnings, fees, taxes, transfers, capital_gains: capitalGains, realised_gains: realisedGains, currency_gains: ZERO,
    delta: final.minus(initial), absolute_delta: final.minus(initial).minus(transfers),
  };
}

/** Charges and refunds are the mirror of what they are named after. */
function signed(input: TradeInput, index: number): Transaction {
  const kind = (input.side ?? input.type ?? '').toLowerCase().replaceAll(/[\s-]+/g, '_');
  const mirrored = { interest_charge: 'interest', fees_refund: 'fee', fee_refund: 'fee', tax_refund: 'tax', taxes_refund: 'tax' }[kind];
  const plain = { fees: 'fee', taxes: 'tax', dividends: 'dividend', coupon: 'interest' }[kind] ?? kind;
  const amount = mirrored ? -(input.amount ?? 0) : input.amount;
  const transaction = transactionOf({ ...input, side: mirrored ?? plain, ...(amount === undefined ? {} : { amount }) }, index);
  if (transaction.kind !== 'dividend' && transaction.kind !== 'interest') return transaction;
  // The cash received is after what was withheld; the earnings are before it.
  const taxes = decimal(input.tax ?? 0);
  const fees = decimal(input.fee ?? 0);
  return { ...transaction, amount: transaction.amount.plus(taxes).plus(fees), taxes, fees };
}

function priceReader(input: IncomeInput): PriceOn {
  const given = input.prices ?? input.market_prices;
  return (securityId, date) => {
    const points = isPoints(given) ? given : given?.[securityId] ?? [];
    const price = lastOnOrBefore(points, date) ?? input.price;
    return price === undefined ? undefinedBecause('no price') : decimal(price);
  };
}

function isTuple(row: Row): row is readonly [string, string, number, unknown?] {
  return Array.isArray(row);
}

function isPoints(given: IncomeInput['prices']): given is Points {
  return Array.isArray(given);
}
