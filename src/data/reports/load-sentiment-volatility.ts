import type { ScopedDb } from '../../access/scoped-db.ts';
import { correlation } from '../../domain/risk/regression.ts';
import { annualisedVolatility } from '../../domain/risk/volatility.ts';
import { ClientSentiment } from '../../entities/behavior/client-sentiment.entity.ts';
import { Benchmark } from '../../entities/portfolios/benchmark.entity.ts';
import { PortfolioBenchmark } from '../../entities/portfolios/portfolio-benchmark.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { resolveBenchmark } from '../names/resolve.ts';
import { loadCloses, type Close } from '../market/load-prices.ts';

const BUSINESS_DAYS = 252;

export interface SentimentMonth {
  /** 2026-11. */
  readonly month: string;
  /** Mean of all scores of the month, -1 to 1. */
  readonly meanScore: number;
  readonly scoreCount: number;
  /** Yearly; undefined with fewer than two returns in the month. */
  readonly volatilityFraction: number | Undefined;
}

export interface SentimentVolatility {
  readonly benchmark: string;
  readonly months: readonly SentimentMonth[];
  /** Pearson, over the months that have both. */
  readonly correlation: number | Undefined;
}

/**
 * Mood of the clients within reach beside the volatility of the market, by calendar month: mean score, and sample deviation of the index's
 * daily returns times the root of 252. Same as sql/views/report_sentiment_vs_volatility.sql.
 * @throws AppError invalid-input when there is no index to measure the market by.
 */
export async function loadSentimentVolatility(db: ScopedDb, today: IsoDate, reference?: string): Promise<SentimentVolatility> {
  const index = await marketIndex(db, reference);
  const days = await db.aggregate({ entity: ClientSentiment, where: { measuredOn: { $lte: today } }, groupBy: ['measuredOn'], aggregates: { sum: { fn: 'sum', of: 'score' }, count: { fn: 'count' } }, orderBy: { measuredOn: 'asc' } });
  const moods = new Map<string, { sum: number; count: number }>();
  for (const day of days) {
    const month = String(day['measuredOn']).slice(0, 7);
    const mood = moods.get(month) ?? { sum: 0, count: 0 };
    moods.set(month, { sum: mood.sum + Number(day['sum']), count: mood.count + Number(day['count']) });
  }
  const [first] = moods.keys();
  const closes = first ? (await loadCloses(db, [index.securityId], addDays(`${first}-01` as IsoDate, -10), today)).get(index.securityId) ?? [] : []; // a month read from days above
  const volatilities = volatilityByMonth(closes);
  const months = [...moods].map(([month, { sum, count }]): SentimentMonth => ({
    month, meanScore: sum / count, scoreCount: count, volatilityFraction: volatilities.get(month) ?? undefinedBecause('the index has no two returns in this month'),
  }));
  const both = months.filter(({ volatilityFraction }) => !isUndefined(volatilityFraction));
  return {
    benchmark: index.name, months,
    correlation: both.length < 3 ? undefinedBecause('it needs at least three months with both') : correlation(both.map(({ meanScore }) => meanScore), both.map(({ volatilityFraction }) => volatilityFraction as number)), // the undefined ones are filtered out above
  };
}

/** The index named, or the one that most portfolios within reach are measured against. */
async function marketIndex(db: ScopedDb, reference: string | undefined): Promise<{ readonly name: string; readonly securityId: string }> {
  const named = reference ? await resolveBenchmark(db, reference) : undefined;
  const indices = await db.find(Benchmark, { kind: 'index', ...(named ? { id: named } : {}) }, { fields: ['id', 'name', 'security'], orderBy: { code: 'asc' } });
  if (named && indices.length === 0) throw invalidInput('That benchmark is a blend; the volatility of the market is measured on one index.', { hint: 'Name an index.' });
  const uses = named ? [] : await db.aggregate({ entity: PortfolioBenchmark, where: { isPrimary: true, benchmark: { kind: 'index' } }, groupBy: ['benchmark'], aggregates: { uses: { fn: 'count' } }, orderBy: { uses: 'desc' }, limit: 1 });
  const index = indices.find(({ id }) => id === uses[0]?.['benchmark']) ?? indices[0];
  if (!index?.security) throw invalidInput('There is no market index on record.');
  return { name: index.name, securityId: index.security.id };
}

function volatilityByMonth(closes: readonly Close[]): Map<string, number | Undefined> {
  const returns = new Map<string, number[]>();
  for (const [position, { date, close }] of closes.entries()) {
    const before = closes[position - 1];
    if (!before) continue;
    const month = date.slice(0, 7);
    const own = returns.get(month) ?? [];
    own.push(close.div(before.close).toNumber() - 1);
    returns.set(month, own);
  }
  return new Map([...returns].map(([month, own]) => [month, annualisedVolatility(own, { periodsPerYear: BUSINESS_DAYS })]));
}
