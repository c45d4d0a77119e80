import { decimal } from '../../shared/decimal.ts';
import type { AdviceBook, Asset } from './advice-book.ts';
import type { Wish } from './fill-wishes.ts';
import type { AssetWeight, Measures } from './measure.ts';
import { isPooled } from './security-kind.ts';
import { buyWishes, choices, maySell, sellAmount, sellAll } from './spread-money.ts';
import { portfolioVolatility, portfolioWeeks } from './weekly-returns.ts';

/** A change of mix as weights: so much out of each asset and out of cash, all of it into one class. */
export interface Shift {
  readonly out: readonly { readonly asset: Asset; readonly weight: number }[];
  readonly outOfCash: number;
  readonly into: string;
  readonly pooledOnly: boolean;
  readonly amount: number;
  /** Yearly, at the weights after the shift; undefined with too few returns. */
  readonly volatilityFraction: number | undefined;
  readonly allocation: ReadonlyMap<string, number>;
  /** No class leaves the band of its target, or goes further out of it. */
  readonly keepsBands: boolean;
}

const STEPS = 20;

export interface ShiftQuestion {
  readonly from: (asset: Asset) => boolean;
  readonly into: string;
  /** Only funds are bought: spreading within a class lowers risk, another single name need not. */
  readonly pooledOnly?: boolean;
  /** Cash that may go in as well, fraction. */
  readonly cash: number;
  /** Take from what adds most risk first, instead of in proportion. */
  readonly byRisk: boolean;
  /** No more out of a class, or into one, than the band of its target leaves room for. */
  readonly withinBands?: boolean;
}

/** Shifts of 5 %, 10 % … 100 % of what may be moved, each with its volatility and allocation; none when nothing may be sold or bought. */
export function shiftsOf(book: AdviceBook, before: Measures, { from, into, cash: asked, byRisk, pooledOnly = false, withinBands = false }: ShiftQuestion): Shift[] {
  const fits = targetOf(into, pooledOnly);
  const [target] = choices(book, fits);
  const all = before.weights.filter(({ asset, weight }) => weight > 0 && from(asset) && maySell(book, asset));
  const { sources, cash } = withinBands ? cutToBands(book, before, { sources: all, cash: asked }, into) : { sources: all, cash: asked };
  if ((!target && into !== 'cash') || (sources.length === 0 && cash <= 0)) return [];
  const risk = byRisk ? marginalRisks(book, before, sources) : sources.map(() => 1);
  const pull = sources.map(({ weight }, i) => weight * Math.max(0, risk[i]!));
  const movable = sources.reduce((sum, { weight }, i) => sum + (pull[i]! > 0 ? weight : 0), 0);
  // Where the whole amount would go; a part of it goes there in proportion.
  const parts = target ? buyShares(book, fits, movable + cash) : [];
  return Array.from({ length: STEPS }, (_, step): Shift => {
    const share = (step + 1) / STEPS;
    const out = taken(sources, pull, movable * share);
    const amount = out.reduce((sum, { weight }) => sum + weight, 0) + cash * share;
    const weights = new Map(before.weights.map(({ securityId, weight }) => [securityId, weight]));
    const allocation = new Map(before.allocation);
    const add = (map: Map<string, number>, key: string, change: number): Map<string, number> => map.set(key, (map.get(key) ?? 0) + change);
    for (const { asset, weight } of out) {
      add(weights, asset.security.id, -weight);
      add(allocation, asset.security.exposureClass, -weight);
    }
    add(allocation, 'cash', -cash * share);
    for (const [id, part] of parts) add(weights, id, (part * amount) / (movable + cash));
    add(allocation, into, amount);
    return { out, outOfCash: cash * share, into, pooledOnly, amount, allocation, keepsBands: keepsBands(book, before.allocation, allocation), volatilityFraction: portfolioVolatility(book.snapshot, [...weights].map(([securityId, weight]) => ({ securityId, weight }))) };
  });
}

/** Rounding to units and the costs of trading move weights a little: bands are kept with this much to spare. */
const BAND_MARGIN = 0.002;

interface Movable {
  readonly sources: readonly AssetWeight[];
  readonly cash: number;
}

/** How much of a class may go before it leaves the band of its target; all of it where it has none. */
function spareOf({ snapshot }: AdviceBook, { allocation }: Measures, group: string): number {
  const target = snapshot.state.targets.find(({ assetClass }) => assetClass === group);
  return target ? Math.max(0, (allocation.get(group) ?? 0) - target.minFraction - BAND_MARGIN) : Infinity;
}

