import type { ProposedTrade, StateLot } from '../portfolio-state/portfolio-state.ts';
import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';

/** A piece of a lot that a sale would take. */
export interface SoldPiece {
  readonly lotId: string;
  readonly quantity: Decimal;
  /** Base currency, before costs; `undefined` when the cost of the lot is not known. */
  readonly gainBase: Decimal | undefined;
}

/** What a proposed sale takes: the lots that it names, otherwise those that the lot method of the portfolio takes. */
export function lotsSold(lots: readonly StateLot[], trade: ProposedTrade, lotMethod: string): SoldPiece[] {
  const long = lots.filter(({ isShort }) => !isShort);
  const units = decimal(trade.quantity);
  if (units.isZero()) return [];
  const unitProceeds = decimal(trade.amountBase).div(units);
  const takes = trade.lots?.length
    ? trade.lots.flatMap(({ lotId, quantity }) => {
        const lot = long.find((candidate) => candidate.lotId === lotId);
        return lot ? [{ lot, quantity: decimal(quantity) }] : [];
      })
    : takeInOrder(inSaleOrder(long, lotMethod), units);
  const average = lotMethod === 'average' && !trade.lots?.length ? averageCost(long) : undefined;
  return takes.map(({ lot, quantity }) => {
    const unitCost = lotMethod === 'average' && !trade.lots?.length ? average : unitCostOf(lot);
    return { lotId: lot.lotId, quantity, gainBase: unitCost && unitProceeds.minus(unitCost).times(quantity) };
  });
}

function takeInOrder(lots: readonly StateLot[], units: Decimal): { lot: StateLot; quantity: Decimal }[] {
  let left = units;
  const takes: { lot: StateLot; quantity: Decimal }[] = [];
  for (const lot of lots) {
    if (!left.gt(ZERO)) break;
    const whole = decimal(lot.quantity);
    const quantity = whole.lt(left) ? whole : left;
    takes.push({ lot, quantity });
    left = left.minus(quantity);
  }
  return takes;
}

function inSaleOrder(lots: readonly StateLot[], lotMethod: string): StateLot[] {
  const byAge = (left: StateLot, right: StateLot) => left.acquiredOn.localeCompare(right.acquiredOn) || (left.lotId < right.lotId ? -1 : 1);
  if (lotMethod === 'lifo') return lots.toSorted((left, right) => -byAge(left, right));
  if (lotMethod !== 'hifo') return lots.toSorted(byAge);
  return lots.toSorted((left, right) => (unitCostOf(right) ?? ZERO).comparedTo(unitCostOf(left) ?? ZERO) || byAge(left, right));
}

function unitCostOf({ costBase, quantity }: StateLot): Decimal | undefined {
  const units = decimal(quantity);
  return costBase === null || units.isZero() ? undefined : decimal(costBase).div(units);
}

function averageCost(lots: readonly StateLot[]): Decimal | undefined {
  let cost = ZERO;
  let units = ZERO;
  for (const { costBase, quantity } of lots) {
    if (costBase === null) return undefined;
    cost = cost.plus(costBase);
    units = units.plus(quantity);
  }
  return units.isZero() ? undefined : cost.div(units);
}
