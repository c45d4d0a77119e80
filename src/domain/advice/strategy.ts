import type { AdviceBook } from './advice-book.ts';
import type { AdviceFigure, AdviceReason, AdviceStrategy } from './advice-snapshot.ts';
import type { Filled, Wish } from './fill-wishes.ts';
import type { Measures } from './measure.ts';

/** What a strategy would do. */
export interface Proposal {
  readonly kind: 'proposal';
  readonly wishes: readonly Wish[];
  /** How clearly the cause stands out, 0 to 1: at 0 the threshold is just met. */
  readonly signal: number;
  readonly title: string;
  /** One sentence: what it does and why. */
  readonly lead: string;
  readonly reasons: readonly AdviceReason[];
  /** Share of the portfolio that the plan means to move, where its words say so. */
  readonly movedFraction?: number;
  /** The words for a plan that a limit has cut: what was aimed for is not what the trades do. */
  readonly whenCut?: (after: Measures, movedFraction: number) => Pick<Proposal, 'title' | 'lead' | 'reasons'>;
  readonly warnings?: readonly string[];
  /** Looked at, in order, only where every other variant of the strategy breaks a rule of the firm: the first that keeps them all stands. */
  readonly isReserve?: boolean;
  /** Refuses a filled plan that does not do what the strategy is for, with the reason. */
  readonly check?: (before: Measures, after: Measures, filled: Filled) => string | undefined;
}

/** Why a strategy has nothing to offer here. */
export interface Declined {
  readonly kind: 'declined';
  readonly whyNot: string;
  readonly figures: readonly AdviceFigure[];
}

/** Looks at a book (and its measures as they are) and proposes, or says why not. Several proposals are variants: the most useful counts. */
export type Strategy = (book: AdviceBook, before: Measures) => Declined | readonly Proposal[];

export type TradingStrategy = Exclude<AdviceStrategy, 'do_nothing'>;

export function declined(whyNot: string, figures: readonly AdviceFigure[] = []): Declined {
  return { kind: 'declined', whyNot, figures };
}

/** Strength of a cause that stands `excess` beyond its threshold, where `scale` of excess is a clear case: 0 at the threshold, towards 1 far beyond. */
export function signalOf(excess: number, scale: number): number {
  return excess <= 0 ? 0 : excess / (excess + scale);
}

export const TITLES: Readonly<Record<AdviceStrategy, string>> = {
  rebalance: 'Rebalance to target', reduce_concentration: 'Reduce concentration', harvest_losses: 'Harvest losses', deploy_cash: 'Invest idle cash', raise_cash: 'Raise cash',
  lower_risk: 'Lower risk', raise_risk: 'Raise risk', fund_goal: 'Fund a goal', tilt_esg: 'Raise the ESG score', tilt_sector: 'Tilt to a sector', replace_security: 'Replace a security',
  reduce_cost: 'Reduce cost', hedge_currency: 'Reduce currency risk', do_nothing: 'Do nothing',
};
