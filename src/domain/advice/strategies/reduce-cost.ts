import { sumDecimals, type Decimal } from '../../../shared/decimal.ts';
import type { AdviceBook, Asset } from '../advice-book.ts';
import type { Wish } from '../fill-wishes.ts';
import { isPooled } from '../security-kind.ts';
import { choices, maySell, sellAll, valueOfSellable } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { weeklyCorrelation } from '../weekly-returns.ts';
import { adviceFigure, listed, money, percent } from '../words.ts';

/** A cheaper fund must cost at least this much less a year. */
const LEAST_SAVING = 0.001;
/** Same exposure: weekly returns correlate at least this closely. */
const LEAST_CORRELATION = 0.9;

/** Exchanges funds for cheaper ones with the same exposure, judged by class and by how closely their weeks move together. */
export const reduceCost: Strategy = (book, before) => {
  const dear = book.held.filter((asset) => isPooled(asset.security) && asset.security.expenseRatioFraction !== null && maySell(book, asset));
  const pairs = dear.flatMap((asset) => {
    const cheaper = cheapestLike(book, asset);
    return cheaper ? [{ asset, cheaper, saved: valueOfSellable(asset).times(asset.security.expenseRatioFraction! - cheaper.security.expenseRatioFraction!) }] : [];
  });
  const figures = [adviceFigure('ongoingCost', 'Product cost a year', before.ongoingCostFraction, 'fraction', 'expense ratios of funds by weight', { reason: 'the expense ratio of a fund is not on record' })];
  if (pairs.length === 0) return declined(dear.length === 0 ? 'no fund is held that could be exchanged' : `no fund with the same exposure costs ${percent(LEAST_SAVING, 2)} less a year`, figures);
  const saved = sumDecimals(pairs.map((pair) => pair.saved));
  const buys = new Map<string, Decimal>();
  for (const { asset, cheaper } of pairs) buys.set(cheaper.security.id, valueOfSellable(asset).plus(buys.get(cheaper.security.id) ?? 0));
  const names = listed(pairs.map(({ asset }) => asset.security.ticker));
  return [{
    kind: 'proposal', wishes: [...pairs.map(({ asset }) => sellAll(asset)), ...[...buys].map(([securityId, amountBase]): Wish => ({ side: 'buy', securityId, amountBase }))], signal: signalOf(saved.div(book.totalBase).toNumber(), 0.001),
    title: `Exchange ${names} for cheaper funds`,
    lead: `${names} ${pairs.length === 1 ? 'has a cheaper twin' : 'have cheaper twins'}: the exchange saves about ${money(saved, book.currency)} a year.`,
    reasons: [{
      text: pairs.map(({ asset, cheaper }) => `${asset.security.ticker} costs ${percent(asset.security.expenseRatioFraction!, 2)} a year, ${cheaper.security.ticker} ${percent(cheaper.security.expenseRatioFraction!, 2)}`).join('; ') + '.',
      figures: [
        ...figures, adviceFigure('savedYearly', 'Saved a year', saved.toDecimalPlaces(2).toFixed(), 'money', 'difference of the expense ratios times value', { currency: book.currency }),
        ...pairs.flatMap(({ asset, cheaper }) => [
          adviceFigure(`expenseRatio.${asset.security.ticker}`, `Cost of ${asset.security.ticker}`, asset.security.expenseRatioFraction!, 'fraction', 'expense ratio on record'),
          adviceFigure(`expenseRatio.${cheaper.security.ticker}`, `Cost of ${cheaper.security.ticker}`, cheaper.security.expenseRatioFraction!, 'fraction', 'expense ratio on record'),
          adviceFigure(`correlation.${asset.security.ticker}.${cheaper.security.ticker}`, `Correlation of ${asset.security.ticker} and ${cheaper.security.ticker}`, weeklyCorrelation(book, asset.security.id, cheaper.security.id), 'number', 'weekly returns in the base currency'),
        ]),
      ],
    }],
    check: (from, to) => (from.ongoingCostFraction !== undefined && to.ongoingCostFraction !== undefined && to.ongoingCostFraction < from.ongoingCostFraction ? undefined : 'the trades that may be placed would not lower the cost'),
  }];
};

function cheapestLike(book: AdviceBook, { security }: Asset): Asset | undefined {
  const cheaper = choices(book, (other) => isPooled(other.security) && other.security.id !== security.id && other.security.exposureClass === security.exposureClass && other.security.expenseRatioFraction !== null
    && other.security.expenseRatioFraction <= security.expenseRatioFraction! - LEAST_SAVING);
  return cheaper.filter((other) => (weeklyCorrelation(book, security.id, other.security.id) ?? 0) >= LEAST_CORRELATION).toSorted((a, b) => a.security.expenseRatioFraction! - b.security.expenseRatioFraction!)[0];
}
