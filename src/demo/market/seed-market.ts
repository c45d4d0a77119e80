import { createHash } from 'node:crypto';
import { addDays, addYears } from '../../shared/calendar.ts';
import { encodeSortable } from '../../entities/exact-decimal.type.ts';
import { GlobalMarket } from '../../entities/markets/global-market.entity.ts';
import { Benchmark } from '../../entities/portfolios/benchmark.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { CURRENCIES } from '../catalogue/currencies.ts';
import type { Listing } from '../catalogue/listing.ts';
import { VENUES } from '../catalogue/venues.ts';
import { at, recordedOn, type DemoContext } from '../context.ts';
import { insertRaw } from '../table-writer.ts';
import { lastRateDay, LISTINGS, type Market } from './market.ts';

export const RESTRICTED_TICKER = 'LEMN';
export const PRICE_SOURCE = 'simulation';

/** Ids of what the market part wrote, by the names that the rest of the seed uses. */
export interface MarketIds {
  /** By ticker; cash by currency code. */
  readonly securities: ReadonlyMap<string, string>;
  /** By code. */
  readonly benchmarks: ReadonlyMap<string, string>;
}

export async function seedMarket(context: DemoContext, market: Market, kind: 'sqlite' | 'mariadb' | 'mysql'): Promise<MarketIds> {
  const venues = addVenues(context);
  const securities = addSecurities(context, market, venues);
  const benchmarks = addBenchmarks(context, market, securities);
  await context.writer.flush();
  const priceOf = kind === 'sqlite' ? (value: number) => encodeSortable(value.toFixed(8), 8) : (value: number) => value.toFixed(8);
  const rateOf = kind === 'sqlite' ? (value: number) => encodeSortable(value.toFixed(10), 10) : (value: number) => value.toFixed(10);
  // Instants as the drivers keep them: milliseconds on SQLite, UTC text on the servers.
  const instantOf = kind === 'sqlite' ? (value: Date) => value.getTime() : (value: Date) => value.toISOString().slice(0, 23).replace('T', ' ');
  const recorded = market.calendar.days.map((day) => instantOf(recordedOn(day, context.today)));
  await insertRaw(context.writer.em, {
    table: 'MarketPrices',
    columns: ['security_id', 'price_date', 'close', 'open', 'high', 'low', 'volume', 'is_split_adjusted', 'source', 'recorded_at'],
    rows: priceRows(context, market, securities, priceOf, recorded),
  });
  await insertRaw(context.writer.em, {
    table: 'CurrencyExchangeRates',
    columns: ['base_currency', 'quote_currency', 'rate_date', 'rate', 'source', 'recorded_at'],
    rows: rateRows(market, rateOf, recorded),
  });
  return { securities, benchmarks };
}

function* priceRows(context: DemoContext, market: Market, securities: ReadonlyMap<string, string>, encode: (value: number) => string, recorded: readonly unknown[]): Generator<unknown[]> {
  const random = context.random('intraday');
  for (const { listing, closes, lastPriced, decimals, split } of market.paths) {
    const id = securities.get(listing.ticker);
    const spread = listing.ownVolatility / 40 + 0.002;
    const baseVolume = Math.max(2_000, Math.round(90_000_000 / listing.price));
    for (let day = 0; day <= lastPriced; day += 1) {
      const close = closes[day]!;
      if (listing.isIndex || listing.assetClass === 'fund') {
        yield [id, market.calendar.day(day), encode(close), null, null, null, null, 0, PRICE_SOURCE, recorded[day]];
        continue;
      }
      const before = day > 0 && split?.day !== day ? closes[day - 1]! : close;
      const open = Number((before + (close - before) * random.next() * 0.6).toFixed(decimals));
      const high = Number((Math.max(open, close) * (1 + spread * random.next())).toFixed(decimals));
      const low = Number((Math.min(open, close) * (1 - spread * random.next())).toFixed(decimals));
      const volume = Math.round(baseVolume * (0.6 + 0.8 * random.next()));
      yield [id, market.calendar.day(day), encode(close), encode(open), encode(Math.max(high, open, close)), encode(Math.min(low, open, close)), volume, 0, PRICE_SOURCE, recorded[day]];
    }
  }
}

