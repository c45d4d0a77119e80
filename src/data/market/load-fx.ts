import type { ScopedReader } from '../../access/scoped-db.ts';
import { CurrencyTable, staleRateRemark, type CrossRate } from '../../domain/fx/currency-table.ts';
import { RateSeries, type DatedRate } from '../../domain/fx/rate-series.ts';
import { CurrencyExchangeRate } from '../../entities/markets/currency-exchange-rate.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { decimal, type Decimal } from '../../shared/decimal.ts';
import { isUndefined, mapDefined, type Undefined } from '../../shared/undefined-value.ts';

/** Rates are daily on weekdays: a fortnight reaches across any holidays. */
const RECENT_DAYS = 14;
const STALE_AFTER_DAYS = 7;

export const FX_METHOD = 'last published rate on or before the day: the pair itself, its inverse, or the shortest chain of pairs';

/** Exchange rates over some days, any pair. */
export class FxRates {
  readonly #table: CurrencyTable;

  constructor(table: CurrencyTable) {
    this.#table = table;
  }

  /** Units of `to` for one `from` at the last rate on or before a day. */
  rate(from: string, to: string, date: IsoDate): CrossRate | Undefined {
    return this.#table.rate(from, to, date);
  }

  convert(amount: Decimal, from: string, to: string, date: IsoDate): Decimal | Undefined {
    return from === to ? amount : mapDefined(this.rate(from, to, date), ({ rate }) => amount.times(rate));
  }

  /** What a reader should know about the age of a rate; nothing when it is young. */
  remark(from: string, to: string, date: IsoDate): string | undefined {
    const found = from === to ? undefined : this.rate(from, to, date);
    return found && !isUndefined(found) ? staleRateRemark(found, STALE_AFTER_DAYS) : undefined;
  }
}

/**
 * Rates from shortly before `from` up to `to`. When one of `pairs` has none so recent, older ones are loaded as well, so that the last
 * known rate counts and says its day.
 */
export async function loadFxRates(db: ScopedReader, from: IsoDate, to: IsoDate, pairs: readonly (readonly [string, string])[] = []): Promise<FxRates> {
  const recent = await loadSince(db, addDays(from, -RECENT_DAYS), to);
  const isLacking = pairs.some(([base, quote]) => base !== quote && isUndefined(recent.rate(base, quote, from)));
  return isLacking ? loadSince(db, undefined, to) : recent;
}

/** Rates for converting into one currency on one day. */
export async function loadFxInto(db: ScopedReader, currencies: Iterable<string>, into: string, date: IsoDate): Promise<FxRates> {
  const others = [...new Set(currencies)].filter((currency) => currency !== into);
  if (others.length === 0) return new FxRates(new CurrencyTable());
  return loadFxRates(db, date, date, others.map((currency) => [currency, into] as const));
}

async function loadSince(db: ScopedReader, since: IsoDate | undefined, to: IsoDate): Promise<FxRates> {
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $lte: to, ...(since ? { $gte: since } : {}) } }, {
    fields: ['baseCurrency', 'quoteCurrency', 'rateDate', 'rate'], orderBy: [{ baseCurrency: 'asc' }, { quoteCurrency: 'asc' }, { rateDate: 'asc' }],
  });
  const pairs = new Map<string, DatedRate[]>();
  for (const { baseCurrency, quoteCurrency, rateDate, rate } of rows) {
    const key = baseCurrency + quoteCurrency;
    const series = pairs.get(key);
    const dated = { date: rateDate, rate: decimal(rate) };
    if (series) series.push(dated);
    else pairs.set(key, [dated]);
  }
  const table = new CurrencyTable();
  for (const [key, series] of pairs) table.add(key.slice(0, 3), key.slice(3), new RateSeries(series));
  return new FxRates(table);
}
