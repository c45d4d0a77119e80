import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { realisedGainIn } from '../lots/currency-gains.ts';
import { LotBook, type LotOutcome } from '../lots/lot-book.ts';
import type { LotRules } from '../lots/lot-rules.ts';
import { cashEffect } from '../lots/transaction-cash.ts';
import type { Transaction } from '../lots/transaction.ts';
import { CashCarry } from './cash-carry.ts';
import { rateOn, valueCashOn, valuePositions } from './exact-valuation.ts';
import { externalFlow, incomeOf, chargesOf, transferWorth } from './transaction-parts.ts';
import type { MarketData } from './market-data.ts';

/** State at the close of one day, base currency. */
export interface BridgeSnapshot {
  readonly value: Decimal;
  readonly unrealisedPrice: Decimal;
  readonly unrealisedCurrency: Decimal;
  readonly cashCurrencyGain: Decimal;
}

/** Sums over the period, base currency, each amount at the rate of its own transaction. */
export interface BridgeTotals {
  flows: Decimal;
  income: Decimal;
  fees: Decimal;
  taxes: Decimal;
  realisedPrice: Decimal;
  realisedCurrency: Decimal;
  /** Gains that units brought along when they came in by transfer, less those that left with units: not earned here. */
  embeddedPrice: Decimal;
  embeddedCurrency: Decimal;
}

function noTotals(): BridgeTotals {
  return {
    flows: ZERO, income: ZERO, fees: ZERO, taxes: ZERO, realisedPrice: ZERO, realisedCurrency: ZERO, embeddedPrice: ZERO, embeddedCurrency: ZERO,
  };
}

/** Most transactions have no fee, no tax, no income or no flow: those cost nothing. */
function plusAt(total: Decimal, amount: Decimal, rate: Decimal): Decimal {
  return amount.isZero() ? total : total.plus(amount.times(rate));
}

/** Runs transactions through lots and cash at once and adds up what each of them contributes to the bridge. */
export class BridgeBook {
  readonly #market: MarketData;
  readonly #lots: LotBook;
  readonly #cash: CashCarry;
  totals: BridgeTotals = noTotals();

  constructor(market: MarketData, lotRules: Partial<LotRules>) {
    this.#market = market;
    this.#lots = new LotBook({ ...lotRules, feesInCost: false, taxesInCost: false });
    this.#cash = new CashCarry(market);
  }

  /** Applies transactions in effect order; stops at the first whose exchange rate or transfer value is unknown. */
  applyAll(transactions: readonly Transaction[]): Undefined | undefined {
    for (const transaction of transactions) {
      const failed = this.#apply(transaction);
      if (failed) return failed;
    }
    return undefined;
  }

  /** Forgets what was added up so far and values the portfolio at the close of the day before the period. */
  startPeriod(date: IsoDate): BridgeSnapshot | Undefined {
    const failed = this.#cash.startPeriod(date);
    this.totals = noTotals();
    return failed ?? this.snapshot(date);
  }

