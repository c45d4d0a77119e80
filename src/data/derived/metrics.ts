import { epochDay, fromEpochDay, type IsoDate } from '../../shared/calendar.ts';
import { resolvePeriod } from '../../shared/period.ts';
import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { trackingError } from '../../domain/risk/active-return.ts';
import { maxDrawdown } from '../../domain/risk/drawdown.ts';
import { sharpeRatio } from '../../domain/risk/ratios.ts';
import { beta } from '../../domain/risk/regression.ts';
import { annualisedVolatility } from '../../domain/risk/volatility.ts';
import { benchmarkReturns, type BenchmarkFacts } from './benchmark-levels.ts';
import type { Derivation } from './context.ts';
import { countUpTo, isWeekday } from './market-grid.ts';

export const DERIVED_METRICS = ['twr', 'volatility', 'sharpe', 'max_drawdown', 'beta', 'tracking_error'] as const;
export const DERIVED_PERIODS = ['YTD', '1Y', '3Y', 'since_inception'] as const;

const PERIODS_PER_YEAR = 252;
const DAILY = 'daily returns of the time-weighted index after fees, business days';

const METHODS: Readonly<Record<(typeof DERIVED_METRICS)[number], string>> = {
  twr: 'time-weighted, daily-linked, after fees, not annualised; inflows from the morning, outflows until the evening',
  volatility: `sample deviation of ${DAILY}, times the root of ${PERIODS_PER_YEAR}`,
  sharpe: `mean over sample deviation of ${DAILY}, ${PERIODS_PER_YEAR} a year, risk-free rate 0`,
  max_drawdown: `largest fall from a peak, ${DAILY}; positive fraction`,
  beta: `covariance with the benchmark over its variance, ${DAILY}; benchmark in base currency`,
  tracking_error: `sample deviation of the difference from the benchmark, ${DAILY}, times the root of ${PERIODS_PER_YEAR}; benchmark in base currency`,
};

export interface MetricRow {
  readonly metric: (typeof DERIVED_METRICS)[number];
  readonly periodCode: (typeof DERIVED_PERIODS)[number];
  readonly periodStart: IsoDate;
  readonly value: number | null;
  readonly benchmarkId: string | null;
  readonly method: string;
  readonly quality: 'complete' | 'partial' | 'undefined';
  readonly reason: string | null;
}

/** What the statistics read of a snapshot. */
export interface IndexPoint {
  readonly day: number;
  readonly unitValue: number;
  readonly isPartial: boolean;
}

/** Every statistic over every period. @param points All snapshots, oldest first. Empty without snapshots. */
export function metricRows(points: readonly IndexPoint[], benchmark: BenchmarkFacts | undefined, derivation: Derivation): MetricRow[] {
  const weekdays = points.filter(({ day }) => isWeekday(day));
  const first = points[0];
  if (!first) return [];
  const other = benchmark && benchmarkReturns(benchmark, [first.day - 1, ...weekdays.map(({ day }) => day)], derivation);
  return DERIVED_PERIODS.flatMap((periodCode) => {
    const opened = first.day - 1;
    const wanted = epochDay(resolvePeriod(periodCode, derivation.today).openingDate);
    const isTrailing = periodCode === '1Y' || periodCode === '3Y';
    const opening = Math.max(wanted, opened);
    const periodStart = fromEpochDay(opening + 1);
    const tooShort = isTrailing && wanted < opened ? undefinedBecause(`the portfolio opened on ${fromEpochDay(first.day)}, after the start of the period`) : undefined;
    const span = spanFrom(weekdays, opening, other);
    return DERIVED_METRICS.map((metric): MetricRow => {
      const value = tooShort ?? valueOf(metric, span);
      const isRelative = metric === 'beta' || metric === 'tracking_error';
      return {
        metric, periodCode, periodStart, benchmarkId: isRelative ? benchmark?.id ?? null : null, method: METHODS[metric], ...judged(value, span),
      };
    });
  });
}

function judged(value: number | Undefined, span: Span): Pick<MetricRow, 'value' | 'quality' | 'reason'> {
  if (isUndefined(value)) return { value: null, quality: 'undefined', reason: value.reason.slice(0, 200) };
  if (span.partialDays > 0) return { value, quality: 'partial', reason: `${span.partialDays} days could not be valued in full` };
  return { value, quality: 'complete', reason: null };
}

interface Span {
  /** One more than there are returns. */
  readonly levels: readonly number[];
  readonly returns: readonly number[];
  /** Of the same days; absent without a benchmark. */
  readonly benchmarkReturns: readonly number[] | undefined;
  readonly partialDays: number;
}

/** The index from the close of a day on; before the first snapshot it stands at 100. */
function spanFrom(weekdays: readonly IndexPoint[], opening: number, other: readonly number[] | undefined): Span {
  const from = countUpTo(weekdays.map(({ day }) => day), opening);
  const points = weekdays.slice(from);
  const levels = [weekdays[from - 1]?.unitValue ?? 100, ...points.map(({ unitValue }) => unitValue)];
  return {
    levels, benchmarkReturns: other?.slice(from), returns: points.map(({ unitValue }, index) => unitValue / levels[index]! - 1),
    partialDays: points.filter(({ isPartial }) => isPartial).length,
  };
}

function valueOf(metric: MetricRow['metric'], span: Span): number | Undefined {
  const { returns, levels, benchmarkReturns: other } = span;
  if (returns.length > 0 && span.partialDays === returns.length) return undefinedBecause('no day of the period could be valued in full');
  switch (metric) {
    case 'twr': return returns.length === 0 ? undefinedBecause('no business day in the period') : levels.at(-1)! / levels[0]! - 1;
    case 'volatility': return annualisedVolatility(returns, { periodsPerYear: PERIODS_PER_YEAR });
    case 'sharpe': return sharpeRatio(returns, { periodsPerYear: PERIODS_PER_YEAR });
    case 'max_drawdown': return mapDefined(maxDrawdown(returns), ({ depthFraction }) => depthFraction);
    case 'beta': case 'tracking_error': {
      if (!other) return undefinedBecause('the portfolio has no benchmark');
      if (other.some(Number.isNaN)) return undefinedBecause('the benchmark has no level for a part of the period');
      return metric === 'beta' ? beta(returns, other) : trackingError(returns, other, { periodsPerYear: PERIODS_PER_YEAR });
    }
  }
}
