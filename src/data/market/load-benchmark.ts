import type { ScopedDb } from '../../access/scoped-db.ts';
import { Benchmark, type BenchmarkComponent } from '../../entities/portfolios/benchmark.entity.ts';
import { PortfolioBenchmark } from '../../entities/portfolios/portfolio-benchmark.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { type IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { resolveBenchmark } from '../names/resolve.ts';
import { loadFxRates } from './load-fx.ts';
import { loadCloses, type Close } from './load-prices.ts';

export interface BenchmarkSeries {
  readonly id: string;
  readonly name: string;
  /** Index levels in the currency asked for, one for each date asked for; NaN where there is none yet. */
  readonly levels: readonly number[];
  readonly method: string;
}

/** Currency of a benchmark and its first day, where that is known. */
export async function loadBenchmark(db: ScopedDb, id: string): Promise<{ readonly currency: string; readonly startsOn: IsoDate | undefined }> {
  const { currency, startsOn } = await db.findOneOrNotFound(Benchmark, { id }, 'benchmark', { fields: ['currency', 'startsOn'] });
  return { currency, startsOn: startsOn ?? undefined };
}

/** The benchmark named, or the primary one in force that most of the portfolios have; undefined when none has one. @throws as `resolveBenchmark`. */
export async function findBenchmarkId(db: ScopedDb, { reference, portfolioIds, today }: { readonly reference?: string | undefined; readonly portfolioIds: readonly string[]; readonly today: IsoDate }): Promise<string | undefined> {
  if (reference) return resolveBenchmark(db, reference);
  if (portfolioIds.length === 0) return undefined;
  const rows = await db.find(PortfolioBenchmark, { portfolio: { $in: [...portfolioIds] }, isPrimary: true, validFrom: { $lte: today } }, { orderBy: { validFrom: 'desc' } });
  const uses = new Map<string, number>();
  for (const { benchmark, validTo } of rows) if (!validTo || validTo >= today) uses.set(benchmark.id, (uses.get(benchmark.id) ?? 0) + 1);
  return [...uses].toSorted(([, left], [, right]) => right - left)[0]?.[0];
}

/**
 * Levels of a benchmark on given days, in one currency: an index by its closes, a blend by linking its parts, back at its weights after each
 * rebalancing. The last close and rate on or before a day count.
 */
export async function loadBenchmarkSeries(db: ScopedDb, id: string, dates: readonly IsoDate[], currency: string): Promise<BenchmarkSeries> {
  const benchmark = await db.findOneOrNotFound(Benchmark, { id }, 'benchmark');
  const parts: readonly BenchmarkComponent[] = benchmark.security ? [{ securityId: benchmark.security.id, weightFraction: 1 }] : benchmark.components ?? [];
  const [first, last] = [dates[0], dates.at(-1)];
  if (!first || !last) return { id, name: benchmark.name, levels: [], method: '' };
  const ids = parts.map(({ securityId }) => securityId);
  const [closes, securities, fx] = [
    await loadCloses(db, ids, first, last), await db.find(Security, { id: { $in: ids } }, { fields: ['id', 'currency'] }), await loadFxRates(db, first, last),
  ];
  const currencies = new Map(securities.map((security) => [security.id, security.currency]));
  const own = parts.map(({ securityId }) => alongDates(closes.get(securityId) ?? [], dates, (date) => {
    const rate = fx.rate(currencies.get(securityId) ?? currency, currency, date);
    return isUndefined(rate) ? Number.NaN : rate.rate.toNumber();
  }));
  const levels = parts.length === 1 ? own[0]! : blend(own, parts.map(({ weightFraction }) => weightFraction), dates, benchmark.rebalancing);
  return {
    id, name: benchmark.name, levels,
    method: `${benchmark.name}, ${benchmark.returnBasis} index${parts.length > 1 ? ` of ${parts.length} parts, rebalanced ${benchmark.rebalancing}` : ''}, in ${currency}`,
  };
}

function alongDates(closes: readonly Close[], dates: readonly IsoDate[], rateOn: (date: IsoDate) => number): number[] {
  let at = -1;
  return dates.map((date) => {
    while (at + 1 < closes.length && closes[at + 1]!.date <= date) at += 1;
    return at < 0 ? Number.NaN : closes[at]!.close.toNumber() * rateOn(date);
  });
}

function blend(parts: readonly (readonly number[])[], weights: readonly number[], dates: readonly IsoDate[], rhythm: string): number[] {
  const levels = [100];
  let values = weights;
  for (let index = 1; index < dates.length; index += 1) {
    if (isNewTerm(rhythm, dates[index - 1]!, dates[index]!)) values = weights;
    const before = values.reduce((sum, value) => sum + value, 0);
    values = values.map((value, part) => value * parts[part]![index]! / parts[part]![index - 1]!);
    levels.push(levels[index - 1]! * values.reduce((sum, value) => sum + value, 0) / before);
  }
  return levels;
}

function isNewTerm(rhythm: string, before: IsoDate, date: IsoDate): boolean {
  const quarter = (day: IsoDate): string => day.slice(0, 4) + String(Math.floor((Number(day.slice(5, 7)) - 1) / 3));
  switch (rhythm) {
    case 'daily': return true;
    case 'monthly': return before.slice(0, 7) !== date.slice(0, 7);
    case 'quarterly': return quarter(before) !== quarter(date);
    case 'yearly': return before.slice(0, 4) !== date.slice(0, 4);
    default: return false;
  }
}
