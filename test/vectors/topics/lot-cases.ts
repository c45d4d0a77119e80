import { decimal, sumDecimals, ZERO, type Decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { LotBook } from '../../../src/domain/lots/lot-book.ts';
import type { RealisedGain } from '../../../src/domain/lots/lot.ts';
import type { LotMethod, LotRules } from '../../../src/domain/lots/lot-rules.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import type { VectorCase } from '../vector-case.ts';
import { lotRulesOf } from './lot-conventions.ts';
import { runCurrencyLegs } from './lot-currency-legs.ts';
import { oldestFirst, SECURITY, transactionOf, type TradeInput } from './lot-transactions.ts';

type Row = readonly [string, number, number];

interface LotCaseInput {
  readonly trades?: readonly TradeInput[];
  readonly price?: number;
  readonly open_lots?: readonly Row[];
  readonly sell_quantity?: number;
  readonly sell_date?: string;
  readonly sell_price?: number;
  readonly sell?: TradeInput;
  readonly cash?: number;
}

/** Runs a lot case of any of the shapes that the vectors use: a list of trades, open lots and a sale, or legs in two currencies. */
export function runLotCase(testCase: VectorCase, fallback: LotMethod): unknown {
  const input = testCase.input as LotCaseInput; // the runner reads untyped JSON
  const rules = lotRulesOf(testCase, fallback);
  if (input.open_lots) return openLotsCase(input, input.open_lots, rules);
  if (input.trades) return tradesCase(input.trades, input.price, rules);
  return runCurrencyLegs(testCase, rules);
}

function tradesCase(inputs: readonly TradeInput[], price: number | undefined, rules: LotRules): unknown {
  const transactions = oldestFirst(inputs).map(transactionOf);
  const figures = figuresOf(transactions, price, rules);
  const gross = figuresOf(transactions, price, { ...rules, feesInCost: false, taxesInCost: false });
  return { ...figures, realised_gain_gross: gross.realised_gain, unrealised_gain_gross: gross.unrealised_gain, cost_gross: gross.cost };
}

function figuresOf(transactions: readonly Transaction[], price: number | undefined, rules: LotRules) {
  const { book, realised } = runLots(transactions, rules);
  const positions = book.positions();
  const quantity = sumDecimals(positions.map((position) => position.quantity));
  const cost = sumDecimals(positions.map((position) => (position.quantity.lt(0) ? position.cost.neg() : position.cost)));
  const value = price === undefined ? null : quantity.times(price);
  const realisedGain = sumDecimals(realised.map((gain) => gain.gain));
  const closedCost = sumDecimals(realised.map((gain) => (gain.side === 'long' ? gain.cost : gain.proceeds)));
  const remaining = positions.flatMap((position) => position.lots.map((lot) => rowOf(lot.acquiredOn, lot.quantity, lot.cost)));
  const unrealised = value === null ? null : value.minus(cost);
  return {
    quantity, open_quantity: quantity, remaining_quantity: quantity, cost, remaining_cost: cost, average_cost: perUnit(cost, quantity),
    realised_gain: realisedGain, realised_return: perUnit(realisedGain, closedCost),
    market_value: value, unrealised_gain: unrealised, unrealised_return: unrealised === null ? null : perUnit(unrealised, cost.abs()),
    total_gain: unrealised === null ? null : realisedGain.plus(unrealised), remaining, lots: remaining, ...termFigures(realised),
  };
}

function openLotsCase(input: LotCaseInput, openLots: readonly Row[], rules: LotRules): unknown {
  const book = bookWith(openLots, rules);
  const before = book.position(SECURITY);
  const sale: TradeInput | undefined = input.sell ?? (input.sell_quantity === undefined ? undefined : { date: input.sell_date ?? '9999-12-31', qty: input.sell_quantity, price: input.sell_price ?? 0 });
  // The book takes transactions in date order, and a case may date a sale before lots that it lists.
  const realised = sale ? book.apply({ ...transactionOf({ ...sale, side: 'sell' }, openLots.length), securityId: SECURITY } as Transaction).realised : []; // a sale stays a sale
  const after = book.position(SECURITY);
  const quantity = after?.quantity ?? ZERO;
  const cost = after?.cost ?? ZERO;
  const net = sale ? decimal(sale.amount ?? decimal(sale.qty ?? 0).times(sale.price ?? 0).minus(sale.fee ?? 0).minus(sale.tax ?? 0)) : ZERO;
  const hasPrice = input.sell !== undefined || input.sell_price !== undefined;
  const remaining = (after?.lots ?? []).map((lot) => rowOf(lot.acquiredOn, lot.quantity, lot.cost));
  return {
    quantity, remaining_quantity: quantity, open_quantity: quantity, cost, remaining_cost: cost,
    average_cost: before ? perUnit(rules.method === 'average' || !after ? before.cost : cost, rules.method === 'average' || !after ? before.quantity : quantity) : null,
    matched: realised.map((gain) => rowOf(gain.acquiredOn, gain.quantity, gain.cost)), remaining, lots: remaining,
    matched_cost: sumDecimals(realised.map((gain) => gain.cost)), realised_gain: hasPrice ? sumDecimals(realised.map((gain) => gain.gain)) : null,
    cash: decimal(input.cash ?? 0).plus(net), ...termFigures(realised),
    unrealised_gain: input.price === undefined ? null : quantity.times(input.price).minus(cost),
  };
}

function bookWith(openLots: readonly Row[], rules: LotRules): LotBook {
  const book = new LotBook(rules);
  for (const [index, [acquired, quantity, unitCost]] of openLots.entries()) {
    const units = decimal(quantity);
    book.apply({
      kind: 'transfer_in', id: `lot${index + 1}`, securityId: SECURITY, currency: 'XXX', tradeDate: isoDate('0001-01-01'),
      acquiredOn: isoDate(acquired), quantity: units, cost: units.times(unitCost),
    });
  }
  return book;
}

function termFigures(realised: readonly RealisedGain[]): Readonly<Record<string, Decimal>> {
  const figures: Record<string, Decimal> = {};
  for (const term of ['short', 'long'] as const) {
    const gains = realised.filter((gain) => gain.term === term);
    figures[`${term}_term_quantity`] = sumDecimals(gains.map((gain) => gain.quantity));
    figures[`${term}_term_cost`] = sumDecimals(gains.map((gain) => gain.cost));
    figures[`${term}_term_gain`] = sumDecimals(gains.map((gain) => gain.gain));
  }
  return figures;
}

function rowOf(acquired: string, quantity: Decimal, cost: Decimal): readonly [string, Decimal, Decimal | null] {
  return [acquired, quantity, perUnit(cost, quantity)];
}

function perUnit(amount: Decimal, units: Decimal): Decimal | null {
  return units.isZero() ? null : amount.div(units);
}
