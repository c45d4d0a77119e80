import { decimal, type Decimal } from '../../shared/decimal.ts';
import { MORE_THAN_ONE_YEAR, type LongTermAfter } from './holding-term.ts';

/** `average` is the moving average (a sale leaves it unchanged); its pieces are dated first in, first out. */
export type LotMethod = 'fifo' | 'lifo' | 'hifo' | 'average' | 'specific';

/** Every convention that changes a lot's cost or gain. */
export interface LotRules {
  /** `specific` takes the lots that a sale names and falls back to first in, first out for the rest. */
  readonly method: LotMethod;
  /** Purchase fees raise the cost and sale fees lower the proceeds; otherwise fees are reported apart. */
  readonly feesInCost: boolean;
  /** The same choice for transaction taxes. */
  readonly taxesInCost: boolean;
  /** What selling more than is held means: an error in the records (the default), or a short position that a purchase then covers first. */
  readonly oversell: 'refuse' | 'short';
  readonly longTermAfter: LongTermAfter;
  /** A residue of at most this many units after a sale counts as closed (thirds, rounded fractions), and so does an excess in the sale. */
  readonly dustQuantity: Decimal;
}

export const DEFAULT_LOT_RULES: LotRules = {
  method: 'fifo', feesInCost: true, taxesInCost: true, oversell: 'refuse',
  longTermAfter: MORE_THAN_ONE_YEAR, dustQuantity: decimal('0.00000001'),
};

/** One line for the `method` of a figure. */
export function describeLotRules(rules: LotRules): string {
  const names = { fifo: 'first in, first out', lifo: 'last in, first out', hifo: 'highest cost first', average: 'moving average cost', specific: 'specific lots' };
  return `${names[rules.method]}, fees ${rules.feesInCost ? 'in' : 'not in'} cost, transaction taxes ${rules.taxesInCost ? 'in' : 'not in'} cost`;
}
