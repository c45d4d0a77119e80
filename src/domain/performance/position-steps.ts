import { epochDay } from '../../shared/calendar.ts';
import type { Transaction } from '../lots/transaction.ts';
import { floatOf } from './float-of.ts';

/** Units held of one security from a day on (float64; the exact count lives in the lot book). */
export interface QuantityStep {
  readonly day: number;
  readonly quantity: number;
}

/** Units that changed hands without money: a spin-off or a merger moves value from one security to another. */
export interface UnitMove {
  readonly day: number;
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
}

export interface PositionSteps {
  readonly steps: ReadonlyMap<string, readonly QuantityStep[]>;
  readonly moves: readonly UnitMove[];
}

/** Below this many units a position counts as closed: float residue of thirds, not a holding. */
const DUST_UNITS = 1e-9;

/** Units held after each day with a change, by security. `transactions` in effect order; one pass. */
export function positionSteps(transactions: readonly Transaction[]): PositionSteps {
  const steps = new Map<string, { day: number; quantity: number }[]>();
  const moves: UnitMove[] = [];
  const held = (securityId: string): number => steps.get(securityId)?.at(-1)?.quantity ?? 0;
  const set = (securityId: string, day: number, quantity: number): void => {
    const own = steps.get(securityId);
    const rounded = Math.abs(quantity) < DUST_UNITS ? 0 : quantity;
    const last = own?.at(-1);
    if (!own) steps.set(securityId, [{ day, quantity: rounded }]);
    else if (last?.day === day) last.quantity = rounded;
    else own.push({ day, quantity: rounded });
  };
  let date = '';
  let day = 0;
  for (const transaction of transactions) {
    if (transaction.tradeDate !== date) {
      date = transaction.tradeDate;
      day = epochDay(transaction.tradeDate);
    }
    const move = applyUnits(transaction, day, held, set);
    if (move) moves.push(move);
  }
  return { steps, moves };
}

function applyUnits(
  transaction: Transaction, day: number, held: (securityId: string) => number, set: (securityId: string, day: number, quantity: number) => void,
): UnitMove | undefined {
  switch (transaction.kind) {
    case 'buy': case 'cover': case 'transfer_in': case 'stock_dividend':
      set(transaction.securityId, day, held(transaction.securityId) + floatOf(transaction.quantity));
      return undefined;
    case 'sell': case 'short_sell': case 'transfer_out':
      set(transaction.securityId, day, held(transaction.securityId) - floatOf(transaction.quantity));
      return undefined;
    case 'split':
      set(transaction.securityId, day, held(transaction.securityId) * floatOf(transaction.newShares) / floatOf(transaction.oldShares));
      return undefined;
    case 'spin_off': {
      const units = held(transaction.securityId) * floatOf(transaction.childPerParent);
      const quantity = transaction.cashInLieu ? Math.floor(units + DUST_UNITS) : units;
      set(transaction.childSecurityId, day, held(transaction.childSecurityId) + quantity);
      return { day, from: transaction.securityId, to: transaction.childSecurityId, quantity };
    }
    case 'merger': {
      const units = held(transaction.securityId) * floatOf(transaction.newShares) / floatOf(transaction.oldShares);
      const quantity = transaction.cashInLieu ? Math.floor(units + DUST_UNITS) : units;
      set(transaction.securityId, day, 0);
      set(transaction.successorSecurityId, day, held(transaction.successorSecurityId) + quantity);
      return { day, from: transaction.securityId, to: transaction.successorSecurityId, quantity };
    }
    default: return undefined;
  }
}
