import { CURRENCIES, MISSING_RATE } from '../catalogue/currencies.ts';
import { EQUITIES } from '../catalogue/equities.ts';
import type { Listing } from '../catalogue/listing.ts';
import { OTHER_LISTINGS } from '../catalogue/other-listings.ts';
import { SeededRandom } from '../random.ts';
import type { TradingCalendar } from '../trading-days.ts';
import { addShocks, DAYS_A_YEAR, drawFactors, pinReturns, type Factors } from './factors.ts';
import { COMPANY_SHOCKS, PINNED_RETURNS, SPLITS, STALE_PRICE } from './shocks.ts';

export const LISTINGS: readonly Listing[] = [...EQUITIES, ...OTHER_LISTINGS];

export interface Payment {
  /** Trading day from which the price is without the right; for coupons the day of payment. */
  readonly exDay: number;
  /** In the currency of the security, for one unit. */
  readonly amountPerUnit: number;
}

export interface Split {
  readonly day: number;
  readonly newShares: number;
  readonly oldShares: number;
}

/** What single companies earn a year beyond their loadings: the market's own drift leaves out their dividends. */
const RISK_PREMIUM = 0.022;

/** One security's history by trading day. Closes are rounded as they are stored and not adjusted for splits. */
export interface PricePath {
  readonly listing: Listing;
  readonly decimals: number;
  readonly closes: Float64Array;
  /** Last day with a price of its own; later ones repeat it and are not stored. */
  readonly lastPriced: number;
  readonly payments: readonly Payment[];
  readonly split: Split | undefined;
}

/** All prices and rates of the demo firm, made in memory before anything is written. */
export class Market {
  readonly calendar: TradingCalendar;
  readonly #paths = new Map<string, PricePath>();
  readonly #perEuro = new Map<string, Float64Array>();

  constructor(calendar: TradingCalendar, seed: number) {
    this.calendar = calendar;
    const factors = drawFactors(new SeededRandom(seed, 'factors'), calendar.length);
    for (const listing of LISTINGS) this.#paths.set(listing.ticker, drawPath(listing, factors, new SeededRandom(seed, `price ${listing.ticker}`)));
    for (const { code, perEuro } of CURRENCIES) this.#perEuro.set(code, drawRates(perEuro, factors.perEuro.get(code), code));
  }

  get paths(): Iterable<PricePath> {
    return this.#paths.values();
  }

  path(ticker: string): PricePath {
    const path = this.#paths.get(ticker);
    if (!path) throw new RangeError(`The demo firm has no security ${ticker}.`);
    return path;
  }

  close(ticker: string, day: number): number {
    return this.path(ticker).closes[day] ?? Number.NaN;
  }

  /** Units of a currency for one euro; the last known one where the feed has a gap. */
  perEuro(currency: string, day: number): number {
    const rates = this.#perEuro.get(currency);
    if (!rates) throw new RangeError(`The demo firm has no rates for ${currency}.`);
    return rates[lastRateDay(currency, this.calendar.length, day)]!;
  }

  /** Units of `to` for one unit of `from`. */
  rate(from: string, to: string, day: number): number {
    return from === to ? 1 : this.perEuro(to, day) / this.perEuro(from, day);
  }

