import type { ScopedReader } from '../../access/scoped-db.ts';
import type { AdviceSnapshot } from '../../domain/advice/advice-snapshot.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { addDays, weekday, type IsoDate } from '../../shared/calendar.ts';
import { inParts } from '../compliance/in-parts.ts';
import { loadWeekCloses, loadWeekRates, type WeekRates } from './load-week-quotes.ts';

/** Two years of weeks. */
const WEEKS = 104;

export interface ReturnsQuery {
  readonly securities: readonly { readonly id: string; readonly currency: string }[];
  readonly baseCurrency: string;
  readonly asOf: IsoDate;
  /** Prices and rates as they were known then; now when absent. */
  readonly knownAt?: Date | undefined;
}

/**
 * Weekly price returns in the base currency over the last two years, Friday to Friday, splits undone, dividends left out. A week without a
 * close or a rate of its own gives `null`, and so does the one after it.
 */
export async function loadWeeklyReturns(db: ScopedReader, { securities, baseCurrency, asOf, knownAt }: ReturnsQuery): Promise<AdviceSnapshot['returns']> {
  const fridays = lastFridays(asOf, WEEKS + 1);
  const ids = securities.map(({ id }) => id);
  const closes = await loadWeekCloses(db, ids, fridays, knownAt);
  const rateOf = ratesOf(await loadWeekRates(db, fridays, knownAt), baseCurrency, fridays);
  const splits = await loadSplits(db, ids, fridays[0]!, asOf);
  const bySecurity: Record<string, (number | null)[]> = {};
  for (const { id, currency } of securities.toSorted((left, right) => (left.id < right.id ? -1 : 1))) {
    const own = closes.get(id);
    const rates = rateOf(currency);
    const values = fridays.map((friday, week) => {
      const close = own?.get(friday);
      const rate = rates[week];
      return close === undefined || rate === undefined ? null : Number(close) * rate * splitFactor(splits.get(id), friday);
    });
    bySecurity[id] = values.slice(1).map((value, index) => {
      const before = values[index];
      return value === null || before === null || before === undefined || before <= 0 ? null : Math.round((value / before - 1) * 1e8) / 1e8;
    });
  }
  return { weekEnds: fridays.slice(1), bySecurity };
}

/** Rates of a currency to the base by week, each currency once. */
function ratesOf(rates: WeekRates, baseCurrency: string, fridays: readonly IsoDate[]): (currency: string) => readonly (number | undefined)[] {
  const known = new Map<string, readonly (number | undefined)[]>();
  return (currency) => {
    let own = known.get(currency);
    if (!own) known.set(currency, own = fridays.map((friday) => rates(currency, baseCurrency, friday)));
    return own;
  };
}

/** Fridays up to a day, oldest first. */
export function lastFridays(asOf: IsoDate, count: number): IsoDate[] {
  const last = addDays(asOf, -((weekday(asOf) + 2) % 7));
  return Array.from({ length: count }, (_, index) => addDays(last, -7 * (count - 1 - index)));
}

export interface Split {
  readonly date: IsoDate;
  readonly factor: number;
}

/** Splits of securities as anybody's book has them: they are facts of the security. */
export async function loadSplits(db: ScopedReader, ids: readonly string[], from: IsoDate, to: IsoDate): Promise<Map<string, Split[]>> {
  const rows = await inParts(ids, (part) => db.find(Transaction, { security: { $in: part }, kind: 'split', status: 'booked', tradeDate: { $gt: from, $lte: to } }, { fields: ['security', 'tradeDate', 'newShares', 'oldShares'] }));
  const splits = new Map<string, Split[]>();
  for (const { security, tradeDate, newShares, oldShares } of rows) {
    if (!security || !newShares || !oldShares) continue;
    const own = splits.get(security.id) ?? [];
    if (!own.some(({ date }) => date === tradeDate)) splits.set(security.id, [...own, { date: tradeDate, factor: Number(newShares) / Number(oldShares) }]);
  }
  return splits;
}

/** Units that one unit of today was after the splits up to a day. */
export function splitFactor(splits: readonly Split[] | undefined, day: IsoDate): number {
  return (splits ?? []).reduce((factor, split) => (split.date <= day ? factor * split.factor : factor), 1);
}
