import type { Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface Quote {
  readonly date: IsoDate;
  readonly price: Decimal;
}

/** Quotes of one security as traded on their day (not adjusted for later splits), oldest first, one a day. */
export interface PriceSeries {
  readonly currency: string;
  readonly quotes: readonly Quote[];
}

export interface FxQuote {
  readonly date: IsoDate;
  /** Base units for one unit of the currency. */
  readonly rate: Decimal;
}

/**
 * What a portfolio is valued with. The last quote on or before a day counts for it.
 * `fx` needs no entry for the base currency itself.
 */
export interface MarketData {
  readonly baseCurrency: string;
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly fx: ReadonlyMap<string, readonly FxQuote[]>;
}
