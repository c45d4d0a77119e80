import { daysBetween } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdviceStrategy, ConfidenceParts } from './advice-snapshot.ts';
import type { Measures } from './measure.ts';
import { FEWEST_WEEKS, knownWeeks } from './weekly-returns.ts';

/** Below this the engine does not advise. */
export const CONFIDENCE_THRESHOLD = 0.4;

/** Share of each part in the belief; the rest is data quality, which multiplies. */
export const BELIEF = { signal: 0.1, estimation: 0.55, history: 0.35 } as const;
/** Ages of a price in days: as good as new up to the first (a long weekend), worthless from the second. */
const FRESH_DAYS = 4;
const WORTHLESS_DAYS = 30;
/** The past of a strategy counts against a prior of so many outcomes, half of them hits, so that two lucky ones prove nothing. */
const PRIOR_OUTCOMES = 4;

export interface ConfidenceInput {
  readonly strategy: AdviceStrategy;
  readonly signal: number;
  /** Share of resamples in which the advice is a hit; undefined when it cannot be estimated, and then counts as no better than a coin. */
  readonly hitFraction: number | undefined;
  readonly before: Measures;
}

/**
 * How sure the engine is that the advice will be a hit (outcome.ts), 0 to 1:
 * confidence = √(freshness × coverage) × (0.1 signal + 0.55 estimation + 0.35 history).
 * freshness: value-weighted age of prices and rates; coverage: share of the value with a price and at least 26 weeks of returns, less positions that
 * cannot be valued; signal: how far the cause stands beyond its threshold; estimation: bootstrap (bootstrap.ts); history: past hit rate of the
 * strategy with a prior of four outcomes at one half. Backtests compare the score with what happened: docs/calibration.md.
 */
export function confidenceOf(book: AdviceBook, input: ConfidenceInput): { readonly confidence: number; readonly parts: ConfidenceParts } {
  const past = book.snapshot.pastHits[input.strategy];
  const parts = {
    freshness: round4(freshness(book, input.before)), coverage: round4(coverage(book, input.before)), signal: round4(clamp(input.signal)), estimation: round4(input.hitFraction ?? 0.5),
    history: round4(past ? (past.count * past.hitFraction + PRIOR_OUTCOMES / 2) / (past.count + PRIOR_OUTCOMES) : 0.5),
  };
  const belief = BELIEF.signal * parts.signal + BELIEF.estimation * parts.estimation + BELIEF.history * parts.history;
  return { confidence: round4(clamp(Math.sqrt(parts.freshness * parts.coverage) * belief)), parts };
}

function freshness(book: AdviceBook, { weights }: Measures): number {
  const gross = weights.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  if (gross === 0) return 1;
  const rates = new Map(book.snapshot.state.positions.map(({ security, fxDate }) => [security.id, fxDate]));
  return weights.reduce((sum, { asset, securityId, weight }) => {
    const fxDate = rates.get(securityId);
    const oldest = fxDate && fxDate < asset.priceDate ? daysBetween(fxDate, book.asOf) : asset.ageDays;
    return sum + (Math.abs(weight) / gross) * clamp(1 - (oldest - FRESH_DAYS) / (WORTHLESS_DAYS - FRESH_DAYS));
  }, 0);
}

/** What cannot be valued counts with its cost, or as one position of many where even that is unknown. */
function coverage(book: AdviceBook, { weights }: Measures): number {
  const gross = weights.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const known = gross === 0 ? 1 : weights.reduce((sum, { securityId, weight }) => sum + (knownWeeks(book.snapshot, securityId) >= FEWEST_WEEKS ? Math.abs(weight) : 0), 0) / gross;
  const total = Math.max(1, book.totalBase.toNumber());
  const count = book.held.length + book.blind.length;
  const lost = book.blind.reduce((sum, { costBase }) => sum + (costBase === null ? 1 / Math.max(1, count) : Math.abs(decimal(costBase).toNumber()) / total), 0);
  return known / (1 + lost);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
