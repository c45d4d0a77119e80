import { addDays, isoDate, isWeekend, type IsoDate } from '../src/shared/calendar.ts';

export const TODAY = isoDate('2026-11-20');
export const TICKERS = Array.from({ length: 100 }, (_, index) => `S${index}`);
export const PORTFOLIOS = Array.from({ length: 20 }, (_, index) => `p${index}`);
export const PRICE_DAYS = 2_000;
const TRADES_EACH = 1_000;
const TRADED = 20;

export interface BenchFile {
  readonly name: string;
  readonly content: string;
  readonly rows: number;
}

const fileOf = (name: string, header: string, lines: readonly string[]): BenchFile => ({ name, content: `${[header, ...lines].join('\n')}\n`, rows: lines.length });
/** A number of eight digits that hardly ever comes again, as prices do. */
const drawn = (seed: number): string => (20 + ((seed * 7_919 + 104_729) % 900_001) / 10_000).toFixed(4);

/** Closes of a hundred securities; the security's id is its ticker, so that the engine's own path needs no look-up. */
export function pricesFile(): BenchFile {
  const lines = Array.from({ length: PRICE_DAYS }, (_, day) => TICKERS.map((ticker, index) => `${ticker},${addDays(TODAY, day - PRICE_DAYS)},${drawn(day * TICKERS.length + index)}`)).flat();
  return fileOf('prices.csv', 'symbol,date,close', lines);
}

/** Forty currencies for one euro each day. */
export function ratesFile(): BenchFile {
  const currencies = Array.from({ length: 40 }, (_, index) => `X${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`);
  const lines = Array.from({ length: 3_000 }, (_, day) => currencies.map((quote, index) => `EUR,${quote},${addDays(TODAY, day - 3_000)},${drawn(day * currencies.length + index)}`)).flat();
  return fileOf('rates.csv', 'base,quote,date,rate', lines);
}

/** A deposit and then purchases in twenty portfolios over two years. */
export function tradesFile(): BenchFile {
  const days: IsoDate[] = [];
  for (let day = addDays(TODAY, -730); day < TODAY; day = addDays(day, 1)) if (!isWeekend(day)) days.push(day);
  const lines = PORTFOLIOS.flatMap((portfolio, at) => Array.from({ length: TRADES_EACH }, (_, index) => {
    const day = days[Math.floor((index * days.length) / TRADES_EACH)]!;
    return index === 0 ? `${portfolio},${day},deposit,,,,9000000,USD,` : `${portfolio},${day},buy,${TICKERS[index % TRADED]},${1 + (index % 9)},${drawn(at * TRADES_EACH + index)},,USD,${(1 + (index % 5) / 4).toFixed(2)}`;
  }));
  return fileOf('trades.csv', 'portfolio,date,type,symbol,quantity,price,amount,currency,fees', lines);
}
