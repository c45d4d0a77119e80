import type { RequiredEntityData } from '@mikro-orm/core';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, roundMoney, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Transaction } from '../../entities/trading/transaction.entity.ts';
import { recordedOn } from '../context.ts';
import type { Market } from '../market/market.ts';
import { addTradingDays } from '../trading-days.ts';

/** A row of Transactions with what the seed itself reads back, as plain values. */
export type TransactionRow = RequiredEntityData<Transaction> & {
  readonly id: string;
  readonly tradeDate: IsoDate;
  readonly security?: string | null;
  readonly currency: string;
  readonly quantity?: string | null;
  readonly price?: string | null;
  readonly netAmount?: string | null;
  readonly fees?: string | null;
  readonly newShares?: string | null;
  readonly oldShares?: string | null;
};

export interface LedgerOwner {
  readonly portfolioId: string;
  readonly baseCurrency: string;
  readonly clientCurrency: string;
}

/**
 * The books of one portfolio while its history is made: cash by currency and units by ticker, each changed only by a booking, so that
 * what the rows say and what the ledger holds cannot differ. Amounts are exact and in the currency of the security.
 */
export class Ledger {
  readonly rows: TransactionRow[] = [];
  readonly owner: LedgerOwner;
  readonly #market: Market;
  readonly #newId: NewId;
  readonly #securities: ReadonlyMap<string, string>;
  readonly #cash = new Map<string, Decimal>();
  readonly #units = new Map<string, Decimal>();
  /** Kept between trades: every day asks for it. */
  #held: readonly string[] | undefined;
  #lastDay = -1;
  #sequence = 0;

  constructor(owner: LedgerOwner, market: Market, securities: ReadonlyMap<string, string>, newId: NewId) {
    this.owner = owner;
    this.#market = market;
    this.#securities = securities;
    this.#newId = newId;
  }

  cash(currency: string): Decimal {
    return this.#cash.get(currency) ?? ZERO;
  }

  units(ticker: string): Decimal {
    return this.#units.get(ticker) ?? ZERO;
  }

  /** Tickers of which units are held, in the order in which they were first bought. */
  held(): readonly string[] {
    return this.#held ??= [...this.#units].filter(([, units]) => units.gt(0)).map(([ticker]) => ticker);
  }

  /** Value of a position in the base currency, for decisions; reports compute their own. */
  positionValue(ticker: string, day: number): number {
    const { listing } = this.#market.path(ticker);
    return this.units(ticker).toNumber() * this.#market.close(ticker, day) * this.#market.rate(listing.currency, this.owner.baseCurrency, day);
  }