/** What may be taken of each source so that its class, and the class that is bought, stay within their bands; what moves within a class leaves it as it is. */
function cutToBands(book: AdviceBook, before: Measures, { sources, cash }: Movable, into: string): Movable {
  const byClass = Map.groupBy(sources, ({ asset }) => asset.security.exposureClass);
  const cut = sources.map(({ asset, ...rest }): AssetWeight => {
    const group = asset.security.exposureClass;
    const whole = byClass.get(group)!.reduce((sum, { weight }) => sum + weight, 0); // every class of a source is there
    const share = group === into ? 1 : Math.min(1, spareOf(book, before, group) / whole);
    return { ...rest, asset, weight: rest.weight * share };
  });
  const target = book.snapshot.state.targets.find(({ assetClass }) => assetClass === into);
  const room = target ? Math.max(0, target.maxFraction - (before.allocation.get(into) ?? 0) - BAND_MARGIN) : Infinity;
  const spareCash = Math.min(cash, spareOf(book, before, 'cash'));
  const foreign = cut.reduce((sum, { asset, weight }) => sum + (asset.security.exposureClass === into ? 0 : weight), spareCash);
  const share = foreign > room ? room / foreign : 1;
  return { sources: cut.map((source) => (source.asset.security.exposureClass === into ? source : { ...source, weight: source.weight * share })).filter(({ weight }) => weight > 0), cash: spareCash * share };
}

/** Smaller and smaller sizes of a shift that was chosen: the first that the whole rule set lets through is still the nearest to the aim. */
export function sizesOf(shifts: readonly Shift[], chosen: Shift | undefined): Shift[] {
  if (!chosen) return [];
  const sizes = [1, 0.7, 0.4, 0.2].map((part) => shifts.findLast(({ amount }) => amount <= chosen.amount * part + 1e-12));
  return [...new Set(sizes)].filter((shift) => shift !== undefined);
}

/** What a choice makes of the shifts that keep the mandate's bands, and of all of them: variants, where they differ. */
export function withAndWithoutBands(shifts: readonly Shift[], choose: (shifts: readonly Shift[]) => Shift | undefined): Shift[] {
  return [...new Set([choose(shifts.filter((shift) => shift.keepsBands)), choose(shifts)])].filter((shift) => shift !== undefined);
}

function keepsBands({ snapshot }: AdviceBook, before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): boolean {
  return snapshot.state.targets.every(({ assetClass, minFraction, maxFraction }) => {
    const outside = (weight: number): number => Math.max(0, minFraction - weight, weight - maxFraction);
    const distance = outside(after.get(assetClass) ?? 0);
    return distance <= 1e-9 || distance <= outside(before.get(assetClass) ?? 0);
  });
}

/** The shift as wishes. */
export function shiftWishes(book: AdviceBook, { out, into, pooledOnly, amount }: Shift): Wish[] {
  const sells = out.filter(({ weight }) => weight > 0).map(({ asset, weight }) => {
    const value = book.totalBase.times(weight);
    return value.gte(asset.sellable.times(asset.unitBase).times(0.999)) ? sellAll(asset) : sellAmount(asset, value);
  });
  return [...sells, ...(into === 'cash' ? [] : buyWishes(book, targetOf(into, pooledOnly), book.totalBase.times(amount)))];
}

function targetOf(into: string, pooledOnly: boolean): (asset: Asset) => boolean {
  return ({ security }) => security.exposureClass === into && (!pooledOnly || isPooled(security));
}

/** Where `buyWishes` would put the money, as weights. */
function buyShares(book: AdviceBook, fits: (asset: Asset) => boolean, amount: number): [string, number][] {
  const wishes = buyWishes(book, fits, book.totalBase.times(decimal(amount)));
  return wishes.flatMap((wish): [string, number][] => (wish.side === 'buy' ? [[wish.securityId, wish.amountBase.div(book.totalBase).toNumber()]] : []));
}

/** Takes `total` in proportion to the pulls, none beyond its weight; what a full one cannot give, the others do. */
function taken(sources: readonly AssetWeight[], pull: readonly number[], total: number): { asset: Asset; weight: number }[] {
  const given = sources.map(() => 0);
  let open = total;
  for (let round = 0; round < sources.length && open > 1e-12; round += 1) {
    const free = sources.map(({ weight }, i) => (pull[i]! > 0 && given[i]! < weight - 1e-15 ? pull[i]! : 0));
    const sum = free.reduce((all, part) => all + part, 0);
    if (sum <= 0) break;
    const round0 = open;
    sources.forEach(({ weight }, i) => {
      const part = Math.min(weight - given[i]!, (round0 * free[i]!) / sum);
      given[i] = given[i]! + part;
      open -= part;
    });
  }
  return sources.map(({ asset }, i) => ({ asset, weight: given[i]! }));
}

/** Covariance of each asset's weeks with the portfolio's: its marginal contribution to variance; the unknown count as average (1 in proportion). */
function marginalRisks(book: AdviceBook, before: Measures, sources: readonly AssetWeight[]): number[] {
  const portfolio = portfolioWeeks(book.snapshot, before.weights);
  const raw = sources.map(({ securityId }) => {
    const own = book.snapshot.returns.bySecurity[securityId] ?? [];
    const pairs = portfolio.flatMap((move, week) => (move === undefined || own[week] === null || own[week] === undefined ? [] : [[own[week], move] as const]));
    if (pairs.length < 2) return undefined;
    const meanOwn = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
    const meanAll = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
    return pairs.reduce((sum, [x, y]) => sum + (x - meanOwn) * (y - meanAll), 0) / (pairs.length - 1);
  });
  const known = raw.filter((value) => value !== undefined);
  const average = known.length === 0 ? 1 : known.reduce((sum, value) => sum + value, 0) / known.length;
  return raw.map((value) => value ?? average);
}
