import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { rateOn } from './exact-valuation.ts';
import type { MarketData } from './market-data.ts';

/**
 * Cash balances by currency, and what they gained by exchange rates while they were held: balance × change of the rate, event by
 * event, never as a difference of totals. Base currency, exact.
 */
export class CashCarry {
  readonly #market: MarketData;
  readonly #balances = new Map<string, Decimal>();
  readonly #rates = new Map<string, Decimal>();
  #currencyGain: Decimal = ZERO;

  constructor(market: MarketData) {
    this.#market = market;
  }

  get balances(): ReadonlyMap<string, Decimal> {
    return this.#balances;
  }

  get currencyGain(): Decimal {
    return this.#currencyGain;
  }

  /** Adds an amount that was booked at `bookedRate`; the difference to the day's closing rate is a gain of that day. */
  add(currency: string, amount: Decimal, bookedRate: Decimal, date: IsoDate): Undefined | undefined {
    const moved = this.moveTo(currency, date);
    if (moved) return moved;
    const balance = this.#balances.get(currency) ?? ZERO;
    if (currency !== this.#market.baseCurrency) {
      const rate = this.#rates.get(currency);
      if (rate) this.#currencyGain = this.#currencyGain.plus(amount.times(rate.minus(bookedRate)));
    }
    this.#balances.set(currency, balance.plus(amount));
    return undefined;
  }

  /** Carries the balance of a currency to the closing rate of a day. */
  moveTo(currency: string, date: IsoDate): Undefined | undefined {
    if (currency === this.#market.baseCurrency) return undefined;
    const rate = rateOn(this.#market, currency, date);
    if (isUndefined(rate)) return rate;
    const balance = this.#balances.get(currency) ?? ZERO;
    const before = this.#rates.get(currency);
    if (before && !balance.isZero()) this.#currencyGain = this.#currencyGain.plus(balance.times(rate.minus(before)));
    this.#rates.set(currency, rate);
    return undefined;
  }

  /** Carries every balance to a day and starts counting gains anew from there. */
  startPeriod(date: IsoDate): Undefined | undefined {
    const failed = this.endPeriod(date);
    this.#currencyGain = ZERO;
    return failed;
  }

  endPeriod(date: IsoDate): Undefined | undefined {
    for (const [currency, balance] of this.#balances) {
      const failed = balance.isZero() ? undefined : this.moveTo(currency, date);
      if (failed) return failed;
    }
    return undefined;
  }
}
