import { decimal, ONE, sumDecimals, ZERO, type Decimal } from '../../../src/shared/decimal.ts';
import { isoDate, type IsoDate } from '../../../src/shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../../src/shared/undefined-value.ts';
import { positionResult, type PositionResult } from '../../../src/domain/lots/position-result.ts';
import type { LotRules } from '../../../src/domain/lots/lot-rules.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import type { VectorCase } from '../vector-case.ts';
import { fxReader, lastOnOrBefore, type FxInput } from './fx-input.ts';
import { conventionText, lotRulesOf } from './lot-conventions.ts';
import { oldestFirst, ratioOf, SECURITY, transactionOf, type TradeInput } from './lot-transactions.ts';

type SplitInput = { readonly date: string; readonly symbol?: string } & Pick<TradeInput, 'ratio' | 'numerator' | 'denominator'>;

interface PositionsInput extends FxInput {
  readonly activities?: readonly TradeInput[];
  readonly market_prices?: Readonly<Record<string, readonly (readonly [string, number])[]>>;
  readonly splits?: readonly SplitInput[];
  readonly buys?: readonly (readonly [string, number])[];
  readonly as_of?: string;
  readonly base_currency?: string;
}

export function run(testCase: VectorCase): unknown {
  const input = testCase.input as PositionsInput; // the runner reads untyped JSON
  // The source lets a sale beyond the position open a short one, and keeps fees out of the cost unless a case says otherwise.
  const feesInCost = /includ|in cost basis/i.test(`${conventionText(testCase, 'fees')} ${conventionText(testCase, 'cost_basis')}`.replaceAll(/exclud\w*[^,;]*/gi, ''));
  const rules = { ...lotRulesOf(testCase, 'average'), feesInCost, taxesInCost: feesInCost, oversell: 'short' } as const;
  if (input.buys) return adjustedQuantities(input.buys, input.splits ?? []);
  const asOf = isoDate(input.as_of ?? lastDay(input));
  // Figures of a single day are asked for by name, like net_on_2021_12_12.
  const asked = Object.keys(testCase.expected as object).flatMap((key) => /^(.+)_on_(\d{4})_(\d{2})_(\d{2})$/.exec(key) ?? []).filter((part) => part.length > 0);
  const figures: Record<string, unknown> = { ...snapshot(input, asOf, rules) };
  for (let index = 0; index < asked.length; index += 5) {
    const day = snapshot(input, isoDate(asked.slice(index + 2, index + 5).join('-')), rules);
    figures[asked[index]!] = day[asked[index + 1]!];
  }
  return figures;
}

function snapshot(input: PositionsInput, asOf: IsoDate, rules: Partial<LotRules>): Readonly<Record<string, unknown>> {
  const activities = oldestFirst(input.activities ?? []).filter((activity) => activity.date <= asOf);
  const symbols = [...new Set(activities.map((activity) => activity.symbol ?? SECURITY))];
  const results = symbols.map((symbol) => resultsOf(symbol, activities, input, asOf, rules));
  const plain = totals(results.map(({ trade, rate }) => inBase(trade, rate)));
  const effect = totals(results.map(({ withEffect }) => withEffect));
  const only = results.length === 1 ? results[0]!.trade : undefined;
  const quantity = sumDecimals(results.map(({ trade }) => trade.quantity));
  return {
    positions: symbols.length, quantity,
    // The source shows the average in the security's own currency, and 0 once closed.
    average_price: only && !isUndefined(only.averageCost) ? only.averageCost : ZERO,
    ...plain, ...Object.fromEntries(Object.entries(effect).map(([key, value]) => [`${key}_with_currency_effect`, value])),
  };
}

