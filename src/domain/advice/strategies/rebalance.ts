import { isUndefined } from '../../../shared/undefined-value.ts';
import { rebalanceAmounts, type RebalanceMode } from '../../allocation/rebalance-amounts.ts';
import type { AllocationTarget } from '../../allocation/drift.ts';
import { sumDecimals, type Decimal } from '../../../shared/decimal.ts';
import type { AdviceBook } from '../advice-book.ts';
import type { Wish } from '../fill-wishes.ts';
import { buyWishes, choices, sellWishes } from '../spread-money.ts';
import { declined, signalOf, type Proposal, type Strategy } from '../strategy.ts';
import { adviceFigure, percent } from '../words.ts';

const MODES: readonly { readonly mode: RebalanceMode; readonly words: string }[] = [
  { mode: 'full', words: 'back to its target weights' }, { mode: 'to-band', words: 'back inside its bands' }, { mode: 'cash-only', words: 'towards its target weights with spare cash alone' },
];

/** Brings classes back to target, to the edge of their band, or as far as spare cash carries; the most useful of the three counts. */
export const rebalance: Strategy = (book, before) => {
  const { targets, portfolio } = book.snapshot.state;
  if (targets.length === 0 || before.driftFraction === undefined) return declined('the portfolio has no target weights');
  if (Math.abs(targets.reduce((sum, { targetFraction }) => sum + targetFraction, 0) - 1) > 1e-6) return declined('the target weights do not add up to 100 %');
  const tolerance = portfolio.driftToleranceFraction ?? 0.05;
  const drift = before.driftFraction;
  const figures = [
    adviceFigure('drift', 'Largest drift', drift, 'fraction', 'largest distance of a class from its target weight, by what holdings are exposed to'),
    adviceFigure('tolerance', 'Tolerance', tolerance, 'fraction', portfolio.driftToleranceFraction === null ? 'house default; the mandate names none' : 'drift tolerance of the mandate'),
  ];
  const allocationTargets = targets.map(({ assetClass, targetFraction, minFraction, maxFraction }): AllocationTarget => ({
    group: assetClass, targetFraction, band: { kind: 'absolute', widthFraction: Math.max(0, Math.min(targetFraction - minFraction, maxFraction - targetFraction)) },
  }));
  const rows = targets.map(({ assetClass, targetFraction }) => ({ assetClass, drift: (before.allocation.get(assetClass) ?? 0) - targetFraction })).toSorted((a, b) => Math.abs(b.drift) - Math.abs(a.drift));
  const [worst] = rows;
  const proposals = (book.rules.cashOnly ? MODES.slice(2) : MODES).flatMap(({ mode, words }): Proposal[] => {
    const amounts = rebalanceAmounts(book.classBase, allocationTargets, { mode, cashGroup: 'cash', minTradeBase: book.rules.minTradeBase });
    if (isUndefined(amounts) || amounts.changes.size === 0) return [];
    return [{
      kind: 'proposal', wishes: wishesFor(book, amounts.changes), signal: signalOf(drift - tolerance, tolerance),
      title: `Bring ${portfolio.name} ${words}`,
      lead: `The largest drift is ${percent(drift)} against a tolerance of ${percent(tolerance)}: the trades bring the portfolio ${words}.`,
      reasons: [{
        text: worst ? `${worst.assetClass} stands ${percent(Math.abs(worst.drift))} ${worst.drift > 0 ? 'above' : 'below'} its target; the tolerance is ${percent(tolerance)}.` : 'Weights differ from their targets.',
        figures: [...figures, ...rows.slice(0, 4).map((row) => adviceFigure(`drift.${row.assetClass}`, `Drift of ${row.assetClass}`, row.drift, 'fraction', 'weight less target; above zero means too much'))],
      }],
      check: (from, to) => (to.driftFraction !== undefined && to.driftFraction < from.driftFraction! - 1e-9 ? undefined : 'the trades that may be placed would not bring it closer to its targets'),
    }];
  });
  return proposals.length > 0 ? proposals : declined('no class is far enough from its target for a trade of the least size', figures);
};

/** Sales shrink when a part of the purchases has nothing to go into, so that no money is set free only to lie idle. */
function wishesFor(book: AdviceBook, changes: ReadonlyMap<string, Decimal>): Wish[] {
  const buys = [...changes].filter(([group, change]) => change.gt(0) && choices(book, ({ security }) => security.exposureClass === group).length > 0);
  const wanted = sumDecimals([...changes.values()].filter((change) => change.gt(0)));
  const placeable = sumDecimals(buys.map(([, change]) => change));
  const share = wanted.isZero() ? undefined : placeable.div(wanted);
  const sells = [...changes].filter(([, change]) => change.lt(0));
  return [
    ...sells.flatMap(([group, change]) => sellWishes(book, ({ security }) => security.exposureClass === group, share === undefined ? change.neg() : change.neg().times(share))),
    ...buys.flatMap(([group, change]) => buyWishes(book, ({ security }) => security.exposureClass === group, change)),
  ];
}
