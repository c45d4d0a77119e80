import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CurrencyExchangeRate } from '../../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../../entities/trading/market-price.entity.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';

const PRICE_JUMP = 0.05;
const RATE_JUMP = 0.03;
/** Reaches over holidays to the close before the last run. */
const LOOK_BACK_DAYS = 10;
/** A price that reaches this age makes a remark: see the rule on stale data. */
const STALE_AFTER_DAYS = 7;

/** Securities whose last close moved by a jump between two days, or got so old between them that it says nothing any more. */
export async function movedSecurities(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const rows = await db.find(MarketPrice, { priceDate: { $gte: addDays(last, -LOOK_BACK_DAYS), $lte: today } }, { fields: ['security', 'priceDate', 'close'], orderBy: [{ priceDate: 'asc' }] });
  const series = new Map<string, Ends>();
  for (const { security, priceDate, close } of rows) extend(series, security.id, { date: priceDate, value: Number(close) }, last);
  return [...series].filter(([, ends]) => hasJumped(ends, PRICE_JUMP) || (ends.newest.date >= addDays(last, -STALE_AFTER_DAYS) && ends.newest.date < addDays(today, -STALE_AFTER_DAYS))).map(([id]) => id);
}

/** Currencies that jumped against any other between two days. */
export async function movedCurrencies(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<string[]> {
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $gte: addDays(last, -LOOK_BACK_DAYS), $lte: today } }, { fields: ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate'], orderBy: [{ rateDate: 'asc' }] });
  const series = new Map<string, Ends>();
  for (const { baseCurrency, quoteCurrency, rateDate, rate } of rows) extend(series, `${baseCurrency} ${quoteCurrency}`, { date: rateDate, value: Number(rate) }, last);
  return [...new Set([...series].filter(([, ends]) => hasJumped(ends, RATE_JUMP)).flatMap(([pair]) => pair.split(' ')))].toSorted();
}

interface Quote {
  readonly date: IsoDate;
  readonly value: number;
}

/** The last quote on or before the last run, and the last there is. */
interface Ends {
  readonly earlier: Quote | undefined;
  readonly newest: Quote;
}

function extend(series: Map<string, Ends>, key: string, quote: Quote, last: IsoDate): void {
  series.set(key, { earlier: quote.date <= last ? quote : series.get(key)?.earlier, newest: quote });
}

/** Without a quote from before, whatever there is now is news. */
function hasJumped({ earlier, newest }: Ends, jump: number): boolean {
  return earlier === undefined || earlier.value <= 0 || Math.abs(newest.value / earlier.value - 1) >= jump;
}
