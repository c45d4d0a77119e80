import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { chooseLotsForSale } from '../allocation/choose-sale-lots.ts';
import type { AdviceBook, Asset, AssetLot } from './advice-book.ts';

export interface LotTake {
  readonly lotId: string;
  readonly quantity: Decimal;
}

export interface SaleLots {
  readonly lots: readonly LotTake[];
  /** Estimated tax in the base currency, negative when losses save some; undefined when the cost of a lot is not on record. */
  readonly taxBase: Decimal | undefined;
}

/**
 * Lots for a sale of `quantity` units, those with the least tax first (in sheltered portfolios the oldest); lots without a cost on record come
 * last, oldest first. `preferred` lots are taken before all others. A loss saves no tax when the security was bought within the wash-sale
 * window. The lots taken add up to the quantity; the caller has cut it to what is sellable.
 */
export function lotsForSale(book: AdviceBook, asset: Asset, quantity: Decimal, preferred: readonly string[] = []): SaleLots {
  const first = asset.lots.filter(({ lotId }) => preferred.includes(lotId));
  const rest = asset.lots.filter(({ lotId }) => !preferred.includes(lotId));
  const ordered = [...inOrder(book, asset, first), ...inOrder(book, asset, rest)];
  const taken: { lot: AssetLot; quantity: Decimal }[] = [];
  let open = quantity;
  for (const lot of ordered) {
    if (open.lte(0)) break;
    const size = lot.quantity.lt(open) ? lot.quantity : open;
    taken.push({ lot, quantity: size });
    open = open.minus(size);
  }
  const taxes = taken.map(({ lot, quantity: size }) => taxOf(book, asset, lot, size));
  return {
    lots: taken.map(({ lot, quantity: size }) => ({ lotId: lot.lotId, quantity: size })),
    taxBase: taxes.some((tax) => tax === undefined) ? undefined : sumDecimals(taxes as Decimal[]), // none is undefined here
  };
}

/** Ranks through the allocation code, so that a drafted rebalance and a recommendation name the same lots. */
function inOrder(book: AdviceBook, asset: Asset, lots: readonly AssetLot[]): AssetLot[] {
  if (!book.snapshot.tax.isTaxable) return [...lots];
  const known = lots.flatMap((lot) => (lot.costPerUnit === undefined ? [] : [{ ...lot, costPerUnit: lot.costPerUnit }]));
  if (known.length < 2) return [...known, ...lots.filter((lot) => lot.costPerUnit === undefined)];
  const { sales } = chooseLotsForSale(known, { quantity: sumDecimals(known.map(({ quantity }) => quantity)), priceBase: asset.unitBase, asOf: book.asOf, rates: book.snapshot.tax });
  const byLot = new Map(known.map((lot) => [lot.lotId, lot]));
  return [...sales.map(({ lotId }) => byLot.get(lotId)!), ...lots.filter((lot) => lot.costPerUnit === undefined)];
}

/** Tax of selling units of one lot; undefined when its cost is not on record. */
export function taxOf(book: AdviceBook, asset: Asset, lot: AssetLot, quantity: Decimal): Decimal | undefined {
  if (!book.snapshot.tax.isTaxable) return ZERO;
  if (lot.costPerUnit === undefined) return undefined;
  const sale = chooseLotsForSale([{ ...lot, costPerUnit: lot.costPerUnit }], { quantity, priceBase: asset.unitBase, asOf: book.asOf, rates: book.snapshot.tax });
  const isWashed = sale.gainBase.lt(0) && book.rules.boughtRecently(asset.security.id);
  return isWashed ? ZERO : sale.taxBase;
}

/** Unrealised gain of a lot in the base currency, negative for a loss; undefined when its cost is not on record. */
export function gainOf(asset: Asset, { quantity, costPerUnit }: AssetLot): Decimal | undefined {
  return costPerUnit === undefined ? undefined : asset.unitBase.minus(costPerUnit).times(decimal(quantity));
}
