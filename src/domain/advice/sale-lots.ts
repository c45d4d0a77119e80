import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { chooseLotsForSale } from '../allocation/choose-sale-lots.ts';
import type { AdviceBook, Asset, RankedLot } from './advice-book.ts';

export interface LotTake {
  readonly lotId: string;
  readonly quantity: Decimal;
}

export interface SaleLots {
  readonly lots: readonly LotTake[];
  /** Estimated tax in the base currency, negative when losses save some; undefined when the cost of a lot is not on record. */
  readonly taxBase: Decimal | undefined;
  /** The most that it can be; the estimate itself where that is known. */
  readonly taxMostBase: Decimal;
}

/**
 * Lots for a sale of `quantity` units in the order of `rankedLots`; `preferred` lots are taken before all others. The lots taken add up to the
 * quantity; the caller has cut it to what is sellable.
 */
export function lotsForSale(book: AdviceBook, asset: Asset, quantity: Decimal, preferred: readonly string[] = []): SaleLots {
  const ranked = rankedLots(book, asset);
  const ordered = preferred.length === 0 ? ranked : [...ranked.filter(({ lotId }) => preferred.includes(lotId)), ...ranked.filter(({ lotId }) => !preferred.includes(lotId))];
  const lots: LotTake[] = [];
  let tax: Decimal | undefined = ZERO;
  let most = ZERO;
  let open = quantity;
  for (const lot of ordered) {
    if (open.lte(0)) break;
    const isWhole = lot.quantity.lte(open);
    const size = isWhole ? lot.quantity : open;
    lots.push({ lotId: lot.lotId, quantity: size });
    const part = (amount: Decimal): Decimal => (isWhole ? amount : amount.times(size).div(lot.quantity));
    tax = tax === undefined || lot.taxBase === undefined ? undefined : tax.plus(part(lot.taxBase));
    most = most.plus(part(lot.taxMostBase));
    open = open.minus(size);
  }
  return { lots, taxBase: tax, taxMostBase: most };
}

/**
 * The lots of an asset with the least tax first (in sheltered portfolios the oldest), ranked by the code that drafted rebalances use; lots without
 * a cost on record come last. A loss saves no tax when the security was bought within the wash-sale window.
 */
export function rankedLots(book: AdviceBook, asset: Asset): readonly RankedLot[] {
  const known = book.memo.rankedLots.get(asset.security.id);
  if (known) return known;
  const ranked = book.snapshot.tax.isTaxable ? byTax(book, asset) : asset.lots.map(({ lotId, quantity, costPerUnit }) => ({ lotId, quantity, gainBase: costPerUnit && asset.unitBase.minus(costPerUnit).times(quantity), taxBase: ZERO, taxMostBase: ZERO }));
  book.memo.rankedLots.set(asset.security.id, ranked);
  return ranked;
}

function byTax(book: AdviceBook, asset: Asset): RankedLot[] {
  const known = asset.lots.flatMap((lot) => (lot.costPerUnit === undefined ? [] : [{ ...lot, costPerUnit: lot.costPerUnit }]));
  const { shortTermFraction, longTermFraction } = book.snapshot.tax;
  // No cost on record: at worst nothing was paid for the lot, and it is taxed at the higher rate.
  const most = decimal(Math.max(shortTermFraction, longTermFraction));
  const unknown = asset.lots.filter(({ costPerUnit }) => costPerUnit === undefined).map(({ lotId, quantity }) => ({ lotId, quantity, gainBase: undefined, taxBase: undefined, taxMostBase: quantity.times(asset.unitBase).times(most) }));
  if (known.length === 0) return unknown;
  const isWashed = book.rules.boughtRecently(asset.security.id);
  const { sales } = chooseLotsForSale(known, { quantity: sumDecimals(known.map(({ quantity }) => quantity)), priceBase: asset.unitBase, asOf: book.asOf, rates: book.snapshot.tax });
  return [...sales.map(({ lotId, quantity, gainBase, taxBase }) => {
    const counted = isWashed && gainBase.lt(0) ? ZERO : taxBase;
    return { lotId, quantity, gainBase, taxBase: counted, taxMostBase: counted };
  }), ...unknown];
}
