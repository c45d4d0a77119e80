import { decimal, ONE, type Decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { invalidInput } from '../../../src/shared/errors.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';
import { realisedGainIn } from '../../../src/domain/lots/currency-gains.ts';
import type { LotRules } from '../../../src/domain/lots/lot-rules.ts';
import { runLots } from '../../../src/domain/lots/run-lots.ts';
import type { BuyTransaction, SellTransaction } from '../../../src/domain/lots/transaction.ts';
import type { VectorCase } from '../vector-case.ts';
import { conventionText } from './lot-conventions.ts';
import { SECURITY } from './lot-transactions.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Leg {
  readonly quantity: Decimal;
  readonly currency: string;
  readonly gross: Decimal;
  readonly fees: Decimal;
  readonly taxes: Decimal;
  /** Units of the other currency for one unit of the leg's. */
  readonly rate: Decimal;
  readonly other: string;
  readonly date: string;
}

/** A purchase, and perhaps its sale, whose fields carry the currency in their names: `price_usd`, `fee_eur`, `eur_per_usd`. */
export function runCurrencyLegs(testCase: VectorCase, rules: LotRules): unknown {
  const { buy, sell } = testCase.input as { readonly buy: Fields; readonly sell?: Fields }; // the runner reads untyped JSON
  const entry = legOf(buy, testCase.input, '2000-01-01');
  const transactions = [tradeOf('buy', entry)];
  const named = /\b([A-Z]{3})\b/.exec(conventionText(testCase, 'currency'))?.[1]?.toLowerCase();
  if (!sell) return purchaseFigures(runLots(transactions, rules), entry);
  const exit = legOf(sell, testCase.input, '2000-01-02');
  if (entry.currency !== exit.currency) throw invalidInput('Both legs are settled in one currency.');
  const trades = [...transactions, tradeOf('sell', exit)];
  const net = gainsIn(trades, rules, entry);
  const gross = gainsIn(trades, { ...rules, feesInCost: false, taxesInCost: false }, entry);
  const figures: Record<string, unknown> = {};
  for (const currency of [entry.currency, entry.other]) {
    Object.assign(figures, {
      [`entry_${currency}`]: net[currency]!.cost, [`exit_${currency}`]: net[currency]!.proceeds,
      [`profit_${currency}`]: net[currency]!.total, [`profit_gross_${currency}`]: gross[currency]!.total,
      [`currency_gain_${currency}`]: net[currency]!.currency,
    });
  }
  const report = net[named ?? entry.other] ?? net[entry.other]!;
  const grossReport = gross[named ?? entry.other] ?? gross[entry.other]!;
  return {
    ...figures, entry: report.cost, exit: report.proceeds, profit: report.total, profit_gross: grossReport.total, currency_gain: report.currency,
    return: report.total.div(report.cost), return_gross: grossReport.total.div(grossReport.cost),
  };
}

function gainsIn(trades: readonly (BuyTransaction | SellTransaction)[], rules: LotRules, leg: Leg) {
  const [gain] = runLots(trades, rules).realised;
  if (!gain) throw invalidInput('The sale closes no lot.');
  return Object.fromEntries([
    [leg.currency, definedOrThrow(realisedGainIn(gain, 'trade'))], [leg.other, definedOrThrow(realisedGainIn(gain, 'base'))],
  ]);
}

function purchaseFigures({ book }: ReturnType<typeof runLots>, leg: Leg): unknown {
  const { cost, quantity } = book.positions()[0]!;
  return {
    quantity, [`cost_${leg.currency}`]: cost, [`average_cost_${leg.currency}`]: cost.div(quantity),
    [`cost_${leg.other}`]: cost.times(leg.rate), [`average_cost_${leg.other}`]: cost.times(leg.rate).div(quantity),
  };
}

function tradeOf<K extends 'buy' | 'sell'>(kind: K, leg: Leg) {
  return {
    kind, id: kind, securityId: SECURITY, tradeDate: isoDate(leg.date), currency: leg.currency, quantity: leg.quantity,
    price: leg.gross.div(leg.quantity), gross: leg.gross, fees: leg.fees, taxes: leg.taxes, fxToBase: leg.rate,
  };
}

function legOf(leg: Fields, input: Fields, undated: string): Leg {
  const fields = { ...input, ...leg };
  const [total, currency] = first(leg, /^(?:paid|received|amount|total)_([a-z]{3})$/) ?? first(leg, /^(?:gross|price)_([a-z]{3})$/) ?? [undefined, undefined];
  const rateName = Object.keys(fields).find((name) => /^[a-z]{3}_per_[a-z]{3}$/.test(name));
  if (!currency || total === undefined) throw invalidInput('A leg names no amount.');
  const quantity = decimal(Number(leg['qty']));
  const read = (name: string): Decimal | undefined => (leg[`${name}_${currency}`] === undefined ? undefined : decimal(Number(leg[`${name}_${currency}`])));
  const fees = read('fee') ?? decimal(0);
  const taxes = read('tax') ?? decimal(0);
  const paid = read('paid') ?? read('amount') ?? read('total');
  const gross = read('gross') ?? read('price')?.times(quantity) ?? paid?.minus(fees).minus(taxes) ?? read('received')?.plus(fees).plus(taxes);
  const [quote, base] = rateName?.split('_per_') ?? [currency, currency];
  const stated = rateName ? decimal(Number(fields[rateName])) : ONE;
  return {
    quantity, currency, gross: gross ?? decimal(total), fees, taxes, date: typeof leg['date'] === 'string' ? leg['date'] : undated,
    rate: base === currency ? stated : ONE.div(stated), other: (base === currency ? quote : base) ?? currency,
  };
}

function first(leg: Fields, pattern: RegExp): [number, string] | undefined {
  for (const [name, value] of Object.entries(leg)) {
    const match = pattern.exec(name);
    if (match) return [Number(value), match[1]!];
  }
  return undefined;
}
