import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { SellableLot } from '../allocation/choose-sale-lots.ts';
import type { StatePosition, StateSecurity } from '../portfolio-state/portfolio-state.ts';
import { adviceRules, type AdviceRules } from './advice-rules.ts';
import type { AdviceRequest, AdviceSnapshot } from './advice-snapshot.ts';

/** A security that has a price in the base currency: held, or a candidate with quantity 0. */
export interface Asset {
  readonly security: StateSecurity;
  /** Text as on record, for the trade. */
  readonly price: string;
  readonly priceDate: IsoDate;
  /** Base currency for one unit, exact: price × rate. */
  readonly unitBase: Decimal;
  /** Negative for a short position. */
  readonly quantity: Decimal;
  readonly valueBase: Decimal;
  /** Long lots, oldest first; `costPerUnit` is absent where the cost is not on record. */
  readonly lots: readonly AssetLot[];
  /** Units that a sale can take from lots; 0 for shorts and candidates. */
  readonly sellable: Decimal;
  readonly ageDays: number;
}

export interface AssetLot extends Omit<SellableLot, 'costPerUnit'> {
  readonly costPerUnit?: Decimal;
}

/** The snapshot made ready for computing: decimals parsed once, everything in the order of security ids. */
export interface AdviceBook {
  readonly snapshot: AdviceSnapshot;
  readonly request: AdviceRequest;
  readonly asOf: IsoDate;
  readonly currency: string;
  /** By security id; cash is not among them. */
  readonly assets: ReadonlyMap<string, Asset>;
  readonly held: readonly Asset[];
  readonly cashBase: Decimal;
  /** Cash and priced positions. */
  readonly totalBase: Decimal;
  /** Value of each exposure class, cash included, as it stands. */
  readonly classBase: ReadonlyMap<string, Decimal>;
  /** The same as weights. */
  readonly allocation: ReadonlyMap<string, number>;
  /** Positions without a price or rate: not valued, not traded. */
  readonly blind: readonly StatePosition[];
  readonly rules: AdviceRules;
  /** What is derived from the rest on first use and asked for again by every strategy. */
  readonly memo: BookMemo;
}

export interface BookMemo {
  readonly rankedLots: Map<string, readonly RankedLot[]>;
  readonly standardWeeks: Map<string, Float64Array | undefined>;
  buyable: readonly Asset[] | undefined;
}

/** A lot in the order in which a sale takes it; money of the whole lot in the base currency, undefined where its cost is not on record. */
export interface RankedLot {
  readonly lotId: string;
  readonly quantity: Decimal;
  readonly gainBase: Decimal | undefined;
  readonly taxBase: Decimal | undefined;
  /** The most that the tax can be: of a lot whose cost is not on record, the higher rate on its whole price. */
  readonly taxMostBase: Decimal;
}

/** Opens a snapshot. Values are quantity × price × rate, exact; a position that lacks one of them is `blind`. */
export function openBook(snapshot: AdviceSnapshot, request: AdviceRequest): AdviceBook {
  const { state } = snapshot;
  const positions = byId(state.positions, ({ security }) => security.id);
  const cash = positions.filter(isCash);
  const cashBase = sumDecimals(cash.flatMap(({ valueBase }) => (valueBase === null ? [] : [decimal(valueBase)])));
  const held = positions.filter((position) => !isCash(position)).flatMap((position) => heldAsset(position, state.asOf) ?? []);
  const known = new Set(positions.map(({ security }) => security.id));
  const candidates = byId(snapshot.candidates, ({ security }) => security.id).filter(({ security }) => !known.has(security.id) && security.assetClass !== 'cash');
  const offered = candidates.map(({ security, price, priceDate, fxToBase }): Asset => ({
    security, price, priceDate, unitBase: decimal(price).times(fxToBase), quantity: ZERO, valueBase: ZERO, lots: [], sellable: ZERO, ageDays: daysBetween(priceDate, state.asOf),
  }));
  const totalBase = sumDecimals(held.map(({ valueBase }) => valueBase)).plus(cashBase);
  const classBase = classesOf(held, cashBase);
  const priced = new Set(held.map(({ security }) => security.id));
  return {
    snapshot, request, asOf: state.asOf, currency: state.portfolio.baseCurrency, held, cashBase, totalBase, classBase,
    allocation: new Map(totalBase.gt(0) ? [...classBase].map(([group, value]) => [group, value.div(totalBase).toNumber()]) : []),
    assets: new Map(byId([...held, ...offered], ({ security }) => security.id).map((asset) => [asset.security.id, asset])),
    blind: positions.filter((position) => (isCash(position) ? position.valueBase === null : !priced.has(position.security.id))),
    rules: adviceRules(snapshot, request, totalBase), memo: { rankedLots: new Map(), standardWeeks: new Map(), buyable: undefined },
  };
}

function byId<T>(items: readonly T[], id: (item: T) => string): T[] {
  return items.toSorted((left, right) => (id(left) < id(right) ? -1 : id(left) > id(right) ? 1 : 0));
}

function classesOf(held: readonly Asset[], cashBase: Decimal): Map<string, Decimal> {
  const groups = new Map([['cash', cashBase]]);
  for (const { security, valueBase } of held) groups.set(security.exposureClass, valueBase.plus(groups.get(security.exposureClass) ?? ZERO));
  return groups;
}

function isCash({ security }: StatePosition): boolean {
  return security.assetClass === 'cash';
}

function heldAsset({ security, quantity, price, priceDate, fxToBase, lots }: StatePosition, asOf: IsoDate): Asset | undefined {
  if (price === null || priceDate === null || fxToBase === null) return undefined;
  const units = decimal(quantity);
  const unitBase = decimal(price).times(fxToBase);
  const long = lots.filter(({ isShort }) => !isShort).map((lot): AssetLot => {
    const size = decimal(lot.quantity);
    return { lotId: lot.lotId, quantity: size, acquiredOn: lot.acquiredOn, ...(lot.costBase === null || size.lte(0) ? {} : { costPerUnit: decimal(lot.costBase).div(size) }) };
  }).filter(({ quantity: size }) => size.gt(0));
  const ordered = long.toSorted((a, b) => (a.acquiredOn !== b.acquiredOn ? (a.acquiredOn < b.acquiredOn ? -1 : 1) : a.lotId < b.lotId ? -1 : 1));
  const inLots = sumDecimals(ordered.map((lot) => lot.quantity));
  const sellable = units.gt(0) ? (inLots.lt(units) ? inLots : units) : ZERO;
  return { security, price, priceDate, unitBase, quantity: units, valueBase: units.times(unitBase), lots: ordered, sellable, ageDays: daysBetween(priceDate, asOf) };
}

/** Share of the portfolio's value as float64: statistics and rules compare with it, money never does. */
export function weightOf(book: AdviceBook, valueBase: Decimal): number {
  return valueBase.div(book.totalBase).toNumber();
}
