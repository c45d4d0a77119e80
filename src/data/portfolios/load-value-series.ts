import type { ScopedDb } from '../../access/scoped-db.ts';
import { dailyReturn } from '../../domain/performance/time-weighted-return.ts';
import { PortfolioSnapshot } from '../../entities/portfolios/portfolio-snapshot.entity.ts';
import { addDays, isWeekend, type IsoDate } from '../../shared/calendar.ts';
import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { FxRates, loadFxRates } from '../market/load-fx.ts';
import { CurrencyTable } from '../../domain/fx/currency-table.ts';
import type { PortfolioScope } from './load-scope.ts';

/** The close of one day of a scope, in its currency. */
export interface ValuePoint {
  readonly date: IsoDate;
  readonly value: Decimal;
  readonly cash: Decimal;
  readonly cost: Decimal;
  /** Money and securities in less out, on this day. */
  readonly flow: Decimal;
  readonly income: Decimal;
  readonly fees: Decimal;
  readonly taxes: Decimal;
  readonly realised: Decimal;
  /** Time-weighted index after fees, 100 before the first flow. */
  readonly unit: number;
  readonly isPartial: boolean;
}

export interface ValueSeries {
  /** Close at or before the opening date: of nothing, when the first portfolio opened later. */
  readonly opening: ValuePoint;
  /** Closes after the opening up to the end, oldest first. */
  readonly points: readonly ValuePoint[];
  /** Set when nothing existed on the opening date: the first day with anything. */
  readonly openedLater: IsoDate | undefined;
  readonly caveats: readonly string[];
}

const LOOK_BACK_DAYS = 10;
const AMOUNTS = ['value', 'cash', 'cost', 'flow', 'income', 'fees', 'taxes', 'realised'] as const;
type Amounts = Record<(typeof AMOUNTS)[number], Decimal>;

/**
 * Daily closes of a scope from the last one at or before `openingDate` to `to`. Several portfolios add up; amounts in other currencies are
 * converted at the rate of their day. The index of a single portfolio is its stored one; of several it is linked from the sums.
 */
export async function loadValueSeries(db: ScopedDb, scope: PortfolioScope, openingDate: IsoDate, to: IsoDate): Promise<ValueSeries> {
  const ids = scope.portfolios.map(({ id }) => id);
  const rows = ids.length === 0 ? [] : await db.find(PortfolioSnapshot, { portfolio: { $in: ids }, snapshotDate: { $gte: addDays(openingDate, -LOOK_BACK_DAYS), $lte: to } }, {
    orderBy: [{ snapshotDate: 'asc' }, { portfolio: 'asc' }],
    fields: ['portfolio', 'snapshotDate', 'currency', 'valueBase', 'cashBase', 'costBase', 'netFlowBase', 'incomeBase', 'feesBase', 'taxesBase', 'realisedGainBase', 'unitValue', 'quality'],
  });
  const foreign = [...new Set(rows.map(({ currency }) => currency))].filter((currency) => currency !== scope.currency);
  const fx = foreign.length === 0 ? new FxRates(new CurrencyTable()) : await loadFxRates(db, rows[0]!.snapshotDate, to, foreign.map((currency) => [currency, scope.currency] as const));
  const all = combine(rows, scope, fx);
  const before = all.filter(({ date }) => date <= openingDate).at(-1);
  const points = all.filter(({ date }) => date > openingDate);
  const first = points[0];
  const caveats = caveatsOf(points, foreign, scope.currency);
  if (before) return { opening: { ...before, date: openingDate }, points, openedLater: undefined, caveats };
  return { opening: nothingOn(first ? addDays(first.date, -1) : openingDate), points, openedLater: first?.date, caveats };
}

type SnapshotRow = Awaited<ReturnType<typeof findSnapshots>>[number];
const findSnapshots = (db: ScopedDb) => db.find(PortfolioSnapshot, {}, {
  fields: ['portfolio', 'snapshotDate', 'currency', 'valueBase', 'cashBase', 'costBase', 'netFlowBase', 'incomeBase', 'feesBase', 'taxesBase', 'realisedGainBase', 'unitValue', 'quality'],
});

