import { ZERO, type Decimal } from '../../shared/decimal.ts';
import type { Lot, LotPiece } from './lot.ts';
import type { LotMethod } from './lot-rules.ts';
import { CostPool } from './cost-pool.ts';
import { prorate } from './prorate.ts';

/** Consumed lots are dropped from the front in blocks, so that taking one stays constant time. */
const COMPACT_AT = 1024;

/**
 * The open lots of one side of one security, in the order in which the method consumes them: from the front for first in, first out
 * and averages, from the back for last in and for highest cost. Constant time per lot consumed, logarithmic search per lot added.
 */
export class LotQueue {
  readonly #method: LotMethod;
  readonly #dust: Decimal;
  #lots: Lot[] = [];
  #head = 0;
  /** Highest cost first only: the unit cost of each lot as a float, to keep them ordered by. */
  #unitCosts: number[] = [];
  #quantity: Decimal = ZERO;
  readonly #pool: CostPool | undefined;

  constructor(method: LotMethod, dust: Decimal, from?: LotQueue) {
    this.#method = method;
    this.#dust = dust;
    this.#pool = method === 'average' ? new CostPool(from === undefined ? undefined : from.#pool) : undefined;
    if (!from) return;
    this.#lots = from.#lots.slice(from.#head);
    this.#unitCosts = from.#unitCosts.slice();
    this.#quantity = from.#quantity;
  }

  /** An independent copy; lots are immutable and shared. */
  copy(): LotQueue {
    return new LotQueue(this.#method, this.#dust, this);
  }

  get quantity(): Decimal {
    return this.#quantity;
  }

  get isEmpty(): boolean {
    return this.#head === this.#lots.length;
  }

  /** Currency of the open lots; all of them share it. */
  get currency(): string | undefined {
    return this.#lots[this.#head]?.currency;
  }

  /** Open lots, oldest first; under average cost each carries its share of the pool. */
  openLots(): readonly Lot[] {
    const lots = this.#lots.slice(this.#head);
    if (this.#method === 'hifo') lots.sort((left, right) => (left.acquiredOn < right.acquiredOn ? -1 : left.acquiredOn > right.acquiredOn ? 1 : 0));
    return this.#pool ? this.#pool.shareOut(lots, this.#quantity) : lots;
  }

  /** Total cost of the open lots. */
  cost(): Decimal {
    if (this.#pool) return this.#pool.cost;
    let total = ZERO;
    for (let index = this.#head; index < this.#lots.length; index += 1) total = total.plus(this.#lots[index]!.cost);
    return total;
  }

  add(lot: Lot): void {
    this.#pool?.add(lot);
    this.#quantity = this.isEmpty ? lot.quantity : this.#quantity.plus(lot.quantity);
    if (this.#method === 'hifo') {
      const unitCost = lot.cost.toNumber() / lot.quantity.toNumber();
      // Equal unit costs leave the older lot to be consumed first: it is likelier to be long-term.
      const place = this.#search((index) => this.#unitCosts[index]! < unitCost);
      this.#lots.splice(place, 0, lot);
      this.#unitCosts.splice(place, 0, unitCost);
      return;
    }
    const place = this.#search((index) => this.#lots[index]!.acquiredOn <= lot.acquiredOn);
    if (place === this.#lots.length) this.#lots.push(lot);
    else this.#lots.splice(place, 0, lot);
  }

  /** Takes units in the order of the method. The caller has checked that enough are held; a residue of dust goes with them. */
  take(quantity: Decimal): LotPiece[] {
    const pieces: LotPiece[] = [];
    const all = this.#quantity.minus(quantity).lte(this.#dust);
    let missing = all ? this.#quantity : quantity;
    while (!this.isEmpty && (all || missing.gt(ZERO))) {
      const index = this.#nextIndex();
      const lot = this.#lots[index]!;
      if (all || lot.quantity.lte(missing)) {
        pieces.push({ lot, quantity: lot.quantity, cost: lot.cost });
        missing = missing.minus(lot.quantity);
        this.#drop(index);
      } else {
        pieces.push(this.#split(index, missing));
        break;
      }
    }
    return this.#settle(pieces, all ? this.#quantity : quantity);
  }

  /** Takes units of one named lot; undefined when the lot is not open or holds fewer. */
  takeLot(lotId: string, quantity: Decimal): LotPiece[] | undefined {
    const index = this.#lots.findIndex((lot, at) => at >= this.#head && lot.id === lotId && lot.quantity.plus(this.#dust).gte(quantity));
    const lot = this.#lots[index];
    if (!lot) return undefined;
    if (lot.quantity.minus(quantity).lte(this.#dust)) {
      this.#drop(index);
      return this.#settle([{ lot, quantity: lot.quantity, cost: lot.cost }], lot.quantity);
    }
    return this.#settle([this.#split(index, quantity)], quantity);
  }

  /** Empties the queue. */
  takeAll(): LotPiece[] {
    return this.take(this.#quantity);
  }

  /** Replaces every open lot, for corporate actions. The new lots keep their order. */
  replaceAll(change: (lot: Lot) => Lot): void {
    const lots = this.openLots();
    this.#lots = [];
    this.#unitCosts = [];
    this.#head = 0;
    this.#quantity = ZERO;
    this.#pool?.clear();
    for (const lot of lots) this.add(change(lot));
  }

  #nextIndex(): number {
    return this.#method === 'lifo' || this.#method === 'hifo' ? this.#lots.length - 1 : this.#head;
  }

  #drop(index: number): void {
    if (this.#method === 'hifo') this.#unitCosts.splice(index, 1);
    if (index === this.#lots.length - 1) this.#lots.pop();
    else if (index === this.#head && this.#method !== 'hifo') this.#head += 1;
    else this.#lots.splice(index, 1);
    if (this.#head > 0 && (this.#head === this.#lots.length || (this.#head >= COMPACT_AT && this.#head * 2 > this.#lots.length))) {
      this.#lots = this.#lots.slice(this.#head);
      this.#head = 0;
    }
  }

  #split(index: number, quantity: Decimal): LotPiece {
    const lot = this.#lots[index]!;
    // Under average cost the pool prices the piece, so the lot's own cost need not be divided.
    const cost = this.#pool ? ZERO : prorate(lot.cost, quantity, lot.quantity);
    this.#lots[index] = { ...lot, quantity: lot.quantity.minus(quantity), cost: this.#pool ? lot.cost : lot.cost.minus(cost) };
    return { lot, quantity, cost };
  }

  #settle(pieces: LotPiece[], taken: Decimal): LotPiece[] {
    const priced = this.#pool ? this.#pool.price(pieces, taken, this.#quantity) : pieces;
    this.#quantity = this.isEmpty ? ZERO : this.#quantity.minus(taken);
    return priced;
  }

  /** The first open index for which `isBefore` is false; usually the end, which is tried first. */
  #search(isBefore: (index: number) => boolean): number {
    let low = this.#head;
    let high = this.#lots.length;
    if (this.isEmpty || isBefore(high - 1)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
