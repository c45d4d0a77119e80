import { decimal, ONE, type Decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../../src/shared/undefined-value.ts';
import { RateSeries } from '../../../src/domain/fx/rate-series.ts';
import { CurrencyTable } from '../../../src/domain/fx/currency-table.ts';

type SeriesInput = number | readonly (readonly [string, number])[] | Readonly<Record<string, number>>;
type RatesInput = Readonly<Record<string, SeriesInput>>;

/** Rates as cases may give them: USDCHF or USD/CHF to a number, a list of days or a map of days; or one currency against the base. */
export interface FxInput {
  readonly fx?: RatesInput | readonly (readonly [string, number])[];
  readonly fx_rates?: RatesInput;
  readonly exchange_rates?: RatesInput;
  readonly rates?: RatesInput;
}

/** The source's convention: the last rate on or before the day, before the first rate the first one. */
export const PUBLISHED_LOOKUP = { beforeFirst: 'first' } as const;

/** Reads the rate from one currency to another on a day, out of whatever rates a case gives. */
export function fxReader(input: FxInput, from: string, to: string): (date: string) => Decimal | Undefined {
  if (from === to) return () => ONE;
  const given = input.fx ?? input.fx_rates ?? input.exchange_rates ?? input.rates;
  const table = new CurrencyTable();
  if (isPoints(given)) table.add(from, to, seriesOf(given));
  else for (const [pair, series] of Object.entries(given ?? {})) {
    const [base, quote] = pairOf(pair, to);
    table.add(base, quote, seriesOf(series));
  }
  return (date) => {
    const rate = table.rate(from, to, isoDate(date), PUBLISHED_LOOKUP);
    return 'rate' in rate ? rate.rate : undefinedBecause(rate.reason);
  };
}

function pairOf(name: string, to: string): [string, string] {
  const per = /^([a-z]{3})_per_([a-z]{3})$/i.exec(name);
  if (per) return [per[2]!.toUpperCase(), per[1]!.toUpperCase()];
  const match = /^([A-Z]{3})(?:[^A-Z]*([A-Z]{3}))?$/.exec(name.toUpperCase());
  return [match?.[1] ?? name, match?.[2] ?? to];
}

export function seriesOf(series: SeriesInput): RateSeries {
  const points: readonly (readonly [string, number])[] = typeof series === 'number' ? [['1900-01-01', series]] : isPoints(series) ? series : Object.entries(series);
  return new RateSeries(points.map(([date, rate]) => ({ date: isoDate(date), rate: decimal(rate) })));
}

function isPoints(series: unknown): series is readonly (readonly [string, number])[] {
  return Array.isArray(series);
}

export function lastOnOrBefore(points: readonly (readonly [string, number])[], day: string): number | undefined {
  let found: readonly [string, number] | undefined;
  for (const point of points) if (point[0] <= day && (!found || point[0] >= found[0])) found = point;
  return found?.[1];
}