  currencies(): string[] {
    return [...this.#perEuro.keys()];
  }
}

export function lastRateDay(currency: string, length: number, day: number): number {
  return currency === MISSING_RATE.currency ? Math.min(day, length - 1 - MISSING_RATE.tradingDays) : day;
}

function drawRates(last: number, moves: Float64Array | undefined, code: string): Float64Array {
  const out = new Float64Array(moves?.length ?? 0);
  let rate = last;
  for (let day = out.length - 1; day >= 0; day -= 1) {
    out[day] = Number(rate.toFixed(code === 'JPY' ? 4 : 6));
    rate *= Math.exp(-moves![day]!);
  }
  return out;
}

function drawPath(listing: Listing, factors: Factors, random: SeededRandom): PricePath {
  const length = factors.market.length;
  const own = listing.ownVolatility / Math.sqrt(DAYS_A_YEAR);
  const sector = listing.sector ? factors.sectors.get(listing.sector) : undefined;
  const [dividendYield = 0] = listing.dividend ?? [];
  const drift = ((listing.drift ?? 0) + (listing.sectorLoading ? RISK_PREMIUM : 0)) / DAYS_A_YEAR;
  const moves = new Float64Array(length);
  for (let day = 0; day < length; day += 1) {
    moves[day] = drift + listing.beta * factors.market[day]! + (listing.sectorLoading ?? 0) * (sector?.[day] ?? 0)
      - (listing.duration ?? 0) * factors.yields[day]! + own * fatTailed(random);
  }
  addShocks(moves, COMPANY_SHOCKS[listing.ticker] ?? []);
  pinReturns(moves, PINNED_RETURNS[listing.ticker] ?? []);
  const exDays = paymentDays(listing, length, random);
  const perPayment = dividendYield / (listing.dividend?.[1] ?? 1);
  // The factors move the value with dividends; the price gives each of them up on its ex-day.
  if (listing.dividend) for (const day of exDays) moves[day]! += Math.log1p(-perPayment);
  const decimals = priceDecimals(listing);
  const split = splitOf(listing.ticker, length);
  const closes = closesOf(listing, moves, decimals, split);
  const lastPriced = listing.ticker === STALE_PRICE.ticker ? length - 1 - STALE_PRICE.tradingDays : length - 1;
  closes.fill(closes[lastPriced]!, lastPriced + 1);
  const payments = exDays.map((exDay) => ({ exDay, amountPerUnit: paymentAmount(listing, closes[Math.max(exDay - 1, 0)]!, decimals) }));
  return { listing, decimals, closes, lastPriced, payments, split };
}

/** Backwards from the price at the end, so that today's level is known; before a split the price is that of the old, dearer share. */
function closesOf(listing: Listing, moves: Float64Array, decimals: number, split: Split | undefined): Float64Array {
  const closes = new Float64Array(moves.length);
  let logPrice = Math.log(listing.price);
  for (let day = moves.length - 1; day >= 0; day -= 1) {
    const ratio = split && day < split.day ? split.newShares / split.oldShares : 1;
    closes[day] = Number((Math.exp(logPrice) * ratio).toFixed(decimals));
    logPrice -= moves[day]!;
  }
  return closes;
}

/** A normal draw that is three times as large on one day in forty: company news. */
function fatTailed(random: SeededRandom): number {
  const draw = random.normal();
  return random.next() < 0.025 ? 3 * draw : 0.91 * draw;
}

function paymentDays(listing: Listing, length: number, random: SeededRandom): number[] {
  const perYear = listing.dividend?.[1] ?? listing.coupon?.[1];
  if (!perYear) return [];
  const step = DAYS_A_YEAR / perYear;
  const days: number[] = [];
  // Within the last quarter, so that some dividends have gone ex and are still to be paid.
  const latest = length - 1 - random.integer(2, Math.min(Math.floor(step) - 2, 58));
  for (let day = latest; day > 0; day -= step) days.push(Math.round(day));
  return days.reverse();
}

function paymentAmount(listing: Listing, price: number, decimals: number): number {
  if (listing.coupon) return Number(((listing.coupon[0] * 100) / listing.coupon[1]).toFixed(6));
  const [yieldFraction, perYear] = listing.dividend ?? [0, 1];
  return Number(((price * yieldFraction) / perYear).toFixed(Math.max(decimals, 2)));
}

function priceDecimals(listing: Listing): number {
  if (listing.price >= 1_000 && listing.currency === 'JPY') return 0;
  return listing.price < 40 && listing.currency !== 'USD' ? 4 : 2;
}

function splitOf(ticker: string, length: number): Split | undefined {
  const split = SPLITS.find((candidate) => candidate.ticker === ticker);
  return split && split.daysBack < length ? { day: length - 1 - split.daysBack, newShares: split.newShares, oldShares: split.oldShares } : undefined;
}
