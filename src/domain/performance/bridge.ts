import { ZERO, decimal, minorUnits, sumDecimals, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { AppError } from '../../shared/errors.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import type { LotRules } from '../lots/lot-rules.ts';
import { inEffectOrder } from '../lots/transaction-order.ts';
import type { Transaction } from '../lots/transaction.ts';
import { BridgeBook, type BridgeSnapshot } from './bridge-book.ts';
import type { MarketData } from './market-data.ts';

/**
 * Why a portfolio is worth what it is: opening + flows + income − fees − taxes + realised + unrealised + currency = closing.
 * Exact, in base currency. `realised` and `unrealised` are price gains at the closing rate of their day; what exchange rates did to
 * positions and to cash is `currency`. `unrealised` is the change over the period; realised gains count from the cost.
 */
export interface Bridge {
  readonly baseCurrency: string;
  /** The opening value is that of the close of this day. */
  readonly openingDate: IsoDate;
  readonly closingDate: IsoDate;
  readonly opening: Decimal;
  /** Deposits and transfers in, less withdrawals and transfers out. */
  readonly flows: Decimal;
  /** Before withholding; accrued interest paid counts against it. */
  readonly income: Decimal;
  /** Commissions included; positive. */
  readonly fees: Decimal;
  readonly taxes: Decimal;
  readonly realised: Decimal;
  readonly unrealised: Decimal;
  readonly currency: Decimal;
  readonly closing: Decimal;
}

export interface BridgeRequest {
  /** Everything since the portfolio began. */
  readonly transactions: readonly Transaction[];
  readonly market: MarketData;
  readonly openingDate: IsoDate;
  readonly closingDate: IsoDate;
  /** How sales find their lots; fees and taxes are bridged apart and are never in the cost here. */
  readonly lotRules?: Partial<Omit<LotRules, 'feesInCost' | 'taxesInCost'>>;
  /** Values that somebody else states (a custodian, a stored snapshot): they must agree to the cent. */
  readonly statedOpening?: Decimal;
  readonly statedClosing?: Decimal;
}

/**
 * @returns Undefined when a price or an exchange rate that it needs is unknown.
 * @throws AppError conflict when a remainder is left that nothing explains; invalid-input as `LotBook.apply`.
 */
export function bridgePortfolio(request: BridgeRequest): Bridge | Undefined {
  const book = new BridgeBook(request.market, request.lotRules ?? {});
  const ordered = inEffectOrder(request.transactions);
  const split = ordered.findIndex(({ tradeDate }) => tradeDate > request.openingDate);
  const before = split < 0 ? ordered : ordered.slice(0, split);
  const within = split < 0 ? [] : ordered.slice(split).filter(({ tradeDate }) => tradeDate <= request.closingDate);
  const opening = book.applyAll(before) ?? book.startPeriod(request.openingDate);
  if (isUndefined(opening)) return opening;
  const closing = book.applyAll(within) ?? book.snapshot(request.closingDate);
  if (isUndefined(closing)) return closing;
  const bridge = assemble(request, opening, closing, book);
  requireExplained(bridge, request);
  return bridge;
}

function assemble(request: BridgeRequest, opening: BridgeSnapshot, closing: BridgeSnapshot, book: BridgeBook): Bridge {
  const { totals } = book;
  return {
    baseCurrency: request.market.baseCurrency, openingDate: request.openingDate, closingDate: request.closingDate,
    opening: opening.value, flows: totals.flows, income: totals.income, fees: totals.fees, taxes: totals.taxes,
    realised: totals.realisedPrice,
    unrealised: closing.unrealisedPrice.minus(opening.unrealisedPrice).minus(totals.embeddedPrice),
    currency: sumDecimals([
      closing.unrealisedCurrency.minus(opening.unrealisedCurrency).minus(totals.embeddedCurrency), totals.realisedCurrency, closing.cashCurrencyGain,
    ]),
    closing: closing.value,
  };
}

/** Far below a cent and far above the last digit of a division. */
const EXACT = decimal('1e-20');

function requireExplained(bridge: Bridge, request: BridgeRequest): void {
  const remainder = bridge.closing.minus(explainedClosing(bridge));
  if (remainder.abs().gt(EXACT)) throw unexplained(bridge, remainder, 'the value at the end of the period');
  const cent = decimal(10).pow(-minorUnits(bridge.baseCurrency)).div(2);
  for (const [stated, computed, what] of [
    [request.statedOpening, bridge.opening, 'the stated opening value'], [request.statedClosing, bridge.closing, 'the stated closing value'],
  ] as const) {
    if (stated && stated.minus(computed).abs().gte(cent)) throw unexplained(bridge, stated.minus(computed), what);
  }
}

function explainedClosing(bridge: Bridge): Decimal {
  return sumDecimals([
    bridge.opening, bridge.flows, bridge.income, bridge.fees.neg(), bridge.taxes.neg(), bridge.realised, bridge.unrealised, bridge.currency,
  ]);
}

function unexplained(bridge: Bridge, remainder: Decimal, what: string): AppError {
  return new AppError(
    'conflict', `${remainder.toDecimalPlaces(8).toFixed()} ${bridge.baseCurrency} of ${what} cannot be explained by the transactions and prices.`,
    { hint: 'Look for a missing or doubled transaction, or for a wrong price, between the two days.', where: { from: bridge.openingDate, to: bridge.closingDate } },
  );
}

/**
 * The bridge in whole cents that still add up: each line is the step between rounded running totals, so it lies within a cent of the
 * exact one and nothing is left over.
 */
export function bridgeToCents(bridge: Bridge): Bridge {
  const places = minorUnits(bridge.baseCurrency);
  let exact = bridge.opening;
  let rounded = bridge.opening.toDecimalPlaces(places);
  const opening = rounded;
  const step = (amount: Decimal): Decimal => {
    exact = exact.plus(amount);
    const next = exact.toDecimalPlaces(places);
    const line = next.minus(rounded);
    rounded = next;
    return line;
  };
  return {
    ...bridge, opening, flows: step(bridge.flows), income: step(bridge.income), fees: step(bridge.fees.neg()).neg(), taxes: step(bridge.taxes.neg()).neg(),
    realised: step(bridge.realised), unrealised: step(bridge.unrealised), currency: step(bridge.currency), closing: rounded,
  };
}

/** What the investments earned over the period: everything in the bridge but the flows. */
export function bridgeResult(bridge: Bridge): Decimal {
  return [bridge.income, bridge.fees.neg(), bridge.taxes.neg(), bridge.realised, bridge.unrealised, bridge.currency].reduce((sum, line) => sum.plus(line), ZERO);
}