  cashValue(day: number): number {
    let total = 0;
    for (const [currency, amount] of this.#cash) total += amount.toNumber() * this.#market.rate(currency, this.owner.baseCurrency, day);
    return total;
  }

  value(day: number): number {
    return this.held().reduce((total, ticker) => total + this.positionValue(ticker, day), this.cashValue(day));
  }

  deposit(day: number, amount: number, currency = this.owner.baseCurrency, note = 'Contribution'): void {
    this.#cashRow('deposit', day, amount, currency, note);
  }

  withdraw(day: number, amount: number, note: string): void {
    this.#cashRow('withdrawal', day, amount, this.owner.baseCurrency, note);
  }

  fee(day: number, amount: number, note: string): void {
    this.#cashRow('fee', day, amount, this.owner.baseCurrency, note);
  }

  interest(day: number, amount: number, currency: string): void {
    this.#cashRow('interest', day, amount, currency, 'Interest on cash');
  }

  /** Buys at the close of a day. @returns what it cost with all charges, in the currency of the security. */
  buy(day: number, ticker: string, quantity: Decimal, note?: string): Decimal {
    return this.#trade('buy', day, ticker, quantity, note);
  }

  /** What a purchase would cost with all charges, in the currency of the security. */
  costOf(day: number, ticker: string, quantity: Decimal): Decimal {
    return this.#termsOf('buy', day, ticker, quantity).net;
  }

  /** Sells at the close of a day. @returns the proceeds after charges. */
  sell(day: number, ticker: string, quantity: Decimal, note?: string): Decimal {
    return this.#trade('sell', day, ticker, quantity, note);
  }

  /** Books a dividend or coupon on units that were held before the ex-day. */
  income(day: number, terms: { ticker: string; kind: 'dividend' | 'coupon'; units: Decimal; amountPerUnit: number; exDay: number; withheldFraction: number }): void {
    const { listing } = this.#market.path(terms.ticker);
    const gross = roundMoney(terms.units.times(decimal(terms.amountPerUnit.toFixed(6))), listing.currency);
    if (gross.lte(0)) return;
    const taxes = roundMoney(gross.times(decimal(terms.withheldFraction.toFixed(4))), listing.currency);
    this.#change(listing.currency, gross.minus(taxes));
    this.rows.push({
      ...this.#stamp(day, listing.currency), kind: terms.kind, security: this.securityId(terms.ticker), quantity: terms.units.toFixed(),
      price: decimal(terms.amountPerUnit.toFixed(6)).toFixed(), grossAmount: gross.toFixed(), fees: '0', taxesWithheld: taxes.toFixed(), netAmount: gross.minus(taxes).toFixed(),
      exDate: this.#market.calendar.day(terms.exDay), isQualified: terms.kind === 'dividend' ? listing.country === 'US' : null,
    });
  }

  split(day: number, ticker: string, newShares: number, oldShares: number): void {
    const units = this.units(ticker);
    if (units.lte(0)) return;
    this.#setUnits(ticker, units.times(newShares).div(oldShares));
    const { listing } = this.#market.path(ticker);
    this.rows.push({ ...this.#stamp(day, listing.currency), kind: 'split', security: this.securityId(ticker), newShares: String(newShares), oldShares: String(oldShares), note: `${newShares}-for-${oldShares} split` });
  }

  #trade(kind: 'buy' | 'sell', day: number, ticker: string, quantity: Decimal, note: string | undefined): Decimal {
    const { listing } = this.#market.path(ticker);
    const { price, gross, fees, accrued, net } = this.#termsOf(kind, day, ticker, quantity);
    this.#change(listing.currency, kind === 'buy' ? net.neg() : net);
    this.#setUnits(ticker, kind === 'buy' ? this.units(ticker).plus(quantity) : this.units(ticker).minus(quantity));
    this.rows.push({
      ...this.#stamp(day, listing.currency), kind, security: this.securityId(ticker), settleDate: addTradingDays(this.#market.calendar.day(day), listing.currency === 'USD' ? 1 : 2),
      quantity: quantity.toFixed(), price: price.toFixed(), grossAmount: gross.toFixed(), fees: fees.toFixed(), taxesWithheld: '0',
      accruedInterest: accrued.isZero() ? null : accrued.toFixed(), netAmount: net.toFixed(), note: note ?? null,
    });
    return net;
  }

  #termsOf(kind: 'buy' | 'sell', day: number, ticker: string, quantity: Decimal) {
    const { listing, decimals } = this.#market.path(ticker);
    const price = decimal(this.#market.close(ticker, day).toFixed(decimals));
    const gross = roundMoney(price.times(quantity), listing.currency);
    const fees = commission(gross, listing.currency);
    const accrued = this.#accruedInterest(ticker, day, quantity);
    return { price, gross, fees, accrued, net: kind === 'buy' ? gross.plus(fees).plus(accrued) : gross.minus(fees).plus(accrued) };
  }

  /** Interest since the last coupon, actual/365, on the nominal of 100 a unit. */
  #accruedInterest(ticker: string, day: number, quantity: Decimal): Decimal {
    const { listing, payments } = this.#market.path(ticker);
    if (!listing.coupon) return ZERO;
    const last = payments.findLast(({ exDay }) => exDay <= day);
    if (!last) return ZERO;
    const days = (Date.parse(this.#market.calendar.day(day)) - Date.parse(this.#market.calendar.day(last.exDay))) / 86_400_000;
    return roundMoney(quantity.times(100).times(decimal(listing.coupon[0])).times(days).div(365), listing.currency);
  }

  #cashRow(kind: 'deposit' | 'withdrawal' | 'fee' | 'interest', day: number, amount: number, currency: string, note: string): void {
    const rounded = roundMoney(decimal(amount.toFixed(4)), currency);
    if (rounded.lte(0)) return;
    this.#change(currency, kind === 'deposit' || kind === 'interest' ? rounded : rounded.neg());
    this.rows.push({ ...this.#stamp(day, currency), kind, security: null, grossAmount: rounded.toFixed(), fees: '0', taxesWithheld: '0', netAmount: rounded.toFixed(), note });
  }

  #stamp(day: number, currency: string) {
    const date = this.#market.calendar.day(day);
    if (day !== this.#lastDay) this.#sequence = 0;
    this.#lastDay = day;
    const rate = (to: string) => this.#market.rate(currency, to, day).toFixed(10);
    return {
      id: this.#newId(), portfolio: this.owner.portfolioId, tradeDate: date, settleDate: date, sequence: this.#sequence++, currency,
      fxRateToBase: rate(this.owner.baseCurrency), fxRateToClient: rate(this.owner.clientCurrency),
      source: 'seed', isSimulated: false, status: 'booked' as const, recordedAt: recordedOn(date, this.#market.calendar.today),
    };
  }

  /** Id of the security of a ticker. */
  securityId(ticker: string): string {
    const id = this.#securities.get(ticker);
    if (!id) throw new RangeError(`The security ${ticker} was not written.`);
    return id;
  }

  #setUnits(ticker: string, units: Decimal): void {
    this.#units.set(ticker, units);
    this.#held = undefined;
  }

  #change(currency: string, amount: Decimal): void {
    const balance = this.cash(currency).plus(amount);
    if (balance.lt(0)) throw new RangeError(`${this.owner.portfolioId} would owe ${balance.neg().toFixed()} ${currency}: deposits must fund its trades.`);
    this.#cash.set(currency, balance);
  }
}

/** Four basis points, at least five units of the currency (500 yen). */
export function commission(gross: Decimal, currency: string): Decimal {
  const least = decimal(currency === 'JPY' ? 500 : 5);
  const share = roundMoney(gross.times('0.0004'), currency);
  return share.gt(least) ? share : least;
}