function combine(rows: readonly SnapshotRow[], scope: PortfolioScope, fx: FxRates): ValuePoint[] {
  const isSingle = scope.portfolios.length === 1 && rows[0]?.currency === scope.currency;
  const last = new Map<string, SnapshotRow>();
  const points: ValuePoint[] = [];
  let unit = 100;
  let previous = 0;
  for (let index = 0; index < rows.length;) {
    const date = rows[index]!.snapshotDate;
    const today: SnapshotRow[] = [];
    for (; index < rows.length && rows[index]!.snapshotDate === date; index += 1) {
      today.push(rows[index]!);
      last.set(rows[index]!.portfolio.id, rows[index]!);
    }
    const { amounts, isPartial } = amountsOn(date, today, last, { into: scope.currency, fx });
    const value = amounts.value.toNumber();
    const flow = amounts.flow.toNumber();
    const earned = dailyReturn(previous, { date, value, inflow: Math.max(flow, 0), outflow: Math.max(-flow, 0) }, 'in-start-out-end');
    // The first close in reach only opens the series; what came before it is not a result of its day.
    if (points.length > 0 && !isUndefined(earned)) unit *= 1 + earned;
    previous = value;
    points.push({ date, ...amounts, unit: isSingle ? today[0]!.unitValue : unit, isPartial });
  }
  return points;
}

function amountsOn(date: IsoDate, today: readonly SnapshotRow[], last: ReadonlyMap<string, SnapshotRow>, { into, fx }: { into: string; fx: FxRates }): { amounts: Amounts; isPartial: boolean } {
  const amounts: Amounts = { value: ZERO, cash: ZERO, cost: ZERO, flow: ZERO, income: ZERO, fees: ZERO, taxes: ZERO, realised: ZERO };
  let isPartial = false;
  const add = (name: keyof Amounts, amount: string, currency: string): void => {
    const converted = fx.convert(decimal(amount), currency, into, date);
    if (isUndefined(converted)) isPartial = true;
    else amounts[name] = amounts[name].plus(converted);
  };
  for (const row of last.values()) {
    add('value', row.valueBase, row.currency);
    add('cash', row.cashBase, row.currency);
    add('cost', row.costBase, row.currency);
    if (row.quality === 'partial') isPartial = true;
  }
  for (const row of today) {
    add('flow', row.netFlowBase, row.currency);
    add('income', row.incomeBase, row.currency);
    add('fees', row.feesBase, row.currency);
    add('taxes', row.taxesBase, row.currency);
    add('realised', row.realisedGainBase, row.currency);
  }
  return { amounts, isPartial };
}

function nothingOn(date: IsoDate): ValuePoint {
  return { date, value: ZERO, cash: ZERO, cost: ZERO, flow: ZERO, income: ZERO, fees: ZERO, taxes: ZERO, realised: ZERO, unit: 100, isPartial: false };
}

function caveatsOf(points: readonly ValuePoint[], foreign: readonly string[], into: string): string[] {
  const partial = points.filter(({ isPartial }) => isPartial);
  return [
    ...(partial.length > 0 ? [`${partial.length} days, ${partial[0]!.date} to ${partial.at(-1)!.date}, could not be valued in full: a price or an exchange rate is missing.`] : []),
    ...(foreign.length > 0 ? [`${foreign.join(', ')} was converted to ${into} at the rate of each day.`] : []),
  ];
}

/** Sum of one amount over the days. */
export function sumOver(points: readonly ValuePoint[], amount: 'flow' | 'income' | 'fees' | 'taxes' | 'realised'): Decimal {
  return points.reduce((total, point) => total.plus(point[amount]), ZERO);
}

/** Index levels of business days with the opening first, for statistics of daily returns. */
export function indexLevels({ opening, points }: ValueSeries): { readonly dates: readonly IsoDate[]; readonly levels: readonly number[] } {
  const days = points.filter(({ date }) => !isWeekend(date));
  return { dates: [opening.date, ...days.map(({ date }) => date)], levels: [opening.unit, ...days.map(({ unit }) => unit)] };
}
