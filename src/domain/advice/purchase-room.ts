import { sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { weightOf, type AdviceBook, type Asset } from './advice-book.ts';
import { isPooled, sectorParts } from './security-kind.ts';

/** A trade already in the plan: money into (positive) or out of an asset. */
export interface Placement {
  readonly asset: Asset;
  readonly changeBase: Decimal;
}

/** Most that may be bought of an asset under the caps for one position and for a sector. Pooled funds have no position cap: they are not one name. */
export function purchaseRoom(book: AdviceBook, asset: Asset, placed: readonly Placement[]): Decimal {
  const { positionCap, sectorCap } = book.rules;
  const own = placed.filter((placement) => placement.asset === asset).reduce((value, { changeBase }) => value.plus(changeBase), asset.valueBase);
  const room = isPooled(asset.security) || positionCap >= 1 ? book.totalBase : book.totalBase.times(positionCap).minus(own);
  if (sectorCap === undefined) return room.gt(0) ? room : ZERO;
  const parts = sectorParts(asset.security);
  const rooms = Object.keys(parts).sort().filter((sector) => parts[sector]! > 0).map((sector) => {
    const free = book.totalBase.times(sectorCap).minus(sectorValue(book, sector, placed));
    return free.lte(0) ? ZERO : free.div(parts[sector]!);
  });
  const least = [room, ...rooms].reduce((smallest, next) => (next.lt(smallest) ? next : smallest));
  return least.gt(0) ? least : ZERO;
}

function sectorValue(book: AdviceBook, sector: string, placed: readonly Placement[]): Decimal {
  const part = ({ security }: Asset): number => sectorParts(security)[sector] ?? 0;
  return sumDecimals([...book.held.map((held) => held.valueBase.times(part(held))), ...placed.map(({ asset, changeBase }) => changeBase.times(part(asset)))]);
}

/** Weight of a sector with funds looked through, fraction of the portfolio. */
export function sectorWeight(book: AdviceBook, sector: string): number {
  return weightOf(book, sectorValue(book, sector, []));
}
