import type { AdviceBook, Asset } from './advice-book.ts';
import { isPooled, sectorParts } from './security-kind.ts';
import { choices } from './spread-money.ts';
import { weeklyCorrelation } from './weekly-returns.ts';

/** Two funds whose weeks agree this closely are taken to track the same thing: no replacement for a sale at a loss. */
const IDENTICAL_CORRELATION = 0.995;

/**
 * Substantially identical, as the wash-sale rule has it: the same security, another paper of the same issuer, or a fund that moves as one with it.
 * A careful reading, since the law leaves the term open.
 */
export function isSubstantiallyIdentical(book: AdviceBook, sold: Asset, bought: Asset): boolean {
  if (sold.security.id === bought.security.id) return true;
  const pooled = isPooled(sold.security) && isPooled(bought.security);
  if (!pooled) return sold.security.issuer !== null && sold.security.issuer === bought.security.issuer;
  const correlation = weeklyCorrelation(book, sold.security.id, bought.security.id);
  return correlation !== undefined && correlation > IDENTICAL_CORRELATION;
}

/**
 * The closest stand-in of the same exposure class that may be bought and isn't substantially identical: by correlation of weekly returns, with
 * a preference for the same sector, for pooled funds and for the same currency. Undefined when nothing fits.
 */
export function replacementFor(book: AdviceBook, sold: Asset, isOut: (asset: Asset) => boolean): Asset | undefined {
  const sectors = sectorParts(sold.security);
  const score = (asset: Asset): number => {
    const parts = sectorParts(asset.security);
    const shared = Object.keys(sectors).sort().reduce((sum, sector) => sum + Math.min(sectors[sector]!, parts[sector] ?? 0), 0);
    return (weeklyCorrelation(book, sold.security.id, asset.security.id) ?? 0) + 0.3 * shared + (isPooled(asset.security) ? 0.2 : 0) + (asset.security.currency === sold.security.currency ? 0.1 : 0);
  };
  const fit = choices(book, (asset) => asset.security.exposureClass === sold.security.exposureClass && !isOut(asset) && !isSubstantiallyIdentical(book, sold, asset));
  return fit.map((asset) => ({ asset, score: score(asset) })).toSorted((a, b) => b.score - a.score)[0]?.asset;
}