/** Units of each currency for one euro, as the European Central Bank states its reference rates. */
function* rateRows(market: Market, encode: (value: number) => string, recorded: readonly unknown[]): Generator<unknown[]> {
  const length = market.calendar.length;
  for (const currency of market.currencies()) {
    if (currency === 'EUR') continue;
    const last = lastRateDay(currency, length, length - 1);
    for (let day = 0; day <= last; day += 1) yield ['EUR', currency, market.calendar.day(day), encode(market.perEuro(currency, day)), PRICE_SOURCE, recorded[day]];
  }
}

function addVenues({ writer, newId, today, random }: DemoContext): Map<string, string> {
  const draw = random('venues');
  const year = Number(today.slice(0, 4));
  const ids = new Map<string, string>();
  for (const venue of VENUES) {
    const id = newId();
    ids.set(venue.code, id);
    writer.add(GlobalMarket, {
      id, code: venue.code, name: venue.name, region: venue.region, country: venue.country, currency: venue.currency, timezone: venue.timezone,
      opensAt: venue.hours[0], closesAt: venue.hours[1], tradingDays: venue.tradingDays,
      holidays: venue.code === 'CRYPTO' ? [] : [year, year + 1].flatMap((y) => [`${y}-01-01`, `${y}-12-25`]),
      indexName: venue.indexName, indexLevel: venue.indexLevel,
      indexChangeFraction: venue.indexLevel === null ? null : Number((draw.normal() * 0.007).toFixed(5)),
      levelAsOf: venue.indexLevel === null ? null : at(today, '00:00'), status: 'active',
    });
  }
  return ids;
}

function addSecurities(context: DemoContext, market: Market, venues: ReadonlyMap<string, string>): Map<string, string> {
  const { writer, newId } = context;
  const ids = new Map<string, string>();
  for (const { code, name, region, country } of CURRENCIES) {
    const id = newId();
    ids.set(code, id);
    writer.add(Security, {
      id, ticker: code, name: `${name} cash`, assetClass: 'cash', exposureClass: 'cash', isIndex: false, sector: null, industry: null, country, region, currency: code,
      unitSize: code === 'JPY' ? '1' : '0.01', quantityDecimals: code === 'JPY' ? 0 : 2, isRestricted: false, status: 'active',
      description: `${name} held as cash. One unit is worth one ${code}.`,
    });
  }
  for (const listing of LISTINGS) {
    const id = newId();
    ids.set(listing.ticker, id);
    addListing(context, market, listing, id, listing.venue ? venues.get(listing.venue) : undefined);
  }
  return ids;
}

function addListing({ writer, today }: DemoContext, market: Market, listing: Listing, id: string, exchange: string | undefined): void {
  const decimals = listing.quantityDecimals ?? 0;
  const restricted = listing.ticker === RESTRICTED_TICKER;
  const coded = !listing.isIndex && listing.assetClass !== 'crypto';
  writer.add(Security, {
    id, ticker: listing.ticker, name: listing.name, isin: coded ? isinOf(listing) : null, figi: coded ? figiOf(listing.ticker) : null,
    assetClass: listing.assetClass, exposureClass: listing.exposureClass, isIndex: listing.isIndex ?? false, sector: listing.sector, industry: listing.industry,
    country: listing.country, region: listing.region, exchange: exchange ?? null, currency: listing.currency, issuer: issuerOf(listing),
    couponFraction: listing.coupon?.[0] ?? null, couponsPerYear: listing.coupon?.[1] ?? null,
    maturesOn: listing.maturesInYears ? addDays(addYears(today, listing.maturesInYears), 44) : null, durationYears: listing.coupon ? listing.duration ?? null : null,
    expenseRatioFraction: listing.expenseRatio ?? null, unitSize: decimals === 0 ? '1' : (10 ** -decimals).toFixed(decimals), quantityDecimals: decimals,
    averageDailyVolume: listing.isIndex || listing.assetClass === 'fund' ? null : Math.max(2_000, Math.round(90_000_000 / listing.price)),
    isRestricted: restricted, restrictedReason: restricted ? 'The firm advises the company on a pending merger.' : null, restrictedFrom: restricted ? addDays(today, -38) : null, restrictedTo: null,
    minRiskScore: listing.minRiskScore ?? null, composition: listing.composition ? { asOf: addDays(today, -30), ...listing.composition } : null,
    description: listing.description, status: 'active', listedOn: market.calendar.day(0), delistedOn: null,
  });
}

