import type { AdviceBook } from './advice-book.ts';
import type { AdviceFigure, AdviceReason } from './advice-snapshot.ts';
import type { Filled } from './fill-wishes.ts';
import type { Measures } from './measure.ts';
import type { Utility } from './utility.ts';
import { adviceFigure, money, percent } from './words.ts';

const MEASURED: readonly { readonly key: string; readonly label: string; readonly unit: AdviceFigure['unit']; readonly method: string; readonly of: (side: Measures) => number | undefined }[] = [
  { key: 'drift', label: 'largest drift', unit: 'fraction', method: 'largest distance of a class from its target weight', of: (side) => side.driftFraction },
  { key: 'largestName', label: 'largest single name', unit: 'fraction', method: 'market value over value; funds and government bonds are no single name', of: (side) => side.largestNameFraction },
  { key: 'volatility', label: 'volatility', unit: 'fraction', method: 'deviation of weekly returns at these weights × √52', of: (side) => side.volatilityFraction },
  { key: 'cash', label: 'cash', unit: 'fraction', method: 'cash in all currencies over value', of: (side) => side.cashFraction },
  { key: 'ongoingCost', label: 'product cost a year', unit: 'fraction', method: 'expense ratios of funds by weight', of: (side) => side.ongoingCostFraction },
  { key: 'esgScore', label: 'ESG score', unit: 'score', method: 'newest scores by weight of what has one', of: (side) => side.esgScore },
  { key: 'goalProbability', label: 'probability of the leading goal', unit: 'fraction', method: 'lognormal with the exact first two moments', of: (side) => side.goalProbability },
];

/** The measures that the trades move, before and after, as one reason with its figures. */
export function effectReason(before: Measures, after: Measures): AdviceReason {
  const moved = MEASURED.flatMap(({ key, label, unit, method, of }) => {
    const [from, to] = [of(before), of(after)];
    if (from === undefined || to === undefined || Math.abs(from - to) < 5e-5) return [];
    const shown = (value: number): string => (unit === 'fraction' ? percent(value, key === 'ongoingCost' ? 2 : 1) : value.toFixed(1));
    return [{
      text: `${label} from ${shown(from)} to ${shown(to)}`,
      figures: [adviceFigure(`${key}.before`, `${upper(label)} before`, from, unit, method), adviceFigure(`${key}.after`, `${upper(label)} after`, to, unit, method)],
    }];
  });
  return { text: moved.length === 0 ? 'The trades move none of the measures by much.' : `The trades move ${moved.map(({ text }) => text).join(', ')}.`, figures: moved.flatMap(({ figures }) => figures) };
}

/** What carrying the trades out costs, and what the engine holds the change to be worth. */
export function costReason(book: AdviceBook, filled: Filled, utility: Utility): AdviceReason {
  const { tax, costs } = book.snapshot;
  const turnover = filled.turnoverBase.div(book.totalBase).toNumber();
  const taxText = filled.taxBase === undefined ? `the tax cannot be estimated, because the cost of a lot is not on record: the plan is ranked as if it were ${money(filled.taxMostBase, book.currency)}, the most that it can be` : filled.taxBase.lt(0) ? `the losses save about ${money(filled.taxBase.neg(), book.currency)} of tax` : `tax on gains is about ${money(filled.taxBase, book.currency)}`;
  return {
    text: `Trading costs about ${money(filled.costBase, book.currency)} and ${taxText}; ${percent(turnover)} of the portfolio is traded.`,
    figures: [
      adviceFigure('tradingCost', 'Trading cost', filled.costBase.toFixed(), 'money', `commission and half spread: ${costs.source}`, { currency: book.currency }),
      adviceFigure('tax', 'Tax on sales', filled.taxBase?.toFixed(), 'money', tax.isTaxable ? `gains of the lots sold: ${tax.source}` : 'the portfolio is sheltered from tax', { currency: book.currency, reason: 'the cost of a lot is not on record' }),
      ...(filled.taxBase === undefined ? [adviceFigure('taxMost', 'Most that the tax can be', filled.taxMostBase.toFixed(), 'money', 'higher rate on the whole price of lots without a cost on record, gains of the others', { currency: book.currency })] : []),
      adviceFigure('turnover', 'Turnover', turnover, 'fraction', 'buys and sells together over value'),
      adviceFigure('utility', 'Net benefit a year', utility.total, 'fraction', 'weighted improvements less cost and tax spread over three years, fraction of value'),
    ],
  };
}

function upper(label: string): string {
  return label[0]!.toUpperCase() + label.slice(1);
}
