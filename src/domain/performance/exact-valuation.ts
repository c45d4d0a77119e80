import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { sumGains, unrealisedGainIn, type SplitGain } from '../lots/currency-gains.ts';
import type { OpenPosition } from '../lots/lot-book.ts';
import type { LotBook } from '../lots/lot-book.ts';
import { lastOnOrBefore } from './calendar-returns.ts';
import type { MarketData } from './market-data.ts';

/** Base units for one unit of a currency at the close of a day: the last known rate. */
export function rateOn(market: MarketData, currency: string, date: IsoDate): Decimal | Undefined {
  if (currency === market.baseCurrency) return ONE;
  return lastOnOrBefore(market.fx.get(currency) ?? [], date)?.rate
    ?? undefinedBecause(`There is no exchange rate from ${currency} to ${market.baseCurrency} on or before ${date}.`);
}

/** Price of one unit at the close of a day, in the currency of its series: the last known quote. */
export function priceOn(market: MarketData, securityId: string, date: IsoDate): Decimal | Undefined {
  return lastOnOrBefore(market.prices.get(securityId)?.quotes ?? [], date)?.price
    ?? undefinedBecause(`There is no price of ${securityId} on or before ${date}.`);
}

/** One security at the close of a day, exact, in base currency. */
export interface ExactPosition {
  readonly securityId: string;
  readonly value: Decimal;
  readonly unrealised: SplitGain;
}

/** Every open position of a book; Undefined (with the reason) as soon as one price or rate is unknown. */
export function valuePositions(book: LotBook, market: MarketData, date: IsoDate): ExactPosition[] | Undefined {
  const positions: ExactPosition[] = [];
  for (const position of book.positions()) {
    const valued = valueOne(position, market, date);
    if (isUndefined(valued)) return valued;
    positions.push(valued);
  }
  return positions;
}

function valueOne(position: OpenPosition, market: MarketData, date: IsoDate): ExactPosition | Undefined {
  const quoted = market.prices.get(position.securityId)?.currency;
  if (quoted !== undefined && quoted !== position.currency) {
    return undefinedBecause(`${position.securityId} was bought in ${position.currency} and is quoted in ${quoted}.`);
  }
  const price = priceOn(market, position.securityId, date);
  if (isUndefined(price)) return price;
  const fxToBase = rateOn(market, position.currency, date);
  if (isUndefined(fxToBase)) return fxToBase;
  const unrealised = sumGains(position.lots.map((lot) => unrealisedGainIn(lot, { price, fxToBase }, 'base')));
  if (isUndefined(unrealised)) return unrealised;
  return { securityId: position.securityId, value: position.quantity.times(price).times(fxToBase), unrealised };
}

/** Cash balances by currency at the rates of a day, in base currency. */
export function valueCashOn(balances: ReadonlyMap<string, Decimal>, market: MarketData, date: IsoDate): Decimal | Undefined {
  let total = ZERO;
  for (const [currency, balance] of balances) {
    if (balance.isZero()) continue;
    const rate = rateOn(market, currency, date);
    if (isUndefined(rate)) return rate;
    total = total.plus(balance.times(rate));
  }
  return total;
}
