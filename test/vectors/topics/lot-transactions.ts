import { decimal, ZERO, type Decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { invalidInput } from '../../../src/shared/errors.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';

/** A trade as the vectors write it; "amount" is the total cash, fees and taxes included. */
export interface TradeInput {
  readonly id?: string;
  readonly date: string;
  readonly side?: string;
  readonly type?: string;
  readonly symbol?: string;
  readonly currency?: string;
  readonly qty?: number;
  readonly quantity?: number;
  readonly price?: number;
  readonly amount?: number;
  readonly fee?: number;
  readonly tax?: number;
  readonly ratio?: number | string | readonly [number, number];
  readonly numerator?: number;
  readonly denominator?: number;
  readonly acquired?: string;
  readonly fx?: number;
  readonly lots?: readonly (readonly [string, number])[];
}

export const SECURITY = 'security';

/** Maps the vectors' words for a trade to a transaction of the domain. */
export function transactionOf(input: TradeInput, index: number): Transaction {
  const stamp = {
    id: input.id ?? `t${index + 1}`, tradeDate: isoDate(input.date), currency: input.currency ?? 'XXX', securityId: input.symbol ?? SECURITY,
    ...(input.fx === undefined ? {} : { fxToBase: decimal(input.fx) }),
  };
  const side = (input.side ?? input.type ?? '').toLowerCase().replaceAll(/[\s-]+/g, '_');
  const amount = decimal(input.amount ?? 0);
  switch (side) {
    case 'buy': case 'purchase': case 'delivery_inbound': case 'inbound_delivery': return { ...stamp, ...termsOf(input, 'buy'), kind: 'buy' };
    case 'sell': case 'sale': case 'delivery_outbound': case 'outbound_delivery': return { ...stamp, ...termsOf(input, 'sell'), kind: 'sell' };
    case 'short': case 'short_sell': case 'sell_short': return { ...stamp, ...termsOf(input, 'sell'), kind: 'short_sell' };
    case 'cover': case 'buy_to_cover': return { ...stamp, ...termsOf(input, 'buy'), kind: 'cover' };
    case 'transfer_in': return {
      ...stamp, kind: 'transfer_in', quantity: quantityOf(input), cost: costOf(input), acquiredOn: isoDate(input.acquired ?? input.date),
    };
    case 'transfer_out': return { ...stamp, kind: 'transfer_out', quantity: quantityOf(input) };
    case 'split': case 'stock_split': return { ...stamp, kind: 'split', ...ratioOf(input) };
    case 'stock_dividend': case 'bonus': return { ...stamp, kind: 'stock_dividend', quantity: quantityOf(input) };
    case 'return_of_capital': case 'capital_return': return { ...stamp, kind: 'return_of_capital', amount };
    case 'dividend': return { ...stamp, kind: 'dividend', amount: input.amount === undefined ? quantityOf(input).times(input.price ?? 0) : amount };
    case 'interest': return { ...stamp, kind: 'interest', amount };
    case 'fee': return { ...stamp, kind: 'fee', amount: input.amount === undefined ? decimal(input.fee ?? 0) : amount };
    case 'tax': return { ...stamp, kind: 'tax', amount };
    case 'deposit': return { ...stamp, kind: 'deposit', amount };
    case 'withdrawal': case 'removal': return { ...stamp, kind: 'withdrawal', amount };
    default: throw invalidInput(`The side "${side}" is not known.`);
  }
}

function termsOf(input: TradeInput, direction: 'buy' | 'sell'): { quantity: Decimal; price: Decimal; gross: Decimal; fees: Decimal; taxes: Decimal; lots?: { lotId: string; quantity: Decimal }[] } {
  const quantity = quantityOf(input);
  const fees = decimal(input.fee ?? 0);
  const taxes = decimal(input.tax ?? 0);
  const charges = fees.plus(taxes);
  const total = input.amount === undefined ? undefined : decimal(input.amount);
  const gross = total === undefined ? quantity.times(input.price ?? 0) : direction === 'buy' ? total.minus(charges) : total.plus(charges);
  const price = quantity.isZero() ? ZERO : gross.div(quantity);
  const lots = input.lots?.map(([lotId, count]) => ({ lotId, quantity: decimal(count) }));
  return { quantity, price, gross, fees, taxes, ...(lots ? { lots } : {}) };
}

function quantityOf(input: TradeInput): Decimal {
  return decimal(input.qty ?? input.quantity ?? 0);
}

function costOf(input: TradeInput): Decimal {
  return input.amount === undefined ? quantityOf(input).times(input.price ?? 0) : decimal(input.amount);
}

export function ratioOf(input: Pick<TradeInput, 'ratio' | 'numerator' | 'denominator'>): { newShares: Decimal; oldShares: Decimal } {
  if (input.numerator !== undefined) return { newShares: decimal(input.numerator), oldShares: decimal(input.denominator ?? 1) };
  const ratio = typeof input.ratio === 'string' ? input.ratio.split(/[:/]/).map(Number) : typeof input.ratio === 'number' ? [input.ratio] : input.ratio ?? [];
  return { newShares: decimal(ratio[0] ?? 1), oldShares: decimal(ratio[1] ?? 1) };
}

/** Some sources list the newest first; the order within a day then reads backwards too. */
export function oldestFirst<T extends { readonly date: string }>(inputs: readonly T[]): readonly T[] {
  const first = inputs[0];
  const last = inputs[inputs.length - 1];
  return first && last && first.date > last.date ? inputs.toReversed() : inputs;
}
