import type { AdviceBook } from './advice-book.ts';
import type { AdviceAlternative } from './advice-snapshot.ts';
import type { Evaluated, Evaluation } from './evaluate.ts';
import { TITLES } from './strategy.ts';
import { adviceFigure, percent } from './words.ts';

/** Everything else that was considered, and why it is not advised: what could be done by usefulness, doing nothing, then what was not called for. */
export function alternativesTo(book: AdviceBook, { able, rejected }: Evaluation, chosen: Evaluated | undefined): AdviceAlternative[] {
  const others = able.filter((one) => one !== chosen).map((one): AdviceAlternative => ({ strategy: one.strategy, title: one.proposal.title, whyNot: whyNot(one, chosen), figures: figuresOf(book, one) }));
  const idle: AdviceAlternative[] = chosen ? [{
    strategy: 'do_nothing', title: TITLES.do_nothing,
    whyNot: chosen.utility.total > 0 ? `leaves ${percent(chosen.utility.total, 2)} of the value a year on the table, by the engine\u2019s measure` : 'costs nothing, but leaves undone what was asked for',
    figures: [adviceFigure('utilityForgone', 'Net benefit a year forgone', chosen.utility.total, 'fraction', UTILITY_METHOD)],
  }] : [];
  return [...others, ...idle, ...rejected.map(({ strategy, whyNot: reason, figures }): AdviceAlternative => ({ strategy, title: TITLES[strategy], whyNot: reason, figures }))];
}

const UTILITY_METHOD = 'weighted improvements less cost and tax spread over three years, fraction of value';

function whyNot(one: Evaluated, chosen: Evaluated | undefined): string {
  return one.filled.taxBase === undefined ? `${merit(one, chosen)}; its tax is not known and counts as the most that it can be` : merit(one, chosen);
}

function merit({ utility, breaks }: Evaluated, chosen: Evaluated | undefined): string {
  const worth = `${percent(utility.total, 2)} of the value a year`;
  if (breaks !== undefined) return `would break a rule of the firm: ${breaks}`;
  if (!chosen) return utility.total > 0 ? `would bring ${worth}, too little to trade for` : `would cost more than it brings (${worth})`;
  if (utility.total <= 0) return `would cost more than it brings (${worth})`;
  return utility.total > chosen.utility.total ? `would bring more (${worth}), but is not what was asked for` : `brings less: ${worth} against ${percent(chosen.utility.total, 2)}`;
}

function figuresOf(book: AdviceBook, { filled, utility }: Evaluated): AdviceAlternative['figures'] {
  return [
    adviceFigure('utility', 'Net benefit a year', utility.total, 'fraction', UTILITY_METHOD),
    adviceFigure('tradingCost', 'Trading cost', filled.costBase.toFixed(), 'money', `commission and half spread: ${book.snapshot.costs.source}`, { currency: book.currency }),
    adviceFigure('tax', 'Tax on sales', filled.taxBase?.toFixed(), 'money', 'gains of the lots that would be sold', { currency: book.currency, reason: 'the cost of a lot is not on record' }),
    ...(filled.taxBase === undefined ? [adviceFigure('taxMost', 'Most that the tax can be', filled.taxMostBase.toFixed(), 'money', 'ranked by this, because the tax is not known', { currency: book.currency })] : []),
    adviceFigure('tradeCount', 'Trades', filled.trades.length, 'count', 'trades that it would take'),
  ];
}