/** Companies whose shares and bonds the firm both lists share an issuer, so that concentration by issuer has something to find. */
function issuerOf(listing: Listing): string {
  if (listing.assetClass !== 'bond') return listing.name;
  return listing.name.replace(/ \d.*$/, '');
}

/** A formally valid ISIN in the range that countries leave to themselves; invented like its company. */
function isinOf({ ticker, country, assetClass }: Listing): string {
  const body = `${country ?? (assetClass === 'etf' ? 'IE' : 'XS')}${createHash('sha256').update(ticker).digest('hex').toUpperCase().slice(0, 9)}`;
  return `${body}${luhnDigit(body)}`;
}

function luhnDigit(body: string): number {
  const digits = body.split('').flatMap((character) => String(Number.parseInt(character, 36)).split('').map(Number)).reverse();
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? Math.floor((digit * 2) / 10) + ((digit * 2) % 10) : digit), 0);
  return (10 - (sum % 10)) % 10;
}

function figiOf(ticker: string): string {
  return `BBG0${createHash('sha256').update(`figi ${ticker}`).digest('hex').toUpperCase().slice(0, 8)}`;
}

function addBenchmarks({ writer, newId }: DemoContext, market: Market, securities: ReadonlyMap<string, string>): Map<string, string> {
  const ids = new Map<string, string>();
  const startsOn = market.calendar.day(0);
  const indices = [
    ['WORLD', 'IDX-WORLD', 'Steward World Equity', 'USD', 'Shares of developed and emerging countries by market value.'],
    ['US', 'IDX-US', 'Steward US Equity', 'USD', 'Large companies of the United States by market value.'],
    ['EUROPE', 'IDX-EUROPE', 'Steward Europe Equity', 'EUR', 'Large companies of Europe by market value.'],
    ['GLOBALAGG', 'IDX-AGG', 'Steward Global Aggregate Bond', 'USD', 'Government and corporate bonds of investment grade, hedged to US dollars.'],
  ] as const;
  for (const [code, ticker, name, currency, description] of indices) {
    const id = newId();
    ids.set(code, id);
    writer.add(Benchmark, { id, code, name, kind: 'index', security: securities.get(ticker) ?? null, components: null, rebalancing: 'none', currency, returnBasis: 'gross', description: `${description} Synthetic levels.`, startsOn });
  }
  const id = newId();
  ids.set('BALANCED6040', id);
  const world = securities.get('IDX-WORLD');
  const bonds = securities.get('IDX-AGG');
  if (!world || !bonds) throw new RangeError('The indices of the blend are missing.');
  writer.add(Benchmark, {
    id, code: 'BALANCED6040', name: 'Steward Balanced 60/40', kind: 'blend', security: null,
    components: [{ securityId: world, weightFraction: 0.6 }, { securityId: bonds, weightFraction: 0.4 }],
    rebalancing: 'monthly', currency: 'USD', returnBasis: 'gross', description: 'Sixty per cent world shares, forty per cent global bonds.', startsOn,
  });
  return ids;
}
