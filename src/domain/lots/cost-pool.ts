import { ZERO, type Decimal } from '../../shared/decimal.ts';
import { prorate } from './prorate.ts';
import type { Lot, LotPiece } from './lot.ts';

/** The common cost of a position under moving-average cost, with exchange rates blended by cost. */
export class CostPool {
  #cost: Decimal = ZERO;
  #fxToBase: Decimal | undefined;
  #fxToClient: Decimal | undefined;
  #isEmpty = true;

  constructor(from?: CostPool) {
    if (!from) return;
    this.#cost = from.#cost;
    this.#fxToBase = from.#fxToBase;
    this.#fxToClient = from.#fxToClient;
    this.#isEmpty = from.#isEmpty;
  }

  get cost(): Decimal {
    return this.#cost;
  }

  clear(): void {
    this.#cost = ZERO;
    this.#isEmpty = true;
  }

  add(lot: Lot): void {
    const total = this.#cost.plus(lot.cost);
    this.#fxToBase = this.#isEmpty ? lot.fxToBase : blend(this.#cost, this.#fxToBase, lot.cost, lot.fxToBase, total);
    this.#fxToClient = this.#isEmpty ? lot.fxToClient : blend(this.#cost, this.#fxToClient, lot.cost, lot.fxToClient, total);
    this.#cost = total;
    this.#isEmpty = false;
  }

  /** Prices pieces at the average and takes their cost out; a full close takes everything, so that no residue stays behind. */
  price(pieces: readonly LotPiece[], taken: Decimal, held: Decimal): LotPiece[] {
    const closes = taken.gte(held);
    const cost = closes ? this.#cost : prorate(this.#cost, taken, held);
    const priced = this.#spread(pieces, taken, cost);
    this.#cost = this.#cost.minus(cost);
    if (closes) this.clear();
    return priced;
  }

  /** The open lots, each with its share of the pool's cost. */
  shareOut(lots: readonly Lot[], held: Decimal): Lot[] {
    return this.#spread(lots.map((lot) => ({ lot, quantity: lot.quantity, cost: ZERO })), held, this.#cost)
      .map(({ lot, quantity, cost }) => ({ ...lot, quantity, cost }));
  }

  #spread(pieces: readonly LotPiece[], total: Decimal, cost: Decimal): LotPiece[] {
    let left = cost;
    return pieces.map((piece, index) => {
      // The last piece takes what is left: shares of thirds still add up to the whole.
      const share = index === pieces.length - 1 ? left : prorate(cost, piece.quantity, total);
      left = left.minus(share);
      const hasPoolRates = piece.lot.fxToBase === this.#fxToBase && piece.lot.fxToClient === this.#fxToClient;
      const lot = hasPoolRates ? piece.lot : { ...piece.lot, fxToBase: this.#fxToBase, fxToClient: this.#fxToClient };
      return { quantity: piece.quantity, cost: share, lot };
    });
  }
}

function blend(costA: Decimal, rateA: Decimal | undefined, costB: Decimal, rateB: Decimal | undefined, total: Decimal): Decimal | undefined {
  if (!rateA || !rateB) return undefined;
  if (rateA.eq(rateB) || total.isZero()) return rateB;
  return costA.times(rateA).plus(costB.times(rateB)).div(total);
}
