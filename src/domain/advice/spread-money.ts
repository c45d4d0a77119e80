import { sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { AdviceBook, Asset } from './advice-book.ts';
import type { Wish } from './fill-wishes.ts';
import { purchaseRoom } from './purchase-room.ts';
import { isPooled } from './security-kind.ts';

export function mayBuy(book: AdviceBook, asset: Asset): boolean {
  return asset.quantity.gte(0) && asset.unitBase.gt(0) && book.rules.noBuy(asset.security, asset.priceDate) === undefined;
}

export function maySell(book: AdviceBook, asset: Asset): boolean {
  return asset.sellable.gt(0) && asset.unitBase.gt(0) && book.rules.noSell(asset.security, asset.priceDate) === undefined;
}

/** What fits and may be bought, best first: pooled before single, in the base currency before others, cheap before dear, then by id. */
export function choices(book: AdviceBook, fits: (asset: Asset) => boolean): Asset[] {
  book.memo.buyable ??= [...book.assets.values()].filter((asset) => mayBuy(book, asset)).map((asset) => ({ asset, rank: rankOf(book, asset) })).toSorted((a, b) => {
    const at = a.rank.findIndex((value, i) => value !== b.rank[i]);
    return at < 0 ? 0 : a.rank[at]! - b.rank[at]!; // the map is in the order of ids, and the sort is stable
  }).map(({ asset }) => asset);
  return book.memo.buyable.filter(fits);
}

function rankOf(book: AdviceBook, { security }: Asset): readonly number[] {
  return [isPooled(security) ? 0 : 1, security.currency === book.currency ? 0 : 1, security.expenseRatioFraction ?? (isPooled(security) ? 1 : 0)];
}

/**
 * Money into what fits: in proportion to what is held of it, as far as caps leave room; the rest, or everything where nothing is held, into the
 * best choices, pooled funds first. Returns no wish when nothing fits.
 */
export function buyWishes(book: AdviceBook, fits: (asset: Asset) => boolean, amountBase: Decimal): Wish[] {
  if (amountBase.lte(0)) return [];
  const able = choices(book, fits);
  const held = able.filter(({ valueBase }) => valueBase.gt(0));
  const heldValue = sumDecimals(held.map(({ valueBase }) => valueBase));
  const wanted = new Map<Asset, Decimal>();
  let left = amountBase;
  const put = (asset: Asset, most: Decimal): void => {
    const room = purchaseRoom(book, asset, []).minus(wanted.get(asset) ?? ZERO);
    const amount = [most, room, left].reduce((least, next) => (next.lt(least) ? next : least));
    if (amount.lte(0)) return;
    wanted.set(asset, (wanted.get(asset) ?? ZERO).plus(amount));
    left = left.minus(amount);
  };
  for (const asset of held) put(asset, amountBase.times(asset.valueBase).div(heldValue));
  for (const asset of able) put(asset, left);
  return [...wanted].map(([{ security }, amount]) => ({ side: 'buy', securityId: security.id, amountBase: amount }));
}

/** Money by exposure class. */
export interface ClassAmount {
  readonly exposureClass: string;
  readonly amountBase: Decimal;
}

/** Proceeds of sales back to work: see `placeWishes`; what no class lacks goes back into the classes sold. */
export function reinvestWishes(book: AdviceBook, proceeds: readonly ClassAmount[], fits: (asset: Asset) => boolean): Wish[] {
  return placeWishes(book, sumDecimals(proceeds.map(({ amountBase }) => amountBase)), { sold: proceeds, fallback: proceeds, fits });
}

interface Placing {
  /** Already sold by the plan, so that the class is short by as much. */
  readonly sold: readonly ClassAmount[];
  /** Shares of what no class lacks. */
  readonly fallback: readonly ClassAmount[];
  readonly fits: (asset: Asset) => boolean;
}

/** Money into what fits: with targets, the classes below theirs in proportion to what they lack; the rest, or all without targets, as the fallback says. */
export function placeWishes(book: AdviceBook, total: Decimal, { sold, fallback, fits }: Placing): Wish[] {
  if (total.lte(0)) return [];
  const inClass = (exposure: string) => (asset: Asset): boolean => asset.security.exposureClass === exposure && fits(asset);
  const gaps = book.snapshot.state.targets.filter(({ assetClass }) => assetClass !== 'cash' && choices(book, inClass(assetClass)).length > 0).map(({ assetClass, targetFraction }) => {
    const out = sumDecimals(sold.filter(({ exposureClass }) => exposureClass === assetClass).map(({ amountBase }) => amountBase));
    const lacking = book.totalBase.times(targetFraction).minus(book.classBase.get(assetClass) ?? ZERO).plus(out);
    return { assetClass, lacking: lacking.gt(0) ? lacking : ZERO };
  });
  const lacking = sumDecimals(gaps.map((gap) => gap.lacking));
  const placed = lacking.lt(total) ? lacking : total;
  const shares = sumDecimals(fallback.map(({ amountBase }) => amountBase));
  const wanted = new Map<string, Decimal>();
  const add = (group: string, amount: Decimal): Map<string, Decimal> => wanted.set(group, (wanted.get(group) ?? ZERO).plus(amount));
  if (placed.gt(0)) for (const gap of gaps) add(gap.assetClass, placed.times(gap.lacking).div(lacking));
  if (shares.gt(0)) for (const { exposureClass, amountBase } of fallback) add(exposureClass, total.minus(placed).times(amountBase).div(shares));
  return [...wanted].flatMap(([group, amount]) => buyWishes(book, inClass(group), amount));
}

/** Money out of assets: what is unwanted first and whole, then the rest in proportion to its value. */
export function sellWishes(book: AdviceBook, fits: (asset: Asset) => boolean, amountBase: Decimal): Wish[] {
  if (amountBase.lte(0)) return [];
  const able = book.held.filter((asset) => fits(asset) && maySell(book, asset));
  const [out, kept] = [able.filter(({ security }) => book.rules.unwanted(security) !== undefined), able.filter(({ security }) => book.rules.unwanted(security) === undefined)];
  const wishes: Wish[] = [];
  let left = amountBase;
  for (const asset of out) {
    const amount = valueOfSellable(asset).lt(left) ? valueOfSellable(asset) : left;
    if (amount.gt(0)) wishes.push(sellAmount(asset, amount));
    left = left.minus(amount);
  }
  const total = sumDecimals(kept.map(valueOfSellable));
  if (left.lte(0) || total.lte(0)) return wishes;
  const share = left.lt(total) ? left : total;
  return [...wishes, ...kept.map((asset) => sellAmount(asset, share.times(valueOfSellable(asset)).div(total)))];
}

export function sellAmount(asset: Asset, amountBase: Decimal): Wish {
  return { side: 'sell', securityId: asset.security.id, quantity: amountBase.div(asset.unitBase) };
}

export function sellAll(asset: Asset): Wish {
  return { side: 'sell', securityId: asset.security.id, quantity: asset.sellable };
}

export function valueOfSellable({ sellable, unitBase }: Asset): Decimal {
  return sellable.times(unitBase);
}
