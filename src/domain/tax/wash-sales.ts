import { sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { addDays, daysBetween, epochDay, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { US_WASH_SALE_RULES, wholePiece, type WashLot, type WashPiece, type WashSaleOutcome, type WashSaleRules } from './wash-lot.ts';

/** A lot while the sales are gone through, oldest sale first. */
interface Entry {
  readonly lot: WashLot;
  readonly boughtDay: number;
  readonly orderId: string;
  pieces: WashPiece[];
  disallowed: Decimal;
  disallowedQuantity: Decimal;
  isSold: boolean;
}

/**
 * Applies the wash-sale rule to the lots of one security (or of substantially identical ones), all in one currency.
 *
 * Sales are taken oldest first (of one day, the earliest purchase first). A loss is disallowed share by share for each share bought
 * within the window that has not replaced another one yet; it goes to the basis of that share, which also inherits the holding period,
 * so that a later loss of the replacement carries both on. Shares of the order that is sold never replace it.
 * @returns One outcome per lot, in the order given.
 * @throws AppError invalid-input for a lot without units, or sold before it was bought.
 */
export function applyWashSales(lots: readonly WashLot[], rules: WashSaleRules = US_WASH_SALE_RULES): readonly WashSaleOutcome[] {
  const entries = lots.map(entryOf);
  const byPurchase = [...entries].sort((left, right) => left.boughtDay - right.boughtDay);
  const sales = byPurchase.filter(({ lot }) => lot.soldOn !== undefined)
    .sort((left, right) => (left.lot.soldOn! < right.lot.soldOn! ? -1 : left.lot.soldOn! > right.lot.soldOn! ? 1 : 0));
  for (const sale of sales) {
    sale.isSold = true;
    const candidates = candidatesOf(sale, byPurchase, rules);
    sale.pieces = sale.pieces.map((piece) => disallow(sale, piece, candidates, rules));
  }
  return entries.map(outcomeOf);
}

function entryOf(lot: WashLot): Entry {
  if (!lot.quantity.gt(ZERO)) throw invalidInput(`Lot ${lot.id} has no units.`, { where: { lotId: lot.id } });
  if (lot.soldOn !== undefined && lot.soldOn < lot.boughtOn) throw invalidInput(`Lot ${lot.id} was sold before it was bought.`, { where: { lotId: lot.id } });
  return {
    lot, boughtDay: epochDay(lot.boughtOn), orderId: lot.orderId ?? lot.id, pieces: [wholePiece(lot)],
    disallowed: ZERO, disallowedQuantity: ZERO, isSold: false,
  };
}

/** Lots bought inside the window around the sale that may still replace, in the order in which they absorb. */
function candidatesOf(sale: Entry, byPurchase: readonly Entry[], rules: WashSaleRules): readonly Entry[] {
  const soldDay = epochDay(sale.lot.soldOn!);
  const reach = rules.inclusive ? rules.windowDays : rules.windowDays - 1;
  const found: Entry[] = [];
  for (let index = firstBoughtFrom(byPurchase, soldDay - reach); index < byPurchase.length; index += 1) {
    const entry = byPurchase[index]!;
    if (entry.boughtDay > soldDay + reach) break;
    // A share that is gone holds no basis to carry the loss; of sales on one day, those gone through earlier are gone.
    const isGone = entry.isSold && !(rules.soldSharesReplace && entry.lot.soldOn! < sale.lot.soldOn!);
    if (entry !== sale && entry.orderId !== sale.orderId && !isGone) found.push(entry);
  }
  return rules.replacementOrder === 'latest-purchase' ? found.reverse() : found;
}

function firstBoughtFrom(byPurchase: readonly Entry[], day: number): number {
  let low = 0;
  let high = byPurchase.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byPurchase[middle]!.boughtDay < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function disallow(sale: Entry, piece: WashPiece, candidates: readonly Entry[], rules: WashSaleRules): WashPiece {
  const loss = pieceGain(piece).neg();
  if (!loss.gt(ZERO)) return piece;
  let missing = piece.quantity;
  let lossLeft = loss;
  for (const candidate of candidates) {
    const pieces: WashPiece[] = [];
    for (const replacement of candidate.pieces) {
      if (replacement.isReplacement || !missing.gt(ZERO)) {
        pieces.push(replacement);
        continue;
      }
      const quantity = missing.lt(replacement.quantity) ? missing : replacement.quantity;
      // The last share takes what is left of the loss, so that thirds add up.
      const carried = quantity.eq(missing) ? lossLeft : loss.times(quantity).div(piece.quantity);
      missing = missing.minus(quantity);
      lossLeft = lossLeft.minus(carried);
      pieces.push({
        ...replacement, quantity, basisAdded: carried, isReplacement: true,
        heldSince: rules.tackHoldingPeriod ? addDays(replacement.heldSince, -daysBetween(piece.heldSince, sale.lot.soldOn!)) : replacement.heldSince,
      });
      if (quantity.lt(replacement.quantity)) pieces.push({ ...replacement, quantity: replacement.quantity.minus(quantity) });
    }
    candidate.pieces = pieces;
  }
  const disallowed = loss.minus(lossLeft);
  sale.disallowed = sale.disallowed.plus(disallowed);
  sale.disallowedQuantity = sale.disallowedQuantity.plus(piece.quantity.minus(missing));
  return { ...piece, disallowed };
}

/** Gain of a sold piece on its adjusted basis, before disallowance; basis and proceeds of the lot are shared out by quantity. */
export function pieceGain({ lot, quantity, basisAdded }: WashPiece): Decimal {
  const plain = (lot.proceeds ?? ZERO).minus(lot.basis);
  return (quantity.eq(lot.quantity) ? plain : plain.times(quantity).div(lot.quantity)).minus(basisAdded);
}

function outcomeOf(entry: Entry): WashSaleOutcome {
  const { lot, pieces, disallowed, disallowedQuantity } = entry;
  const replacing = pieces.filter((piece) => piece.isReplacement);
  const basisAdded = sumDecimals(replacing.map((piece) => piece.basisAdded));
  const outcome = {
    lotId: lot.id, disallowed, disallowedQuantity, basisAdded, totalBasis: lot.basis.plus(basisAdded),
    quantityReplacing: sumDecimals(replacing.map((piece) => piece.quantity)), adjustedBoughtOn: earliest(replacing) ?? lot.boughtOn, pieces,
  };
  if (lot.soldOn === undefined) return outcome;
  return { ...outcome, taxableGain: (lot.proceeds ?? ZERO).minus(outcome.totalBasis).plus(disallowed) };
}

function earliest(pieces: readonly WashPiece[]): IsoDate | undefined {
  let first: IsoDate | undefined;
  for (const { heldSince } of pieces) if (first === undefined || heldSince < first) first = heldSince;
  return first;
}
