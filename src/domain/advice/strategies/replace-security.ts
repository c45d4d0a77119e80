import { weightOf, type AdviceBook, type Asset } from '../advice-book.ts';
import type { Wish } from '../fill-wishes.ts';
import { isUnwanted, type Measures } from '../measure.ts';
import { replacementFor } from '../replacement.ts';
import { valueOfSellable } from '../spread-money.ts';
import { declined, signalOf, type Proposal, type Strategy } from '../strategy.ts';
import { adviceFigure, listed, percent } from '../words.ts';

/**
 * Sells what the firm restricts, the client excludes, no market trades any more or a rating has lowered, and buys its closest stand-in. Two variants,
 * because a restricted security may be given up only with two persons' consent, which nothing else should wait for.
 */
export const replaceSecurity: Strategy = (book, before) => {
  const out = book.held.filter((asset) => asset.quantity.gt(0) && (isUnwanted(book, asset) || book.rules.isDowngraded(asset.security)));
  const figures = [
    adviceFigure('unwanted', 'Restricted, excluded or not traded', before.unwantedFraction, 'fraction', 'market value over the value of the portfolio'),
    adviceFigure('downgraded', 'Downgraded to a poor rating', before.downgradedFraction, 'fraction', 'newest rating at most 90 days old and below 40 of 100; market value over the value of the portfolio'),
  ];
  if (out.length === 0) return declined('nothing held is restricted, excluded or downgraded', figures);
  const groups = [out.filter(({ security }) => security.isRestricted), out.filter(({ security }) => !security.isRestricted)];
  const proposals = groups.flatMap((group) => proposalFor(book, before, { group, out }) ?? []);
  return proposals.length > 0 ? proposals : declined(`it cannot be sold (${out.map((asset) => whyStuck(book, asset)).join('; ')})`, figures);
};

interface Exit {
  readonly group: readonly Asset[];
  readonly out: readonly Asset[];
}

function proposalFor(book: AdviceBook, before: Measures, { group, out }: Exit): Proposal | undefined {
  const sold = group.filter((asset) => asset.sellable.gt(0) && asset.unitBase.gt(0) && book.rules.noSell(asset.security, asset.priceDate, true) === undefined);
  if (sold.length === 0) return undefined;
  const stuck = group.filter((asset) => !sold.includes(asset));
  const pairs = sold.map((asset) => ({ asset, replacement: replacementFor(book, asset, (other) => out.includes(other)), why: reasonFor(book, asset) }));
  const names = listed(pairs.map(({ asset }) => asset.security.ticker));
  const share = sold.reduce((sum, { valueBase }) => sum + weightOf(book, valueBase), 0);
  return {
    kind: 'proposal', signal: Math.max(0.6, signalOf(share, 0.03)),
    wishes: [...sold.map(({ security, sellable }): Wish => ({ side: 'sell', securityId: security.id, quantity: sellable, isExit: true })), ...pairs.flatMap(({ asset, replacement }): Wish[] => (replacement ? [{ side: 'buy', securityId: replacement.security.id, amountBase: valueOfSellable(asset) }] : []))],
    title: `Replace ${names}`,
    lead: `${pairs.map(({ asset, why }) => `${asset.security.ticker} is held though ${why}`).join('; ')}: sold, with the closest stand-in that may be bought.`,
    reasons: [{
      text: pairs.map(({ asset, replacement }) => `${asset.security.ticker} is ${percent(weightOf(book, asset.valueBase))} of the portfolio${replacement ? `; ${replacement.security.ticker} stands in` : '; nothing similar may be bought, so its proceeds stay cash'}`).join('. ') + '.',
      figures: [
        adviceFigure('unwanted', 'Restricted, excluded or not traded', before.unwantedFraction, 'fraction', 'market value over the value of the portfolio'),
        ...pairs.map(({ asset }) => adviceFigure(`weight.${asset.security.ticker}`, `Weight of ${asset.security.ticker}`, weightOf(book, asset.valueBase), 'fraction', 'market value over the value of the portfolio')),
        ...pairs.flatMap(({ asset: { security } }) => (book.rules.isDowngraded(security) ? [adviceFigure(`rating.${security.ticker}`, `Rating of ${security.ticker}`, security.ratingScore!, 'score', `newest rating, of ${security.ratedOn}`)] : [])),
      ],
    }],
    ...(stuck.length > 0 ? { warnings: [`Not sold: ${stuck.map((asset) => whyStuck(book, asset)).join('; ')}.`] } : {}),
    check: (from, to) => (to.unwantedFraction + to.downgradedFraction < from.unwantedFraction + from.downgradedFraction ? undefined : 'the limits do not let it be sold'),
  };
}

function whyStuck(book: AdviceBook, { security, priceDate }: Asset): string {
  return `${security.ticker}: ${book.rules.noSell(security, priceDate, true) ?? 'no open lots'}`;
}

function reasonFor(book: AdviceBook, { security }: Asset): string {
  const unwanted = book.rules.unwanted(security);
  if (unwanted !== undefined) return unwanted;
  return book.rules.isDowngraded(security) ? `its newest rating, of ${security.ratedOn}, lowered it to ${security.ratingScore} of 100` : `it is ${security.status}`;
}
