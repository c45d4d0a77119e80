import { fromEpochDay } from '../../shared/calendar.ts';
import type { BENCHMARK_REBALANCING, BenchmarkComponent } from '../../entities/portfolios/benchmark.entity.ts';
import type { Derivation } from './context.ts';
import { securityOf } from './context.ts';
import { toFloat } from './fixed-point.ts';
import { UNIT_SCALE, type UnitValues } from './market-grid.ts';

export interface BenchmarkFacts {
  readonly id: string;
  readonly rebalancing: (typeof BENCHMARK_REBALANCING)[number];
  /** One index with the weight 1, or the parts of a blend. */
  readonly components: readonly BenchmarkComponent[];
}

/**
 * Returns of a benchmark between neighbouring days, in the base currency of the portfolio; levels carried forward over days without one.
 * A blend keeps its weights from each rebalancing to the next. NaN where a part has no level.
 * @param days Epoch days, one more than there are returns.
 */
export function benchmarkReturns(benchmark: BenchmarkFacts, days: readonly number[], derivation: Derivation): number[] {
  const weights = benchmark.components.map(({ weightFraction }) => weightFraction);
  const changes = benchmark.components.map(({ securityId }) => changesOf(
    derivation.market.unitsOf(securityId, securityOf(derivation, securityId).currency, derivation.portfolio.baseCurrency), days,
  ));
  const returns: number[] = [];
  let values = weights;
  let isOpen = false;
  for (let index = 1; index < days.length; index += 1) {
    if (changes.some((own) => Number.isNaN(own[index - 1]!))) {
      returns.push(Number.NaN);
      isOpen = false;
      continue;
    }
    if (!isOpen || rebalances(benchmark.rebalancing, days[index - 1]!, days[index]!)) values = weights;
    isOpen = true;
    const before = sum(values);
    values = values.map((value, at) => value * (1 + changes[at]![index - 1]!));
    returns.push(sum(values) / before - 1);
  }
  return returns;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Change from each day to the next, the last level on or before each. */
function changesOf(series: UnitValues, days: readonly number[]): number[] {
  const changes: number[] = [];
  let at = -1;
  let before = Number.NaN;
  for (const [index, day] of days.entries()) {
    while (at + 1 < series.days.length && series.days[at + 1]! <= day) at += 1;
    const level = at < 0 ? Number.NaN : toFloat(series.values[at]!, UNIT_SCALE);
    if (index > 0) changes.push(level / before - 1);
    before = level;
  }
  return changes;
}

function rebalances(rhythm: BenchmarkFacts['rebalancing'], before: number, day: number): boolean {
  const [from, to] = [fromEpochDay(before), fromEpochDay(day)];
  const quarter = (date: string): number => Math.floor((Number(date.slice(5, 7)) - 1) / 3);
  switch (rhythm) {
    case 'none': return false;
    case 'daily': return true;
    case 'monthly': return from.slice(0, 7) !== to.slice(0, 7);
    case 'quarterly': return from.slice(0, 4) !== to.slice(0, 4) || quarter(from) !== quarter(to);
    case 'yearly': return from.slice(0, 4) !== to.slice(0, 4);
  }
}