function resultsOf(symbol: string, all: readonly TradeInput[], input: PositionsInput, asOf: IsoDate, rules: Partial<LotRules>) {
  const mine = all.filter((activity) => (activity.symbol ?? SECURITY) === symbol);
  const currency = mine[0]?.currency ?? input.base_currency ?? 'XXX';
  const fx = fxReader(input, currency, input.base_currency ?? currency);
  const transactions: Transaction[] = mine.map((activity, index) => {
    const rate = activity.fx === undefined ? fx(activity.date) : decimal(activity.fx);
    return { ...transactionOf(activity, index), ...(isUndefined(rate) ? {} : { fxToBase: rate }) };
  });
  for (const [index, split] of (input.splits ?? []).entries()) {
    if (split.symbol !== undefined && split.symbol !== symbol) continue;
    transactions.push({ kind: 'split', id: `split${index + 1}`, tradeDate: isoDate(split.date), currency, securityId: symbol, ...ratioOf(split) });
  }
  const rate = fx(asOf);
  const price = lastOnOrBefore(input.market_prices?.[symbol] ?? [], asOf);
  const valuation = { price: price === undefined ? undefinedBecause('no price') : decimal(price), ...(isUndefined(rate) ? {} : { fxToBase: rate }) };
  const question = { asOf, rules, valuation };
  return {
    rate, trade: positionResult(transactions, symbol, { ...question, reporting: 'trade' }), withEffect: positionResult(transactions, symbol, { ...question, reporting: 'base' }),
  };
}

/** Everything at today's rate: the source's figures without currency effect. */
function inBase(result: PositionResult, rate: Decimal | Undefined): PositionResult {
  const at = (value: Decimal | Undefined): Decimal | Undefined => (isUndefined(value) ? value : isUndefined(rate) ? rate : value.times(rate));
  const gain = (split: PositionResult['realised']): PositionResult['realised'] => {
    const total = isUndefined(split) ? split : at(split.total);
    return isUndefined(split) || isUndefined(total) ? undefinedBecause('no gain or no rate') : { ...split, total };
  };
  return {
    ...result, cost: at(result.cost), marketValue: at(result.marketValue), realised: gain(result.realised), unrealised: gain(result.unrealised),
    gross: at(result.gross), net: at(result.net), fees: at(result.fees), income: at(result.income), timeWeightedInvestment: at(result.timeWeightedInvestment),
  };
}

function totals(results: readonly PositionResult[]): Readonly<Record<string, unknown>> {
  const sum = (read: (result: PositionResult) => Decimal | Undefined): Decimal | null => total(results.map(read));
  const [gross, net, base] = [sum((result) => result.gross), sum((result) => result.net), sum((result) => result.timeWeightedInvestment)];
  const [fees, investment] = [sum((result) => result.fees), sum((result) => result.cost)];
  const gainOf = (gain: PositionResult['realised']): Decimal | Undefined => (isUndefined(gain) ? gain : gain.total);
  return {
    investment, total_investment: investment, fee: fees, total_fees: fees, dividend: sum((result) => result.income),
    gross, net, gross_pct: quotient(gross, base), net_pct: quotient(net, base), time_weighted_investment: base,
    market_value: sum((result) => result.marketValue), realised: sum((result) => gainOf(result.realised)), unrealised: sum((result) => gainOf(result.unrealised)),
  };
}

function total(values: readonly (Decimal | Undefined)[]): Decimal | null {
  let sum = ZERO;
  for (const value of values) {
    if (isUndefined(value)) return null;
    sum = sum.plus(value);
  }
  return sum;
}

function quotient(gain: Decimal | null, base: Decimal | null): Decimal | null {
  return gain && base && !base.isZero() ? gain.div(base) : null;
}

function adjustedQuantities(buys: readonly (readonly [string, number])[], splits: readonly SplitInput[]): unknown {
  const stamp = { currency: 'XXX', securityId: SECURITY };
  const transactions: Transaction[] = [
    ...buys.map(([date, quantity], index) => ({ ...stamp, kind: 'buy' as const, id: String(index), tradeDate: isoDate(date), quantity: decimal(quantity), price: ONE })),
    ...splits.map((split, index) => ({ ...stamp, kind: 'split' as const, id: `split${index}`, tradeDate: isoDate(split.date), ...ratioOf(split) })),
  ];
  const lots = runLots(transactions).book.position(SECURITY)?.lots ?? [];
  return { adjusted_quantities: buys.map((_, index) => lots.find((lot) => lot.id === String(index))?.quantity ?? null) };
}

function lastDay(input: PositionsInput): string {
  const dates = [...(input.activities ?? []), ...(input.splits ?? [])].map(({ date }) => date);
  for (const prices of Object.values(input.market_prices ?? {})) dates.push(...prices.map(([date]) => date));
  return dates.toSorted().at(-1) ?? '1970-01-01';
}
