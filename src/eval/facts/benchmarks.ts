import { text } from '../firm.ts';
import { NotApplicable, scopeOf, textArg, type FactContext } from './context.ts';

export interface Benchmark {
  readonly name: string;
  readonly currency: string;
  readonly rebalancing: string;
  readonly parts: readonly { readonly securityId: string; readonly weightFraction: number }[];
}

/** The benchmark named, or the primary one of the portfolio. */
export function benchmarkOf(context: FactContext): Benchmark {
  const named = textArg(context, 'benchmark');
  const row = named
    ? context.firm.first('select * from Benchmarks where name = ?', named)
    : context.firm.first('select b.* from PortfolioBenchmarks l join Benchmarks b on b.id = l.benchmark_id where l.portfolio_id = ? and l.is_primary = 1 and l.valid_to is null', scopeOf(context).portfolios[0]?.id ?? null);
  if (!row) throw new NotApplicable('there is no benchmark');
  const parts = row['security_id'] ? [{ securityId: text(row['security_id']), weightFraction: 1 }] : JSON.parse(text(row['components'])) as Benchmark['parts']; // the schema's own shape
  return { name: text(row['name']), currency: text(row['currency']), rebalancing: text(row['rebalancing']), parts };
}

/** Levels on the days, in a currency: the last close and rate count; a blend goes back to its weights when a new term begins. */
export function benchmarkLevels(context: FactContext, { parts, rebalancing }: Benchmark, days: readonly string[], currency: string): number[] {
  const series = parts.map(({ securityId }) => closesOn(context, securityId, days, currency));
  if (series.length === 1) return series[0]!;
  let level = 100;
  let held = parts.map(({ weightFraction }) => weightFraction);
  return days.map((day, index) => {
    if (index === 0) return level;
    if (rebalancing === 'daily' || (rebalancing === 'monthly' && day.slice(0, 7) !== days[index - 1]!.slice(0, 7))) held = parts.map(({ weightFraction }) => weightFraction);
    const before = held.reduce((sum, part) => sum + part, 0);
    held = held.map((part, at) => part * series[at]![index]! / series[at]![index - 1]!);
    level *= held.reduce((sum, part) => sum + part, 0) / before;
    return level;
  });
}

function closesOn({ firm }: FactContext, securityId: string, days: readonly string[], currency: string): number[] {
  const own = text(firm.first('select currency from Securities where id = ?', securityId)?.['currency']);
  const closes = firm.all('select price_date date, num(close) close from MarketPrices where security_id = ? order by price_date', securityId);
  let at = -1;
  return days.map((day) => {
    while (at + 1 < closes.length && text(closes[at + 1]!['date']) <= day) at += 1;
    return at < 0 ? Number.NaN : Number(closes[at]!['close']) * (firm.fx(own, currency, day) ?? Number.NaN);
  });
}
