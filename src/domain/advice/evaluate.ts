import { sumDecimals } from '../../shared/decimal.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdviceFigure } from './advice-snapshot.ts';
import { brokenRule } from './broken-rule.ts';
import { fillWishes, type Filled } from './fill-wishes.ts';
import { measure, type Measures } from './measure.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Proposal, TradingStrategy } from './strategy.ts';
import { utilityOf, type Utility } from './utility.ts';

/** A strategy with the trades that it comes down to and what they are worth. */
export interface Evaluated {
  readonly strategy: TradingStrategy;
  readonly proposal: Proposal;
  readonly filled: Filled;
  readonly after: Measures;
  readonly utility: Utility;
  /** A rule of the firm that the trades would fail, in its words; not looked for where nobody asked and nothing is gained. */
  readonly breaks: string | undefined;
}

export interface Rejected {
  readonly strategy: TradingStrategy;
  readonly whyNot: string;
  readonly figures: readonly AdviceFigure[];
}

export interface Evaluation {
  /** Those that keep every rule first, by usefulness; equal ones in the order of the list of strategies. */
  readonly able: readonly Evaluated[];
  readonly rejected: readonly Rejected[];
}

/** Asks every strategy, fills what it wishes and weighs the result; of a strategy's variants the most useful that keeps every rule stands. */
export function evaluateStrategies(book: AdviceBook, before: Measures): Evaluation {
  const able: Evaluated[] = [];
  const rejected: Rejected[] = [];
  for (const [strategy, propose] of STRATEGIES) {
    const answer = propose(book, before);
    if ('kind' in answer) {
      rejected.push({ strategy, whyNot: answer.whyNot, figures: answer.figures });
      continue;
    }
    const variants = answer.filter(({ isReserve }) => !isReserve).map((proposal) => evaluated(book, before, { strategy, proposal }));
    const fit = variants.filter((variant) => 'utility' in variant).map((variant) => ({ ...variant, breaks: isWorthChecking(book, variant) ? brokenRule(book, variant.filled) : undefined })).toSorted(byMerit);
    const best = fit[0]?.breaks === undefined ? fit[0] : undefined;
    const chosen = best ?? firstWithinRules(book, before, { strategy, reserves: answer.filter(({ isReserve }) => isReserve) }) ?? fit[0];
    if (chosen) able.push(chosen);
    else rejected.push(variants.find((variant) => 'whyNot' in variant) ?? { strategy, whyNot: 'nothing that the rules allow does it', figures: [] });
  }
  return { able: able.toSorted(byMerit), rejected };
}

/** The first of a strategy's reserves that may be placed and breaks no rule. */
function firstWithinRules(book: AdviceBook, before: Measures, { strategy, reserves }: { readonly strategy: TradingStrategy; readonly reserves: readonly Proposal[] }): Evaluated | undefined {
  for (const proposal of reserves) {
    const one = evaluated(book, before, { strategy, proposal });
    if ('utility' in one && brokenRule(book, one.filled) === undefined) return { ...one, breaks: undefined };
  }
  return undefined;
}

function byMerit(a: Evaluated, b: Evaluated): number {
  return Number(a.breaks !== undefined) - Number(b.breaks !== undefined) || b.utility.total - a.utility.total;
}

/** Plans that bring nothing are not proposed unless asked for, so that their check would be time lost. */
export function isWorthChecking({ request }: AdviceBook, { strategy, utility }: Weighed): boolean {
  return utility.total > 0 || strategy === request.objective;
}

type Weighed = Omit<Evaluated, 'breaks'>;

function evaluated(book: AdviceBook, before: Measures, { strategy, proposal }: Pick<Evaluated, 'strategy' | 'proposal'>): Weighed | Rejected {
  const sells = proposal.wishes.some(({ side }) => side === 'sell');
  if (sells && book.rules.cashOnly) return { strategy, whyNot: 'it needs sales, and only cash may be used', figures: [] };
  const filled = fillWishes(book, proposal.wishes);
  // Purchases that sales were to pay for are no plan of their own.
  if (sells && !filled.trades.some(({ side }) => side === 'sell')) return { strategy, whyNot: 'none of its sales can be placed within the limits', figures: [] };
  if (filled.trades.length === 0) return { strategy, whyNot: 'no trade of the least size can be placed within the limits', figures: [] };
  const after = measure(book, filled.quantities, filled.cashBase);
  const whyNot = proposal.check?.(before, after, filled);
  if (whyNot !== undefined) return { strategy, whyNot, figures: [] };
  return { strategy, proposal, filled, after, utility: utilityOf(book, { before, after, filled }) };
}

/** The book as it stands, in the shape of a plan without trades. */
export function untouched(book: AdviceBook): Filled {
  const zero = sumDecimals([]);
  return {
    trades: [], quantities: new Map(book.held.map(({ security, quantity }) => [security.id, quantity])), cashBase: book.cashBase, costBase: zero, taxBase: zero, taxMostBase: zero, turnoverBase: zero,
  };
}
