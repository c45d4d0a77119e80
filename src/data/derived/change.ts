import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import type { MarketLoader } from './load-market.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';

/** A transaction as it counted before and as it counts now; one of them absent when it was added or cancelled. */
export interface TransactionChange {
  readonly before?: TransactionRow;
  readonly after?: TransactionRow;
}

export interface PriceChange {
  readonly securityId: string;
  readonly priceDate: IsoDate;
  /** The close that stood, plain decimal text; null when the day had none. */
  readonly before: string | null;
}

export interface RateChange {
  readonly baseCurrency: string;
  readonly quoteCurrency: string;
  readonly rateDate: IsoDate;
}

/** What was written since the derived tables were last right. */
export interface DerivedChange {
  readonly transactions?: readonly TransactionChange[];
  readonly prices?: readonly PriceChange[];
  readonly rates?: readonly RateChange[];
  /** Last day derived. */
  readonly today: IsoDate;
  readonly now?: Date;
  /** Closes and rates that the caller keeps from change to change, while it holds all portfolios concerned. */
  readonly market?: MarketLoader | undefined;
}

/** What changed for one portfolio. */
export interface PortfolioChange {
  readonly transactions: readonly TransactionChange[];
  readonly prices: readonly PriceChange[];
}

/** The transactions that count by the last day derived. */
export function sidesOf(change: PortfolioChange, today: IsoDate): { before: TransactionRow[]; after: TransactionRow[] } {
  const counts = (row: TransactionRow | undefined): row is TransactionRow => row !== undefined && row.tradeDate <= today;
  return { before: change.transactions.map(({ before }) => before).filter(counts), after: change.transactions.map(({ after }) => after).filter(counts) };
}

/** The earliest day that changes; undefined when nothing that counts by `today` does. */
export function firstChangedDay(change: PortfolioChange, today: IsoDate): IsoDate | undefined {
  const { before, after } = sidesOf(change, today);
  const days = [...before, ...after].map(({ tradeDate }) => tradeDate);
  for (const { priceDate } of change.prices) if (priceDate <= today) days.push(priceDate);
  return days.sort((left, right) => epochDay(left) - epochDay(right))[0];
}
