import { Decimal, decimal, sumDecimals } from '../../shared/decimal.ts';
import { openBook, type AdviceBook } from './advice-book.ts';
import { costReason, effectReason } from './advice-effects.ts';
import type { Advice, AdviceReason, AdviceRequest, AdviceSnapshot } from './advice-snapshot.ts';
import { dataWarnings, tradeWarnings } from './advice-warnings.ts';
import { alternativesTo } from './alternatives.ts';
import { bootstrapHits } from './bootstrap.ts';
import { CONFIDENCE_THRESHOLD, confidenceOf } from './confidence.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { evaluateStrategies, untouched, type Evaluated, type Evaluation } from './evaluate.ts';
import { measure, sideOf, type Measures } from './measure.ts';
import { seedOf } from './snapshot-seed.ts';
import { TITLES, type Proposal } from './strategy.ts';
import { adviceFigure, money, percent } from './words.ts';

/** Net benefit a year, fraction of value, from which `auto` prefers trades to doing nothing. */
export const LEAST_UTILITY = 0.0003;
/** A benefit of this size is as clear as a benefit gets, when doing nothing is weighed against it. */
const CLEAR_UTILITY = 0.003;
/** Objectives that only a plan within every rule can serve: they are about how much risk suits. */
const WITHIN_RULES: readonly string[] = ['lower_risk', 'raise_risk'];
const VALID_DAYS = 7;
/** Losses, cash and currencies move fast. */
const VALID_DAYS_FAST = 3;

/**
 * Advice on one portfolio: every strategy is asked, its wishes are cut to trades that may be placed, and the most useful one (utility.ts) or the
 * one asked for is proposed with its confidence (confidence.ts); below the threshold the engine abstains. Pure: the same snapshot and request
 * give the same answer to the last bit, whatever the order of the keys.
 */
export function advise(snapshot: AdviceSnapshot, request: AdviceRequest): Advice {
  const book = openBook(snapshot, request);
  const nothing = untouched(book);
  const before = measure(book, nothing.quantities, nothing.cashBase);
  const { portfolio } = snapshot.state;
  const closed = portfolio.status !== 'active' ? `${portfolio.name} is ${portfolio.status}` : book.totalBase.lte(0) ? `${portfolio.name} has no value above zero` : undefined;
  if (closed !== undefined) return doNothing(book, before, { evaluation: { able: [], rejected: [] }, why: `${closed}: there is nothing to advise on.`, seed: 0 });
  const evaluation = evaluateStrategies(book, before);
  const seed = seedOf(snapshot, request);
  const chosen = choose(request, evaluation);
  if (typeof chosen === 'string') return doNothing(book, before, { evaluation, why: chosen, seed });
  return proposed(book, before, { evaluation, chosen, seed });
}

/** The evaluated strategy to propose, or why none. */
function choose({ objective }: AdviceRequest, { able, rejected }: Evaluation): Evaluated | string {
  const [best] = able;
  if (objective === 'do_nothing') return best ? `Doing nothing was asked for. The most useful change, "${TITLES[best.strategy]}", would bring ${percent(best.utility.total, 2)} of the value a year after cost and tax.` : 'No strategy finds a cause to trade.';
  if (objective !== 'auto') {
    const asked = able.find(({ strategy }) => strategy === objective);
    // A mix that its own check would block is no answer to a wish for less or more risk.
    if (asked?.breaks !== undefined && WITHIN_RULES.includes(objective)) return `${TITLES[objective]} is not possible within the rules of the firm: whatever was weighed would break one. The nearest, "${asked.proposal.title}": ${asked.breaks}`;
    return asked ?? `${TITLES[objective]} is not called for: ${rejected.find(({ strategy }) => strategy === objective)?.whyNot ?? 'nothing to do'}.`;
  }
  if (!best) return 'No strategy finds a cause to trade.';
  if (best.breaks !== undefined) return `Whatever would help breaks a rule of the firm. "${TITLES[best.strategy]}": ${best.breaks}`;
  return best.utility.total >= LEAST_UTILITY ? best : `The most useful change, "${TITLES[best.strategy]}", would bring ${percent(best.utility.total, 2)} of the value a year after cost and tax: too little to trade for.`;
}

interface Case {
  readonly evaluation: Evaluation;
  readonly seed: number;
}

