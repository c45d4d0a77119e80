import { weightOf, type Asset } from '../advice-book.ts';
import { isPooled, isSingleName } from '../security-kind.ts';
import { buyWishes, maySell, reinvestWishes, sellAmount } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { adviceFigure, listed, percent } from '../words.ts';

/** Sold down to this share of the cap, so that a good week does not breach it again. */
const LANDING = 0.95;

/** Sells single names that stand above the cap, and buys what is short of its target, or the same exposure, without adding another large name. */
export const reduceConcentration: Strategy = (book, before) => {
  const cap = book.rules.positionCap;
  const large = book.held.filter(({ security, valueBase }) => isSingleName(security) && weightOf(book, valueBase) > cap);
  const figures = [
    adviceFigure('largestName', 'Largest single name', before.largestNameFraction, 'fraction', 'market value over the value of the portfolio; funds and government bonds are no single name'),
    adviceFigure('positionCap', 'Most for one position', cap, 'fraction', 'the strictest of mandate, client and house default'),
  ];
  if (large.length === 0) return declined(`no single name is above ${percent(cap)}`, figures);
  const sold = large.filter((asset) => maySell(book, asset));
  if (sold.length === 0) return declined(`${listed(large.map(({ security }) => security.ticker))} may not be sold: ${book.rules.noSell(large[0]!.security, large[0]!.priceDate) ?? 'no open lots'}`, figures);
  const landing = book.totalBase.times(cap * LANDING);
  const sales = sold.map((asset) => ({ asset, amount: asset.valueBase.minus(landing) }));
  const proceeds = sales.map(({ asset, amount }) => ({ exposureClass: asset.security.exposureClass, amountBase: amount }));
  const fits = (asset: Asset): boolean => isPooled(asset.security) || (!large.includes(asset) && weightOf(book, asset.valueBase) < cap * LANDING);
  const sells = sales.map(({ asset, amount }) => sellAmount(asset, amount));
  // What is short of its target first; where that does not suit the client, the classes that were sold.
  const ways = [[...sells, ...reinvestWishes(book, proceeds, fits)], [...sells, ...proceeds.flatMap(({ exposureClass, amountBase }) => buyWishes(book, (asset) => asset.security.exposureClass === exposureClass && fits(asset), amountBase))]];
  const names = listed(sold.map(({ security }) => security.ticker));
  return ways.map((wishes) => ({
    kind: 'proposal', wishes, signal: signalOf(before.largestNameFraction - cap, cap / 3),
    title: `Reduce ${names} to below ${percent(cap)}`,
    lead: `${names} ${sold.length === 1 ? 'stands' : 'stand'} above the ${percent(cap)} that one name may weigh: a part is sold and spread.`,
    reasons: [{
      text: sold.map(({ security, valueBase }) => `${security.ticker} is ${percent(weightOf(book, valueBase))} of the portfolio`).join('; ') + `; the cap is ${percent(cap)}.`,
      figures: [...figures, ...sold.map(({ security, valueBase }) => adviceFigure(`weight.${security.ticker}`, `Weight of ${security.ticker}`, weightOf(book, valueBase), 'fraction', 'market value over the value of the portfolio'))],
    }],
    check: (from, to) => (to.aboveCapFraction < from.aboveCapFraction - 1e-9 && to.largestNameFraction <= from.largestNameFraction ? undefined : 'the trades that may be placed would not make it less concentrated'),
  }));
};
