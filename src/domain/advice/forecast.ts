import { openBook } from './advice-book.ts';
import type { AdviceSnapshot, AdviceStrategy } from './advice-snapshot.ts';
import { LEAST_UTILITY } from './advise.ts';
import { bootstrapHits } from './bootstrap.ts';
import { confidenceOf } from './confidence.ts';
import { brokenRule } from './broken-rule.ts';
import { evaluateStrategies, isWorthChecking, untouched } from './evaluate.ts';
import { measure } from './measure.ts';
import { seedOf } from './snapshot-seed.ts';
import type { ProposedTrade } from '../portfolio-state/portfolio-state.ts';

/** A confidence that the engine would state, with the trades that it is about. */
export interface AdviceForecast {
  readonly strategy: AdviceStrategy;
  readonly confidence: number;
  readonly trades: readonly ProposedTrade[];
  readonly costBase: number;
  /** The most that it can be, where the cost of a lot is not on record. */
  readonly taxBase: number;
  /** True for the one that `auto` would propose, were its confidence above the threshold. */
  readonly isBest: boolean;
}

/**
 * What the engine would say of a portfolio today, strategy by strategy: everything that it would propose if asked, each with its confidence,
 * for measuring the confidence against what happened. Plans that break a rule of the firm are left out.
 */
export function forecastsOf(snapshot: AdviceSnapshot): AdviceForecast[] {
  const request = { objective: 'auto', constraints: {} } as const;
  const book = openBook(snapshot, request);
  if (book.totalBase.lte(0)) return [];
  const nothing = untouched(book);
  const before = measure(book, nothing.quantities, nothing.cashBase);
  const seed = seedOf(snapshot, request);
  const able = evaluateStrategies(book, before).able.filter((one) => (isWorthChecking(book, one) ? one.breaks : brokenRule(book, one.filled)) === undefined);
  return able.map(({ strategy, proposal, filled, after, utility }, rank) => {
    const hitFraction = bootstrapHits(book, strategy, { before, after, filled }, seed);
    return {
      strategy, confidence: confidenceOf(book, { strategy, signal: proposal.signal, hitFraction, before }).confidence, trades: filled.trades, costBase: filled.costBase.toNumber(), taxBase: filled.taxMostBase.toNumber(),
      isBest: rank === 0 && utility.total >= LEAST_UTILITY,
    };
  });
}
