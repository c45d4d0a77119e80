import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import { ruleOf } from '../../../domain/compliance/rule-set.ts';
import { CurrencyExchangeRate } from '../../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../../entities/trading/market-price.entity.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';
import { inParts } from '../in-parts.ts';

const PRICE_JUMP = 0.05;
const RATE_JUMP = 0.03;
/** Reaches over holidays to the close before the last run. */
const LOOK_BACK_DAYS = 10;

export interface Moved {
  /** Of which the last quote moved by a jump between two days. */
  readonly jumped: readonly string[];
  /** Of which the last quote got too old between them for the rule on recent data. */
  readonly aged: readonly string[];
}

/** Securities by their closes. */
export async function movedSecurities(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<Moved> {
  const rows = await db.find(MarketPrice, { priceDate: { $gte: addDays(last, -LOOK_BACK_DAYS), $lte: today } }, { fields: ['security', 'priceDate', 'close'], orderBy: [{ priceDate: 'asc' }] });
  const series = new Map<string, Ends>();
  for (const { security, priceDate, close } of rows) extend(series, security.id, { date: priceDate, value: Number(close) }, last);
  const { priceWarnAfterDays, priceFailAfterDays } = limits();
  const aged = [...series].filter(([, { newest }]) => gotOld(newest.date, priceWarnAfterDays, last, today)).map(([id]) => id);
  return { jumped: [...series].filter(([, ends]) => hasJumped(ends, PRICE_JUMP)).map(([id]) => id), aged: [...aged, ...await longSilent(db, { age: priceFailAfterDays, last, today })] };
}

/** Securities whose last price reached an age beyond the look-back. */
async function longSilent(db: ScopedReader, { age, last, today }: { readonly age: number; readonly last: IsoDate; readonly today: IsoDate }): Promise<string[]> {
  const then = await db.find(MarketPrice, { priceDate: { $gte: addDays(last, -age), $lt: addDays(today, -age) } }, { fields: ['security'] });
  const ids = [...new Set(then.map(({ security }) => security.id))];
  const later = await inParts(ids, (part) => db.find(MarketPrice, { security: { $in: part }, priceDate: { $gte: addDays(today, -age), $lte: today } }, { fields: ['security'] }));
  const priced = new Set(later.map(({ security }) => security.id));
  return ids.filter((id) => !priced.has(id));
}

/** Currencies by their rates against any other. */
export async function movedCurrencies(db: ScopedReader, last: IsoDate, today: IsoDate): Promise<Moved> {
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $gte: addDays(last, -LOOK_BACK_DAYS), $lte: today } }, { fields: ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate'], orderBy: [{ rateDate: 'asc' }] });
  const series = new Map<string, Ends>();
  for (const { baseCurrency, quoteCurrency, rateDate, rate } of rows) extend(series, `${baseCurrency} ${quoteCurrency}`, { date: rateDate, value: Number(rate) }, last);
  const currencies = (which: (ends: Ends) => boolean) => [...new Set([...series].filter(([, ends]) => which(ends)).flatMap(([pair]) => pair.split(' ')))].toSorted();
  return { jumped: currencies((ends) => hasJumped(ends, RATE_JUMP)), aged: currencies(({ newest }) => gotOld(newest.date, limits().rateWarnAfterDays, last, today)) };
}

function limits(): { readonly priceWarnAfterDays: number; readonly priceFailAfterDays: number; readonly rateWarnAfterDays: number } {
  const rule = ruleOf(CURRENT_RULE_SET, 'stale_data');
  if (!rule) throw new Error('the rule set has no rule on recent data');
  return rule.parameters;
}

/** Whether something of a day was recent enough at the last run and is no more. */
function gotOld(date: IsoDate, age: number, last: IsoDate, today: IsoDate): boolean {
  return date >= addDays(last, -age) && date < addDays(today, -age);
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
