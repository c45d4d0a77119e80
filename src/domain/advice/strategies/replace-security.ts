import { weightOf, type Asset } from '../advice-book.ts';
import type { Wish } from '../fill-wishes.ts';
import { isDowngraded, isUnwanted } from '../measure.ts';
import { replacementFor } from '../replacement.ts';
import { maySell, sellAll, valueOfSellable } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { adviceFigure, listed, percent } from '../words.ts';

/** Sells what the firm restricts, the client excludes, a rating has downgraded or no market trades any more, and buys its closest stand-in. */
export const replaceSecurity: Strategy = (book, before) => {
  const out = book.held.filter((asset) => asset.quantity.gt(0) && isUnwanted(book, asset));
  const figures = [adviceFigure('unwanted', 'Restricted, excluded or downgraded', before.unwantedFraction, 'fraction', 'market value over the value of the portfolio')];
  if (out.length === 0) return declined('nothing held is restricted, excluded or downgraded', figures);
  const sold = out.filter((asset) => maySell(book, asset));
  const stuck = out.filter((asset) => !sold.includes(asset)).map((asset) => `${asset.security.ticker}: ${book.rules.noSell(asset.security, asset.priceDate) ?? 'no open lots'}`);
  if (sold.length === 0) return declined(`it cannot be sold (${stuck.join('; ')})`, figures);
  const pairs = sold.map((asset) => ({ asset, replacement: replacementFor(book, asset, (other) => out.includes(other)), why: reasonFor(book.rules.unwanted(asset.security), asset) }));
  const names = listed(pairs.map(({ asset }) => asset.security.ticker));
  const wishes = [...sold.map(sellAll), ...pairs.flatMap(({ asset, replacement }): Wish[] => (replacement ? [{ side: 'buy', securityId: replacement.security.id, amountBase: valueOfSellable(asset) }] : []))];
  return [{
    kind: 'proposal', wishes, signal: Math.max(0.6, signalOf(before.unwantedFraction, 0.03)),
    title: `Replace ${names}`,
    lead: `${pairs.map(({ asset, why }) => `${asset.security.ticker} is held though ${why}`).join('; ')}: sold, with the closest stand-in that may be bought.`,
    reasons: [{
      text: pairs.map(({ asset, replacement }) => `${asset.security.ticker} is ${percent(weightOf(book, asset.valueBase))} of the portfolio${replacement ? `; ${replacement.security.ticker} stands in` : '; nothing similar may be bought, so its proceeds stay cash'}`).join('. ') + '.',
      figures: [...figures, ...pairs.map(({ asset }) => adviceFigure(`weight.${asset.security.ticker}`, `Weight of ${asset.security.ticker}`, weightOf(book, asset.valueBase), 'fraction', 'market value over the value of the portfolio'))],
    }],
    ...(stuck.length > 0 ? { warnings: [`Not sold: ${stuck.join('; ')}.`] } : {}),
    check: (from, to) => (to.unwantedFraction < from.unwantedFraction ? undefined : 'the limits do not let it be sold'),
  }];
};

function reasonFor(unwanted: string | undefined, { security }: Asset): string {
  if (unwanted !== undefined) return unwanted;
  return isDowngraded(security) ? `its newest rating, of ${security.ratedOn ?? 'an unknown day'}, lowered it to ${security.ratingScore} of 100` : `it is ${security.status}`;
}
