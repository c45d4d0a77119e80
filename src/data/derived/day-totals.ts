import { countUpTo } from './market-grid.ts';

/** The amounts of a snapshot that add up over positions and transactions; base currency, scale of money. */
export const AMOUNTS = ['value', 'cash', 'cost', 'flow', 'income', 'fees', 'taxes', 'realised'] as const;
export type Amount = (typeof AMOUNTS)[number];

const NONE: readonly string[] = [];

/**
 * Totals of each day of one portfolio, to which groups of transactions add their part. Every part is rounded before it is added, so a
 * part can also be taken out again exactly: that is how a late trade changes only what it touches.
 */
export class DayTotals {
  /** Epoch days, sorted. */
  readonly days: readonly number[];
  readonly #amounts: Record<Amount, bigint[]>;
  readonly #reasons = new Map<number, Map<string, number>>();
  readonly #indexes: Map<number, number>;

  constructor(days: readonly number[]) {
    this.days = days;
    this.#indexes = new Map(days.map((day, index) => [day, index]));
    const zeros = () => Array<bigint>(days.length).fill(0n);
    this.#amounts = { value: zeros(), cash: zeros(), cost: zeros(), flow: zeros(), income: zeros(), fees: zeros(), taxes: zeros(), realised: zeros() };
  }

  amountsAt(index: number): Record<Amount, bigint> {
    const { value, cash, cost, flow, income, fees, taxes, realised } = this.#amounts;
    return {
      value: value[index]!, cash: cash[index]!, cost: cost[index]!, flow: flow[index]!, income: income[index]!, fees: fees[index]!, taxes: taxes[index]!, realised: realised[index]!,
    };
  }

  addAt(index: number, amount: Amount, change: bigint): void {
    this.#amounts[amount][index]! += change;
  }

  /** Adds on a day; days before the first one are left out. */
  add(day: number, amount: Amount, change: bigint): void {
    const index = this.#indexes.get(day);
    if (index !== undefined) this.#amounts[amount][index]! += change;
  }

  /** Index of the first of the days that is not before a day. */
  indexFrom(day: number): number {
    return countUpTo(this.days, day - 1);
  }

  /** Counts a reason up or down, so that each part can withdraw its own. */
  noteAt(index: number, reason: string, change: number): void {
    let reasons = this.#reasons.get(index);
    if (!reasons) this.#reasons.set(index, reasons = new Map());
    const count = (reasons.get(reason) ?? 0) + change;
    if (count > 0) reasons.set(reason, count);
    else reasons.delete(reason);
  }

  note(day: number, reason: string, change: number): void {
    const index = this.#indexes.get(day);
    if (index !== undefined) this.noteAt(index, reason, change);
  }

  reasonsAt(index: number): readonly string[] {
    const reasons = this.#reasons.get(index);
    return reasons ? [...reasons.keys()].sort() : NONE;
  }
}