  snapshot(date: IsoDate): BridgeSnapshot | Undefined {
    const failed = this.#cash.endPeriod(date);
    if (failed) return failed;
    const positions = valuePositions(this.#lots, this.#market, date);
    if (isUndefined(positions)) return positions;
    const cash = valueCashOn(this.#cash.balances, this.#market, date);
    if (isUndefined(cash)) return cash;
    let value = cash;
    let unrealisedPrice = ZERO;
    let unrealisedCurrency = ZERO;
    for (const position of positions) {
      value = value.plus(position.value);
      unrealisedPrice = unrealisedPrice.plus(position.unrealised.price);
      unrealisedCurrency = unrealisedCurrency.plus(position.unrealised.currency);
    }
    return { value, unrealisedPrice, unrealisedCurrency, cashCurrencyGain: this.#cash.currencyGain };
  }

  #apply(raw: Transaction): Undefined | undefined {
    const rate = raw.fxToBase ?? rateOn(this.#market, raw.currency, raw.tradeDate);
    if (isUndefined(rate)) return rate;
    const transaction: Transaction = raw.fxToBase ? raw : { ...raw, fxToBase: rate };
    const { totals } = this;
    const { fees, taxes } = chargesOf(transaction);
    totals.fees = plusAt(totals.fees, fees, rate);
    totals.taxes = plusAt(totals.taxes, taxes, rate);
    totals.income = plusAt(totals.income, incomeOf(transaction), rate);
    totals.flows = plusAt(totals.flows, externalFlow(transaction), rate);
    const cash = cashEffect(transaction);
    const failed = cash.isZero() ? undefined : this.#cash.add(transaction.currency, cash, rate, transaction.tradeDate);
    return failed ?? this.#applyToLots(transaction, rate);
  }

  #applyToLots(transaction: Transaction, rate: Decimal): Undefined | undefined {
    const returnsCapital = transaction.kind === 'return_of_capital' || transaction.kind === 'merger';
    const basisBefore = returnsCapital ? this.#baseBasis(transaction) : ZERO;
    const outcome = this.#lots.apply(transaction);
    let realisedNow = ZERO;
    for (const gain of outcome.realised) {
      const split = realisedGainIn(gain, gain.currency === this.#market.baseCurrency ? 'trade' : 'base');
      if (isUndefined(split)) return split;
      realisedNow = realisedNow.plus(split.total);
      this.totals.realisedPrice = this.totals.realisedPrice.plus(split.price);
      this.totals.realisedCurrency = this.totals.realisedCurrency.plus(split.currency);
    }
    if (returnsCapital) {
      // Capital comes back at today's rate and leaves the cost at the rate of the purchase: the difference is a currency gain.
      const cost = basisBefore.minus(this.#baseBasis(transaction));
      const rateGain = cashEffect(transaction).times(rate).minus(cost).minus(realisedNow);
      this.totals.realisedCurrency = this.totals.realisedCurrency.plus(rateGain);
    }
    return transaction.kind === 'transfer_in' || transaction.kind === 'transfer_out' ? this.#transfer(transaction, outcome, rate) : undefined;
  }

  /** Cost of the lots that a corporate action can touch, each at the rate at which it was paid. */
  #baseBasis(transaction: Transaction): Decimal {
    const ids = transaction.kind === 'merger' ? [transaction.securityId, transaction.successorSecurityId]
      : transaction.kind === 'return_of_capital' ? [transaction.securityId] : [];
    let total = ZERO;
    for (const id of new Set(ids)) {
      for (const lot of this.#lots.position(id)?.lots ?? []) total = total.plus(lot.cost.times(lot.fxToBase ?? ZERO));
    }
    return total;
  }

  #transfer(transaction: Extract<Transaction, { kind: 'transfer_in' | 'transfer_out' }>, outcome: LotOutcome, rate: Decimal): Undefined | undefined {
    const worth = transferWorth(transaction, this.#market);
    if (isUndefined(worth)) return worth;
    const { totals } = this;
    const isIn = transaction.kind === 'transfer_in';
    const pieces = isIn
      ? [{ cost: transaction.cost, costRate: transaction.costFxToBase ?? rate }]
      : outcome.transferredOut.map((piece) => ({ cost: piece.cost, costRate: piece.lot.fxToBase ?? rate }));
    const sign = isIn ? 1 : -1;
    totals.flows = totals.flows.plus(worth.times(rate).times(sign));
    let cost = ZERO;
    for (const piece of pieces) {
      cost = cost.plus(piece.cost);
      totals.embeddedCurrency = totals.embeddedCurrency.plus(piece.cost.times(rate.minus(piece.costRate)).times(sign));
    }
    totals.embeddedPrice = totals.embeddedPrice.plus(worth.minus(cost).times(rate).times(sign));
    return undefined;
  }
}