function proposed(book: AdviceBook, before: Measures, { evaluation, chosen, seed }: Case & { readonly chosen: Evaluated }): Advice {
  const { strategy, filled, after, utility } = chosen;
  const proposal = asCarriedOut(book, chosen);
  const hitFraction = bootstrapHits(book, strategy, { before, after, filled }, seed);
  const { confidence, parts } = confidenceOf(book, { strategy, signal: proposal.signal, hitFraction, before });
  if (confidence < CONFIDENCE_THRESHOLD) {
    return doNothing(book, before, { evaluation, seed, abstained: { confidence, parts }, why: `The engine abstains: its confidence in "${proposal.title}" is ${percent(confidence, 0)}, below the ${percent(CONFIDENCE_THRESHOLD, 0)} that it needs to advise.` });
  }
  const reasons = [...proposal.reasons, effectReason(before, after), costReason(book, filled, utility)];
  return {
    engineVersion: ENGINE_VERSION, strategy, abstained: false, title: proposal.title.slice(0, 200), summary: summaryOf(book, { proposal, filled }), rationale: [proposal.lead, ...reasons.map(({ text }) => text)].join(' '),
    trades: filled.trades, before: sideOf(book, before), after: sideOf(book, after), estimatedCostBase: filled.costBase.toFixed(), estimatedTaxBase: filled.taxBase?.toFixed() ?? null,
    reasons, alternatives: alternativesTo(book, evaluation, chosen),
    warnings: [...(chosen.breaks === undefined ? [] : [`Compliance will not pass these trades: ${chosen.breaks}`]), ...(utility.total <= 0 ? ['By the engine\u2019s own measure doing nothing is at least as good; the trades are drafted because they were asked for.'] : []), ...(proposal.warnings ?? []), ...tradeWarnings(book, filled), ...dataWarnings(book)],
    confidence, confidenceParts: parts, validDays: ['harvest_losses', 'raise_cash', 'hedge_currency'].includes(strategy) ? VALID_DAYS_FAST : VALID_DAYS,
  };
}

interface Nothing extends Case {
  readonly why: string;
  readonly abstained?: Pick<ReturnType<typeof confidenceOf>, 'confidence' | 'parts'>;
}

function doNothing(book: AdviceBook, before: Measures, { evaluation, why, seed, abstained }: Nothing): Advice {
  const [best] = evaluation.able;
  const hitFraction = best ? bootstrapHits(book, 'do_nothing', { before, after: best.after, filled: best.filled }, seed) : 1;
  const signal = best ? 1 - Math.max(0, best.utility.total) / (Math.max(0, best.utility.total) + CLEAR_UTILITY) : 1;
  const { confidence, parts } = abstained ?? confidenceOf(book, { strategy: 'do_nothing', signal, hitFraction, before });
  const reasons: AdviceReason[] = [{
    text: why,
    figures: [
      ...(abstained ? [adviceFigure('confidence', 'Confidence', confidence, 'fraction', 'see the parts of the score'), adviceFigure('threshold', 'Least confidence', CONFIDENCE_THRESHOLD, 'fraction', 'house rule')] : []),
      ...(best ? [adviceFigure('bestUtility', `Net benefit a year of "${TITLES[best.strategy]}"`, best.utility.total, 'fraction', 'weighted improvements less cost and tax spread over three years, fraction of value')] : []),
      adviceFigure('drift', 'Largest drift', before.driftFraction, 'fraction', 'largest distance of a class from its target weight', { reason: 'the portfolio has no target weights' }),
      adviceFigure('largestName', 'Largest single name', before.largestNameFraction, 'fraction', 'market value over value; funds and government bonds are no single name'),
      adviceFigure('volatility', 'Volatility', before.volatilityFraction, 'fraction', 'deviation of weekly returns at these weights × √52', { reason: 'fewer than 26 weeks of returns' }),
      adviceFigure('cash', 'Cash', before.cashFraction, 'fraction', 'cash in all currencies over value'),
    ],
  }];
  const side = sideOf(book, before);
  return {
    engineVersion: ENGINE_VERSION, strategy: 'do_nothing', abstained: confidence < CONFIDENCE_THRESHOLD, title: `Leave ${book.snapshot.state.portfolio.name} as it is`.slice(0, 200), summary: `Do nothing. ${why}`.slice(0, 1000),
    rationale: why, trades: [], before: side, after: side, estimatedCostBase: '0', estimatedTaxBase: '0', reasons, alternatives: alternativesTo(book, evaluation, undefined), warnings: dataWarnings(book),
    confidence, confidenceParts: parts, validDays: VALID_DAYS,
  };
}

/** The proposal in words that fit its trades, also where a limit on turnover or tax has cut them. */
function asCarriedOut(book: AdviceBook, { proposal, filled, after }: Evaluated): Proposal {
  const { whenCut, movedFraction: aimed } = proposal;
  if (whenCut === undefined || aimed === undefined) return proposal;
  const amount = (side: 'buy' | 'sell'): Decimal => sumDecimals(filled.trades.filter((trade) => trade.side === side).map(({ amountBase }) => decimal(amountBase)));
  const moved = Decimal.max(amount('buy'), amount('sell')).div(book.totalBase).toNumber();
  return aimed - moved > TOLD_APART ? { ...proposal, ...whenCut(after, moved) } : proposal;
}

/** Whole units leave a plan this much short of its aim without its being another plan. */
const TOLD_APART = 0.005;

/** What to trade, in one line; long lists are counted and the largest named. */
function summaryOf(book: AdviceBook, { proposal, filled }: Pick<Evaluated, 'proposal' | 'filled'>): string {
  const words = filled.trades.map(({ side, quantity, ticker, amountBase }) => `${side} ${quantity} ${ticker} for about ${money(amountBase, book.currency)}`);
  const shown = words.slice(0, 12);
  const more = words.length - shown.length;
  return `${proposal.lead} In ${book.snapshot.state.portfolio.name}: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`.slice(0, 1000);
}
