import { isoDate, isWeekend, type IsoDate } from '../../shared/calendar.ts';
import { text } from '../firm.ts';
import { IN_IDS, ids, type FactContext, type FactScope } from './context.ts';

export interface DayValue {
  readonly date: IsoDate;
  readonly value: number;
  /** Money and securities in less out, on this day. */
  readonly flow: number;
}

/**
 * Value and flows of a scope for each day up to the last, from the snapshots. A portfolio keeps its last value on days without one of its
 * own; other currencies are converted at the rates of the day.
 */
export function valueSeries({ firm }: FactContext, { portfolios, currency }: FactScope, to: string): DayValue[] {
  const rows = firm.all(`select portfolio_id portfolio, snapshot_date date, num(value_base) value, num(net_flow_base) flow, currency from PortfolioSnapshots where portfolio_id ${IN_IDS} and snapshot_date <= ? order by snapshot_date`, ids(portfolios), to);
  const last = new Map<string, { readonly value: number; readonly currency: string }>();
  const days: DayValue[] = [];
  for (let index = 0; index < rows.length;) {
    const date = isoDate(text(rows[index]!['date']));
    let flow = 0;
    for (; index < rows.length && text(rows[index]!['date']) === date; index += 1) {
      const row = rows[index]!;
      const from = text(row['currency']);
      last.set(text(row['portfolio']), { value: Number(row['value']), currency: from });
      flow += Number(row['flow']) * (firm.fx(from, currency, date) ?? Number.NaN);
    }
    const value = [...last.values()].reduce((sum, part) => sum + part.value * (firm.fx(part.currency, currency, date) ?? Number.NaN), 0);
    days.push({ date, value, flow });
  }
  return days;
}

export interface DayReturn {
  readonly date: IsoDate;
  readonly returnFraction: number;
}

/** Daily returns after the opening day: money that comes in works from the morning, money that leaves works until the evening. */
export function dailyReturns(days: readonly DayValue[], openingDate: string): DayReturn[] {
  return days.flatMap(({ date, value, flow }, index) => {
    if (date <= openingDate) return [];
    const base = (days[index - 1]?.value ?? 0) + Math.max(flow, 0);
    return base > 0 ? [{ date, returnFraction: (value + Math.max(-flow, 0)) / base - 1 }] : [];
  });
}

/** Returns from one business day to the next; what happens on a weekend belongs to the Monday after it. */
export function businessReturns(days: readonly DayValue[], openingDate: string): DayReturn[] {
  const returns: DayReturn[] = [];
  let carried = 1;
  for (const { date, returnFraction } of dailyReturns(days, openingDate)) {
    carried *= 1 + returnFraction;
    if (isWeekend(date)) continue;
    returns.push({ date, returnFraction: carried - 1 });
    carried = 1;
  }
  return returns;
}

export function linked(returns: readonly DayReturn[]): number {
  return returns.reduce((growth, { returnFraction }) => growth * (1 + returnFraction), 1) - 1;
}
